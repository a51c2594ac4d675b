//! The fixtures of this plugin and what it says of them.

#[test]
fn fixtures_agree_with_their_golden_verdicts() {
    fieldmark_testkit::check::<fieldmark_plugin_perl::Perl>(env!("CARGO_MANIFEST_DIR"));
}
