//! Version ranges of every ecosystem, translated by the SDK: the host must be able to read what comes out.
#![no_main]

use fieldmark_model::{VersionError, VersionRange};
use fieldmark_sdk::range;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let translations = [
        ("composer", range::composer::constraint(text)),
        ("gem", range::gem::requirement(text)),
        ("maven", range::maven::range(text)),
        ("npm", range::npm::neutral(text)),
        ("pep440", range::pep440::specifiers(text)),
        ("poetry", range::pep440::poetry(text)),
        ("conda", range::pep440::conda(text)),
        ("version", range::pep440::version(text)),
    ];
    for (name, translated) in translations {
        let Some(translated) = translated else { continue };
        match translated.parse::<VersionRange>() {
            Ok(_) | Err(VersionError::TooLong { .. }) => {}
            Err(error) => panic!("{name}: {text:?} became {translated:?}: {error}"),
        }
        let _ = range::accepts::accepts(&translated, &[3, 12]);
        let _ = range::overlap(&translated, ">=3.9, <4 || =5");
    }
});
