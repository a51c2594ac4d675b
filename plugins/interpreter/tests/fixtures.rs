//! Every detector over its fixtures.

use fieldmark_sdk::tool_versions;
use fieldmark_testkit::Case;
use std::path::Path;

#[test]
fn files_of_version_managers_are_seen_by_every_detector_that_asks_them() {
    let detectors = Case::detectors(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/detectors"))).unwrap();
    let seen = |patterns: &[String], file: &str| patterns.iter().any(|pattern| pattern == file);
    let asking: Vec<_> = detectors
        .iter()
        .map(|detector| detector.manifest().patterns.beside)
        .filter(|beside| seen(beside, tool_versions::ASDF))
        .collect();
    assert!(asking.len() > 10, "{} detectors", asking.len());
    for beside in asking {
        assert!(tool_versions::MISE.iter().all(|file| seen(&beside, file)), "{beside:?}");
    }
}

#[test]
fn fixtures_agree_with_their_golden_verdicts() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let detectors = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/detectors");
    fieldmark_testkit::check_detectors::<fieldmark_plugin_interpreter::Interpreter>(detectors, folder);
}
