//! A catalogue may come from a user: whatever is in the file, reading it ends with a catalogue or an error.

use fieldmark::Catalogue;
use fieldmark_test_properties::{damaged, damages};
use proptest::prelude::*;

const WHOLE: &str = include_str!("../../../rules/catalogues/era-3.5.toml");

proptest! {
    #[test]
    fn damaged_catalogue_is_read_or_refused(damages in damages()) {
        let text = String::from_utf8_lossy(&damaged(WHOLE.as_bytes(), &damages)).into_owned();
        if let Err(error) = Catalogue::parse("c.toml", &text) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
