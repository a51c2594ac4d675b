//! `plugin.toml` and detectors: the first thing that is read of a plugin nobody trusts.
#![no_main]

use fieldmark_model::{Budget, Detector, Manifest};
use fieldmark_scan::{PatternSet, scan_listing};
use fieldmark_test_fuzz::NoContents;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(detector) = Detector::parse(bytes) {
        assert_eq!(Detector::parse(bytes).as_ref(), Ok(&detector));
        assert!(!detector.manifest().patterns.is_empty());
    }
    let manifest = match Manifest::parse(bytes) {
        Ok(manifest) => manifest,
        Err(error) => {
            assert!(error.to_string().len() < 2 * bytes.len() + 4096);
            return;
        }
    };
    assert_eq!(manifest.patterns.iter().count(), manifest.patterns.len());
    let budget = Budget::default().granted(&manifest.budget);
    assert_eq!(Budget::default().granted(&manifest.budget), budget);
    if let Ok(set) = PatternSet::new([&manifest.patterns]) {
        let snapshot = scan_listing(["a/b.c", "pom.xml", "Ä/ö.Rs", ".x"], &set, Box::new(NoContents));
        assert!(snapshot.is_ok());
    }
});
