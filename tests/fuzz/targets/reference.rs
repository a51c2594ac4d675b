//! References of plugins: what is read is written as it is read again, and names no host that was not there.
#![no_main]

use fieldmark_supply::{Digest, Reference};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(reference) = text.parse::<Reference>() {
        let written = reference.to_string();
        let again: Reference = written.parse().unwrap_or_else(|error| panic!("{written}: {error}"));
        assert_eq!(again, reference, "{written}");
    }
    if let Ok(digest) = text.parse::<Digest>() {
        assert_eq!(digest.to_string(), text);
    }
});
