//! Dependencies between our crates point one way, and each outside library is known to one crate.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// All edges `crate -> dependency`, those of tests left out.
fn edges() -> Vec<(String, String)> {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let mut edges = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        for dependency in package["dependencies"].as_array().unwrap() {
            if dependency["kind"] != "dev" {
                edges.push((name.to_owned(), dependency["name"].as_str().unwrap().to_owned()));
            }
        }
    }
    edges
}

/// What a crate of ours may depend on among ours.
fn allowed(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "fieldmark-model" | "fieldmark-sdk" | "fieldmark-objects" | "fieldmark-source" | "fieldmark-test-workspace" => {
            &[]
        }
        "fieldmark-scan" | "fieldmark-runtime" | "fieldmark-package" => &["fieldmark-model"],
        "fieldmark-fixture" => &["fieldmark-model", "fieldmark-scan"],
        "fieldmark-authoring" => &[
            "fieldmark",
            "fieldmark-fixture",
            "fieldmark-model",
            "fieldmark-package",
            "fieldmark-runtime",
            "fieldmark-scan",
        ],
        "fieldmark" => &[
            "fieldmark-model",
            "fieldmark-scan",
            "fieldmark-runtime",
            "fieldmark-package",
            "fieldmark-images",
            "fieldmark-upstream",
        ],
        "fieldmark-images" => &["fieldmark-model", "fieldmark-objects"],
        "fieldmark-cluster" => &["fieldmark-images", "fieldmark-objects"],
        "fieldmark-s2i" | "fieldmark-upstream" | "fieldmark-supply" => &["fieldmark-model"],
        "fieldmark-new-app" => {
            &["fieldmark-model", "fieldmark-objects", "fieldmark-images", "fieldmark-source", "fieldmark-upstream"]
        }
        "fieldmark-check" => &["fieldmark-model", "fieldmark-images", "fieldmark-s2i"],
        "fieldmark-render" => &[
            "fieldmark",
            "fieldmark-authoring",
            "fieldmark-images",
            "fieldmark-objects",
            "fieldmark-new-app",
            "fieldmark-check",
            "fieldmark-s2i",
        ],
        "fieldmark-cli" => &[
            "fieldmark",
            "fieldmark-authoring",
            "fieldmark-render",
            "fieldmark-objects",
            "fieldmark-images",
            "fieldmark-source",
            "fieldmark-s2i",
            "fieldmark-new-app",
            "fieldmark-check",
            "fieldmark-cluster",
            "fieldmark-upstream",
            "fieldmark-supply",
        ],
        "fieldmark-testkit" => &["fieldmark-fixture", "fieldmark-model", "fieldmark-sdk"],
        name if name.starts_with("fieldmark-plugin-") => &["fieldmark-sdk"],
        _ => return None,
    })
}

#[test]
fn crates_depend_in_one_direction_only() {
    let ours: Vec<(String, String)> = edges().into_iter().filter(|(_, to)| to.starts_with("fieldmark")).collect();
    assert!(ours.len() > 20, "the edges are read: {ours:?}");
    for (from, to) in &ours {
        if from.starts_with("fieldmark-test-") {
            continue;
        }
        let allowed = allowed(from).unwrap_or_else(|| panic!("{from} has no place in the map of crates"));
        assert!(allowed.contains(&to.as_str()), "{from} must not depend on {to}");
    }
}

#[test]
fn each_outside_library_is_known_to_its_own_crate_only() {
    let users = |library: &str| -> BTreeSet<String> {
        edges()
            .into_iter()
            .filter(|(from, to)| to == library && !from.starts_with("fieldmark-test-"))
            .map(|(from, _)| from)
            .collect()
    };
    for (library, owners) in [
        ("ignore", &["fieldmark-scan"][..]),
        ("globset", &["fieldmark-scan"]),
        ("wasmtime", &["fieldmark-runtime"]),
        ("wit-component", &["fieldmark-package"]),
        ("clap", &["fieldmark-cli"]),
        ("kube", &["fieldmark-cluster"]),
        ("hyper", &["fieldmark-supply"]),
        ("ring", &["fieldmark-supply"]),
        // Archives of sources, and archives of plugins: two forms with one container.
        ("tar", &["fieldmark-source", "fieldmark-supply"]),
        ("zip", &["fieldmark-source"]),
    ] {
        assert_eq!(users(library), owners.iter().map(ToString::to_string).collect(), "{library}");
    }
}

#[test]
fn plugins_use_nothing_but_the_sdk() {
    for (from, to) in edges() {
        assert!(!from.starts_with("fieldmark-plugin-") || to == "fieldmark-sdk", "{from} must not depend on {to}");
    }
}
