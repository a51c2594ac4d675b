//! Plugins of every released contract, in every language that plugins are written in, run as they did. The components in
//! `released/<version>/` were built once, with the release that froze the contract, and are never built again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use fieldmark::{Cache, Engine, Request, TraceOutcome};
use fieldmark_test_abi::{folder, transcript};
use flate2::read::GzDecoder;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The id of the golden plugins.
const ID: &str = "wood-duck";

/// Languages that had a template when the contract was released.
const LANGUAGES: [&str; 5] = ["c", "go", "javascript", "python", "rust"];

fn releases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("released");
    let mut releases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    releases.sort();
    assert!(!releases.is_empty());
    releases
}

fn unpacked(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(fs::File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
    bytes
}

/// Where compiled plugins are kept. These never change, so that whoever keeps things between runs compiles them once.
fn compiled() -> PathBuf {
    let kept = std::env::var_os("FIELDMARK_AUTHOR_CACHE").map(|kept| PathBuf::from(kept).join("compiled"));
    kept.unwrap_or_else(|| folder().join("cache"))
}

#[test]
fn golden_plugins_say_what_they_said() {
    let cache = Cache::open(&compiled()).unwrap();
    for release in releases() {
        for language in LANGUAGES {
            let component = unpacked(&release.join(format!("{language}.wasm.gz")));
            let engine = Engine::builder().threads(1).cache(cache.clone()).plugin(language, component).build().unwrap();
            assert_eq!(engine.unusable_plugins().next(), None, "{}: {language}", release.display());
            let explanation = engine.explain(release.join("fixture"), &Request::default()).unwrap();
            let mut traces = explanation.roots.into_iter().flat_map(|root| root.plugins);
            let trace = traces.find(|trace| trace.plugin == ID).expect("the plugin was asked");
            match &trace.outcome {
                TraceOutcome::Verdict(verdict) => {
                    let golden = fs::read_to_string(release.join("verdict.txt")).unwrap();
                    assert_eq!(transcript(verdict, &trace), golden, "{}: {language}", release.display());
                }
                TraceOutcome::Error(error) => panic!("{}: {language}: {error}", release.display()),
            }
        }
    }
}
