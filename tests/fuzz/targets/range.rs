//! Version ranges: what a plugin states and the host decides by.
#![no_main]

use fieldmark_model::{Version, VersionRange};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (range, version) = input;
    let parsed = range.parse::<VersionRange>();
    let version = version.parse::<Version>();
    if let Ok(version) = &version {
        assert_eq!(version.to_string().parse().as_ref(), Ok(version));
        assert!((1..=6).contains(&version.places().len()));
    }
    let Ok(parsed) = parsed else { return };
    let again: VersionRange = parsed.to_string().parse().expect("a range reads again");
    assert_eq!(again, parsed);
    for tag in version.into_iter().chain(["3", "3.12", "0.0.0.0.0.1"].map(|tag| tag.parse().expect("a version"))) {
        assert_eq!(parsed.accepts(&tag), again.accepts(&tag));
        let _ = parsed.distance(&tag);
    }
});
