//! A language is a plugin and data, never code of the host: no name of one stands in the sources of the host.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use fieldmark_test_workspace::rust_files;
use std::fs;
use std::path::PathBuf;

/// The code of a file: without comments, and without tests, which need examples.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_language_name_stands_in_the_host() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let plugins: Vec<String> = fs::read_dir(root.join("plugins"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("plugin.toml").is_file())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert!(plugins.len() >= 13, "{plugins:?}");
    let mut files = Vec::new();
    for host in ["model", "scan", "runtime", "package", "fixture", "engine", "authoring", "upstream"] {
        rust_files(&root.join("host").join(host).join("src"), &mut files);
    }
    // An interpreter of detectors is a kind of plugin, and the host knows kinds. `static` and `go` are words of the code
    // itself, and `rust` is what plugins can be written in, too. A Dockerfile is what the host offers.
    let names: Vec<&String> = plugins
        .iter()
        .filter(|name| !["static", "go", "rust", "dockerfile", "interpreter"].contains(&name.as_str()))
        .collect();
    for file in files.iter().filter(|file| !file.ends_with("tests.rs")) {
        let code = code(&fs::read_to_string(file).unwrap()).to_lowercase();
        let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric()).collect();
        for name in &names {
            assert!(!words.contains(&name.as_str()), "{} names {name}", file.display());
        }
    }
}
