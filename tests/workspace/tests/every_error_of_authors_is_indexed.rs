//! What an author of a plugin can run into stands in `plugins/ERRORS.md`, and nothing else does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use fieldmark_test_workspace::rust_files;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// Sources that hold codes of the two areas.
const SOURCES: [&str; 4] = ["host/authoring/src", "host/cli/src/report", "host/engine/src", "host/runtime/src"];
/// Areas of codes that the index is about.
const AREAS: [&str; 2] = ["author.", "plugin."];
/// Names of files and keys in the same form.
const NO_CODES: [&str; 1] = ["plugin.toml"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn is_code(text: &str) -> bool {
    let of_area = AREAS.iter().find_map(|area| text.strip_prefix(area));
    of_area.is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b == b'-' || b.is_ascii_lowercase()))
        && !NO_CODES.contains(&text)
}

fn codes_between(text: &str, sign: char) -> BTreeSet<String> {
    text.split(sign).filter(|part| is_code(part)).map(str::to_owned).collect()
}

#[test]
fn every_error_of_authors_is_indexed() {
    let mut files = Vec::new();
    for folder in SOURCES {
        rust_files(&root().join(folder), &mut files);
    }
    let mut told = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        told.extend(codes_between(text.split("#[cfg(test)]\nmod tests {").next().unwrap(), '"'));
    }
    assert!(told.len() > 30, "{told:?}");
    let index = codes_between(&fs::read_to_string(root().join("plugins/ERRORS.md")).unwrap(), '`');
    let missing: Vec<_> = told.difference(&index).collect();
    let surplus: Vec<_> = index.difference(&told).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "not in the index: {missing:?}; nobody says: {surplus:?}");
}
