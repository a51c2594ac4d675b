//! The plugin over its fixtures.

#[test]
fn fixtures_agree_with_their_golden_verdicts() {
    fieldmark_testkit::check::<fieldmark_plugin_platform_files::PlatformFiles>(env!("CARGO_MANIFEST_DIR"));
}
