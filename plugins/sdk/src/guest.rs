//! The WebAssembly side: bindings and glue between the contract and this crate's types.

use crate::{Hit, Place, Plugin, ReadError, Repo, Settings, Source};
use std::sync::Once;

#[allow(missing_docs, unsafe_code, reason = "generated code")]
pub mod bindings {
    wit_bindgen::generate!({
        path: "../../wit",
        world: "language-plugin",
        pub_export_macro: true,
        export_macro_name: "export_component",
        default_bindings_module: "fieldmark_sdk::guest::bindings",
    });
}

pub use bindings::export_component;
pub use bindings::exports::fieldmark::detector::detector::{Failure, Guest, Verdict};
pub use bindings::fieldmark::detector::repo::Snapshot;

use bindings::exports::fieldmark::detector::detector as contract;
use bindings::fieldmark::detector::{log, repo};

/// Runs a plugin over the host's snapshot.
///
/// # Errors
/// The plugin's own failure.
pub fn run<P: Plugin>(snapshot: &Snapshot, settings: &str) -> Result<Verdict, Failure> {
    forward_panics();
    let settings = Settings::parse(settings);
    let repo = Repo::new(Box::new(HostSource(snapshot))).with_variables(&settings);
    let verdict = P::detect(&repo, &settings).map_err(|failure| Failure {
        code: failure.code,
        detail: failure.detail,
        hint: failure.hint,
    })?;
    Ok(into_contract(verdict, repo.take_findings()))
}

/// Tells the host what a panic says before it becomes a bare trap.
fn forward_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            let at = info.location().map(ToString::to_string).unwrap_or_default();
            log::panicked(info.payload_as_str().unwrap_or("panic without a message"), &at);
        }));
    });
}

/// The host's snapshot as a source.
struct HostSource<'s>(&'s Snapshot);

impl Source for HostSource<'_> {
    fn paths(&self) -> String {
        self.0.paths()
    }

    fn hits(&self) -> Vec<Hit> {
        self.0.hits().into_iter().map(|hit| Hit { path: hit.path, pattern: hit.pattern }).collect()
    }

    fn total_hits(&self) -> u32 {
        self.0.total_hits()
    }

    fn extension_counts(&self) -> Vec<(String, u32)> {
        self.0.extension_counts()
    }

    fn size(&self, path: u32) -> Result<u64, ReadError> {
        self.0.size(path).map_err(read_error)
    }

    fn read(&self, path: u32, offset: u64, max: u32) -> Result<Vec<u8>, ReadError> {
        self.0.read(path, offset, max).map_err(read_error)
    }

    fn read_text(&self, path: u32, max: u32) -> Result<String, ReadError> {
        self.0.read_text(path, max).map_err(read_error)
    }
}

fn read_error(error: repo::ReadError) -> ReadError {
    ReadError { code: error.code, detail: error.detail }
}

fn into_contract(verdict: crate::Verdict, findings: Vec<crate::Evidence>) -> Verdict {
    Verdict {
        score: verdict.score(),
        language: verdict.language,
        attributes: verdict.attributes.into_iter().map(attribute).collect(),
        builder: verdict.builder,
        builder_version: verdict.builder_version,
        scripts: verdict
            .scripts
            .into_iter()
            .map(|script| contract::Script { name: script.name, body: script.body, why: script.why })
            .collect(),
        evidence: verdict.evidence.into_iter().map(evidence).collect(),
        warnings: verdict.warnings.into_iter().chain(findings).map(evidence).collect(),
    }
}

fn attribute(attribute: crate::Attribute) -> contract::Attribute {
    let Place { path, line } = attribute.at;
    contract::Attribute { name: attribute.name, value: attribute.value, path, line }
}

fn evidence(evidence: crate::Evidence) -> contract::Evidence {
    let Place { path, line } = evidence.at;
    contract::Evidence { code: evidence.code, points: evidence.points, path, line, note: evidence.note }
}
