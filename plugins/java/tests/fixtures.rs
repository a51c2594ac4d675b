//! Whole repositories and what the plugin says of them.

#[test]
fn fixtures_agree_with_their_golden_verdicts() {
    fieldmark_testkit::check::<fieldmark_plugin_java::Java>(env!("CARGO_MANIFEST_DIR"));
}
