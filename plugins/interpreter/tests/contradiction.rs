//! Places that disagree about the version are told under codes that all detectors share.

use fieldmark_plugin_interpreter::Interpreter;
use fieldmark_sdk::testing::MemorySource;
use fieldmark_sdk::{Plugin, Settings};

#[test]
fn findings_of_versions_have_one_area() {
    let detector = r#"detector={"detector":{"id":"quux"},"marker":[{"name":"m","file":["Quux"],"note":"n"}],"version":[{"file":["Quux"],"range":"version"},{"file":["other"],"range":"version"}]}"#;
    let repo = MemorySource::new([("Quux", "2.1\n"), ("other", "3.0\n")]).into_repo();
    let verdict = Interpreter::detect(&repo, &Settings::parse(detector)).map_err(|failure| failure.detail);
    let verdict = verdict.as_ref().map(|verdict| (verdict.get("version"), verdict.warnings[0].code.as_str()));
    assert_eq!(verdict, Ok((Some("2.1"), "interpreter.version-contradiction")));
}
