//! What `check --format sarif` prints has the form that SARIF 2.1.0 (OASIS) requires and that code hosts read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cli/check.in")
}

fn log(folder: &Path) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_fieldmark"))
        .args(["check", "--fail-on", "never", "--format", "sarif"])
        .arg(folder)
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
}

/// Sections 3.13 and 3.14: version and runs; 3.18 and 3.19: the driver has a name, rules have ids, each once.
fn rules(log: &Value) -> Vec<&str> {
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().starts_with("https://"));
    let runs = log["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1);
    let driver = &runs[0]["tool"]["driver"];
    assert_eq!(driver["name"], "fieldmark");
    let rules: Vec<&str> =
        driver["rules"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    let mut unique = rules.clone();
    unique.dedup();
    assert_eq!(unique, rules);
    for rule in driver["rules"].as_array().unwrap() {
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[text]["text"].as_str().unwrap().is_empty(), "{rule}");
        }
        assert!(is_level(&rule["defaultConfiguration"]["level"]), "{rule}");
    }
    rules
}

fn is_level(level: &Value) -> bool {
    ["note", "warning", "error"].iter().any(|known| level == known)
}

/// Section 3.27: a message, a level, a rule that is in the list; 3.28 to 3.30: a relative address inside of the
/// repository, and lines from 1 on.
fn result(result: &Value, rules: &[&str], folder: &Path) {
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(rules[index], result["ruleId"], "{result}");
    assert!(is_level(&result["level"]), "{result}");
    assert!(!result["message"]["text"].as_str().unwrap().is_empty(), "{result}");
    for location in result["locations"].as_array().unwrap() {
        let place = &location["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(!uri.starts_with('/') && !uri.contains(['\\', ' ', ':']) && !uri.contains(".."), "{uri}");
        assert!(folder.join(uri).exists(), "{uri}");
        if let Some(region) = place.get("region") {
            assert!(region["startLine"].as_u64().unwrap() >= 1, "{result}");
        }
    }
}

#[test]
fn logs_have_the_form_that_sarif_requires() {
    let mut results = 0;
    for entry in std::fs::read_dir(cases()).unwrap() {
        let folder = entry.unwrap().path();
        let log = log(&folder);
        let rules = rules(&log);
        let found = log["runs"][0]["results"].as_array().unwrap();
        found.iter().for_each(|one| result(one, &rules, &folder));
        results += found.len();
    }
    assert!(results > 15, "{results}");
}
