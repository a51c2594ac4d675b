//! Runs a plugin over small repositories and compares what it says with golden verdicts that people can read.
//!
//! A plugin's folder holds `fixtures/<case>/`, a repository, and beside it `fixtures/<case>.verdict.toml`, what the
//! plugin says of it. An optional `fixtures/<case>.settings` holds `key=value` lines for the plugin. One line in the
//! plugin's tests runs them all natively:
//!
//! ```no_run
//! # struct Elixir;
//! # impl fieldmark_sdk::Plugin for Elixir {
//! #     fn detect(_: &fieldmark_sdk::Repo, _: &fieldmark_sdk::Settings)
//! #         -> Result<fieldmark_sdk::Verdict, fieldmark_sdk::Failure> { Ok(fieldmark_sdk::Verdict::new("elixir")) }
//! # }
//! fieldmark_testkit::check::<Elixir>(env!("CARGO_MANIFEST_DIR"));
//! ```
//!
//! With `FIELDMARK_BLESS=1` the golden verdicts are written instead; read every line before committing them.
//! The tests of this crate run the same fixtures through the WebAssembly build of every plugin, and every plugin over
//! every other plugin's fixtures.

mod native;

pub use fieldmark_fixture::{Case, CaseError, render};
pub use native::detect;

use fieldmark_model::Manifest;
use fieldmark_sdk::Plugin;
use std::path::Path;

/// Environment variable that makes [`check`] write golden verdicts instead of comparing.
pub const BLESS: &str = "FIELDMARK_BLESS";

/// Runs a plugin natively over all its fixtures.
///
/// # Panics
/// A verdict differs from its golden file, breaks the contract, or a fixture cannot be read: this is a test.
#[allow(clippy::panic, reason = "a test reports by panicking")]
pub fn check<P: Plugin>(folder: impl AsRef<Path>) {
    let folder = folder.as_ref();
    let cases = Case::all(folder).unwrap_or_else(|error| panic!("{error}"));
    assert!(!cases.is_empty(), "{} has no fixtures", folder.display());
    let manifest = Case::manifest(folder).unwrap_or_else(|error| panic!("{error}"));
    let faults: Vec<String> = cases.iter().filter_map(|case| fault::<P>(case, &manifest)).collect();
    assert!(faults.is_empty(), "{} of {} fixtures disagree:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

/// Runs the interpreter over the fixtures of all detectors of a folder: `<fixtures>/<id>/<case>`, each with its golden
/// verdict beside it.
///
/// # Panics
/// As [`check`], and if a detector has no fixture or a fixture no detector.
#[allow(clippy::panic, reason = "a test reports by panicking")]
pub fn check_detectors<P: Plugin>(detectors: impl AsRef<Path>, fixtures: impl AsRef<Path>) {
    let detectors = Case::detectors(detectors.as_ref()).unwrap_or_else(|error| panic!("{error}"));
    let mut faults = Vec::new();
    for detector in &detectors {
        let folder = fixtures.as_ref().join(&detector.detector.id);
        let cases = Case::below(&folder).unwrap_or_else(|error| panic!("{error}"));
        assert!(!cases.is_empty(), "{} has no fixtures", folder.display());
        let text = serde_json::to_string(detector).unwrap_or_else(|error| panic!("{error}"));
        for case in cases {
            let settings = format!("detector={text}\n{}", case.settings);
            faults.extend(fault::<P>(&Case { settings, ..case }, &detector.manifest()));
        }
    }
    let known = |name: &std::ffi::OsStr| detectors.iter().any(|detector| *name == *detector.detector.id);
    let folders = std::fs::read_dir(fixtures).unwrap_or_else(|error| panic!("{error}")).flatten();
    faults.extend(folders.map(|entry| entry.file_name()).filter(|name| !known(name)).map(|name| format!("{name:?}")));
    assert!(faults.is_empty(), "{} fixtures disagree:\n{}", faults.len(), faults.join("\n"));
}

fn fault<P: Plugin>(case: &Case, manifest: &Manifest) -> Option<String> {
    let answer = case.view(manifest).map_err(|error| error.to_string()).and_then(|view| {
        let verdict = detect::<P>(&view, &case.settings).map_err(|failure| failure.detail)?;
        verdict.check(fieldmark_model::RepoView::paths(&*view).len()).map_err(|error| error.to_string())?;
        case.compare(&render(&verdict, &*view), std::env::var_os(BLESS).is_some()).map_err(|error| error.to_string())
    });
    answer.err().map(|problem| format!("--- {}\n{problem}", case.name))
}
