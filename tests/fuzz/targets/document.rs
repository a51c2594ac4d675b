//! Manifests of repositories as the SDK reads them for plugins: JSON, TOML, XML.
#![no_main]

use fieldmark_sdk::testing::MemorySource;
use fieldmark_sdk::{Element, Node};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let files = ["a.json", "a.toml", "a.xml"].map(|name| (name, text));
    let repo = MemorySource::new(files).into_repo();
    let lines = u32::try_from(text.split('\n').count()).unwrap_or(u32::MAX);
    if let Some(document) = repo.file("a.json").and_then(|file| file.json()) {
        node(document.get(&[]), lines);
    }
    if let Some(document) = repo.file("a.toml").and_then(|file| file.toml()) {
        node(document.get(&[]), lines);
    }
    if let Some(xml) = repo.file("a.xml").and_then(|file| file.xml()) {
        element(xml.root(), lines);
    }
    for finding in repo.take_findings() {
        assert!(!finding.note.contains('\n'), "{:?}", finding.note);
    }
});

/// Visits everything; each place is one of the text.
fn node(node: Option<&Node>, lines: u32) {
    let Some(node) = node else { return };
    for entry in node.entries() {
        self::node(Some(&entry.node), lines);
    }
    for item in node.items() {
        self::node(Some(item), lines);
    }
    assert!(node.at.line.is_none_or(|line| (1..=lines).contains(&line)));
}

fn element(root: Element<'_, '_>, lines: u32) {
    for element in root.descendants() {
        let _ = (element.name(), element.text(), element.attribute("a"));
        assert!(element.at().line.is_none_or(|line| (1..=lines).contains(&line)));
    }
}
