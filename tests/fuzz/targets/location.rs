//! What users, and documents they were given, call a source by.
#![no_main]

use fieldmark_source::{Location, check_reference};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(location) = Location::parse(text) else { return };
    let shown = location.to_string();
    assert!(!shown.is_empty() && !shown.contains(char::is_control));
    if let Location::Remote(remote) = &location {
        let written = remote.uri_without_credentials();
        assert!(written.len() <= remote.uri().len());
        // What was written is a place by itself, and the same one.
        match Location::parse(&written) {
            Ok(Location::Remote(again)) => {
                assert_eq!(again.uri_without_credentials(), written);
                assert_eq!(again.protocol(), remote.protocol());
            }
            other => panic!("{written}: {other:?}"),
        }
        if let Some(reference) = remote.reference() {
            assert!(check_reference(reference).is_err() || !reference.starts_with('-'));
        }
    }
});
