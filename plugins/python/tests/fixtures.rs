//! Every fixture agrees with its golden verdict.

#[test]
fn fixtures_agree_with_their_golden_verdicts() {
    fieldmark_testkit::check::<fieldmark_plugin_python::Python>(env!("CARGO_MANIFEST_DIR"));
}
