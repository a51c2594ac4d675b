//! Every detector over its fixtures.

#[test]
fn fixtures_agree_with_their_golden_verdicts() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let detectors = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/detectors");
    fieldmark_testkit::check_detectors::<fieldmark_plugin_interpreter::Interpreter>(detectors, folder);
}
