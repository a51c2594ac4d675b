//! Documents that are made from the program say what the program says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use std::process::Command;

fn printed(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_fieldmark")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn document(name: &str) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn reference_is_fresh() {
    assert_eq!(
        document("REFERENCE.md"),
        printed(&["reference"]),
        "write it anew: fieldmark reference > host/cli/REFERENCE.md"
    );
}

#[test]
fn schema_is_fresh() {
    assert_eq!(
        document("decision.schema.json"),
        printed(&["schema"]),
        "write it anew: fieldmark schema > host/cli/decision.schema.json"
    );
}

#[test]
fn schema_of_detectors_is_fresh() {
    assert_eq!(
        document("detector.schema.json"),
        printed(&["schema", "detector"]),
        "write it anew: fieldmark schema detector > host/cli/detector.schema.json"
    );
}

#[test]
fn manual_lists_every_exit_code() {
    let manual = printed(&["man"]);
    for code in ["0", "1", "2", "3", "4", "5", "130"] {
        assert!(manual.contains(&format!(".TP\n\\fB{code}\\fR\n")), "{code} is missing:\n{manual}");
    }
}

#[test]
fn completions_are_made_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(printed(&["completions", shell]).contains("explain"), "{shell}");
    }
}

#[test]
fn list_of_findings_is_fresh() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../check/CHECKS.md");
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        printed(&["check", "--list"]),
        "write it anew: fieldmark check --list > host/check/CHECKS.md"
    );
}
