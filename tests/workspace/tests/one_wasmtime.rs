//! The packaging step and the program share one build of wasmtime: a second one doubles the time of a fresh build.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

/// What cargo would build for a release: one unit for each build of a package.
fn units() -> Vec<Value> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(env!("CARGO"))
        .args(["build", "--release", "--locked", "--unit-graph", "-Z", "unstable-options"])
        // The graph is an unstable output of the stable cargo. Nothing is built.
        .env("RUSTC_BOOTSTRAP", "1")
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let graph: Value = serde_json::from_slice(&output.stdout).unwrap();
    graph["units"].as_array().unwrap().clone()
}

fn name(unit: &Value) -> &str {
    let id = unit["pkg_id"].as_str().unwrap();
    id.rsplit(['#', '/']).next().unwrap()
}

#[test]
fn release_builds_wasmtime_once() {
    let units = units();
    let mut builds: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, unit) in units.iter().enumerate() {
        if unit["mode"] == "build" && unit["target"]["kind"][0] == "lib" {
            builds.entry(name(unit)).or_default().push(index);
        }
    }
    let of_wasmtime = builds.iter().filter(|(name, _)| name.starts_with("wasmtime@") || name.starts_with("cranelift-"));
    assert!(of_wasmtime.clone().count() > 5, "the names of packages are read wrongly");
    let twice: Vec<&str> = of_wasmtime.filter(|(_, built)| built.len() > 1).map(|(name, _)| *name).collect();
    // What they are built on twice and with other features is the cause.
    let features = |index: &usize| -> BTreeSet<&str> {
        units[*index]["features"].as_array().unwrap().iter().filter_map(Value::as_str).collect()
    };
    let causes: Vec<String> = builds
        .iter()
        .filter(|(_, built)| built.len() > 1)
        .map(|(name, built)| (name, features(&built[0]), features(&built[1])))
        .filter(|(_, one, other)| one != other)
        .map(|(name, one, other)| format!("{name}: {:?}", one.symmetric_difference(&other).collect::<Vec<_>>()))
        .collect();
    assert!(twice.is_empty(), "built twice: {twice:?}\nfeatures that one side lacks: {causes:#?}");
}
