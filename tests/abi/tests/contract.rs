//! The contract at work keeps what released contracts promise.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use wit_component::semver_check;
use wit_parser::Resolve;

/// Every released contract with the digest of its text. A line is added with a release and never changed.
const RELEASED: [(&str, &str); 1] =
    [("0.1.0", "sha256:12f0119e316241a5e5653ba010957d6e517eeda3702ae27f6ec0689f71945f29")];

fn wit() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../wit")
}

fn released(version: &str) -> String {
    fs::read_to_string(wit().join("released").join(version).join("detector.wit")).unwrap()
}

/// The version in the first line of a text that is no comment.
fn version(text: &str) -> &str {
    let line = text.lines().find(|line| line.starts_with("package ")).unwrap();
    line.trim_start_matches("package fieldmark:detector@").trim_end_matches(';')
}

/// Whether plugins built for one text run on a host that speaks another.
fn keeps(old: &str, new: &str) -> Result<(), String> {
    if version(old) == version(new) {
        return if old == new {
            Ok(())
        } else {
            Err("a released text was changed; give it the next version".to_owned())
        };
    }
    let mut resolve = Resolve::default();
    let mut world = |name: &str, text: &str| {
        let package = resolve.push_str(name, text).map_err(|error| format!("{error:#}"))?;
        resolve.select_world(&[package], Some("language-plugin")).map_err(|error| format!("{error:#}"))
    };
    let (old, new) = (world("old.wit", old)?, world("new.wit", new)?);
    semver_check(resolve, old, new).map_err(|error| format!("{error:#}"))
}

#[test]
fn released_contracts_are_what_they_were() {
    let folders = fs::read_dir(wit().join("released")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut folders: Vec<String> = folders.map(|name| name.into_string().unwrap()).collect();
    folders.sort();
    assert_eq!(folders, RELEASED.map(|(version, _)| version));
    for (name, digest) in RELEASED {
        let text = released(name);
        assert_eq!(version(&text), name);
        assert_eq!(fieldmark::digest(text.as_bytes()), digest, "wit/released/{name} is never touched again");
    }
}

#[test]
fn contract_at_work_runs_plugins_of_the_released_ones() {
    let head = fs::read_to_string(wit().join("detector.wit")).unwrap();
    let line = |text: &str| text.rsplit_once('.').unwrap().0.to_owned();
    for (name, _) in RELEASED.iter().filter(|(name, _)| line(name) == line(version(&head))) {
        keeps(&released(name), &head).unwrap_or_else(|problem| panic!("{name}: {problem}"));
    }
}

#[test]
fn gate_lets_additions_of_imports_through_and_nothing_else() {
    let old = released("0.1.0");
    let next = old.replace("detector@0.1.0;", "detector@0.1.1;");
    let more = next.replace("interface log {", "interface log {\n  /// More.\n  flush: func();\n");
    assert_eq!(keeps(&old, &more), Ok(()));
    let changes = [
        ("a function is gone", next.replace("    total-hits: func() -> u32;\n", "")),
        ("a function takes more", next.replace("emit: func(level: u8,", "emit: func(level: u8, at: u32,")),
        ("a record has a field more", next.replace("  record hit {", "  record hit {\n    more: u8,")),
        ("plugins must export more", next.replace("  export detector;", "  export detector;\n  export log;")),
        ("the text changed under its version", old.replace("emit:", "tell:")),
    ];
    for (what, text) in changes {
        assert!(text != next && text != old, "{what}: nothing was changed");
        assert!(keeps(&old, &text).is_err(), "{what}");
    }
}
