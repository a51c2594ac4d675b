//! Runs a plugin as plain Rust, without WebAssembly.

use fieldmark_model::{Attribute, Budget, Evidence, ReadErrorCode, RepoView, Script, Verdict, pack_paths};
use fieldmark_sdk::{Failure, Hit, Place, Plugin, ReadError, Repo, Settings, Source};
use std::sync::Arc;

/// What the plugin says of a view. Budgets are not applied; everything else is as in the host.
///
/// # Errors
/// The plugin's own failure.
pub fn detect<P: Plugin>(view: &Arc<impl RepoView + 'static>, settings: &str) -> Result<Verdict, Failure> {
    let settings = Settings::parse(settings);
    let source = ViewSource(Arc::clone(view) as Arc<dyn RepoView>);
    let repo = Repo::new(Box::new(source)).with_variables(&settings);
    let verdict = P::detect(&repo, &settings)?;
    let findings = repo.take_findings();
    Ok(Verdict {
        score: verdict.score(),
        language: verdict.language,
        attributes: verdict.attributes.into_iter().map(attribute).collect(),
        builder: verdict.builder,
        builder_version: verdict.builder_version,
        scripts: verdict
            .scripts
            .into_iter()
            .map(|script| Script { name: script.name, body: script.body, why: script.why })
            .collect(),
        evidence: verdict.evidence.into_iter().map(evidence).collect(),
        warnings: verdict.warnings.into_iter().chain(findings).map(evidence).collect(),
    })
}

fn attribute(attribute: fieldmark_sdk::Attribute) -> Attribute {
    let Place { path, line } = attribute.at;
    Attribute { name: attribute.name, value: attribute.value, path, line }
}

fn evidence(evidence: fieldmark_sdk::Evidence) -> Evidence {
    let Place { path, line } = evidence.at;
    Evidence { code: evidence.code, points: evidence.points, path, line, note: evidence.note }
}

/// A view of the host as a source of the SDK.
struct ViewSource(Arc<dyn RepoView>);

impl Source for ViewSource {
    fn paths(&self) -> String {
        pack_paths(self.0.paths()).unwrap_or_default()
    }

    fn hits(&self) -> Vec<Hit> {
        self.0.hits().iter().map(|hit| Hit { path: hit.path, pattern: hit.pattern }).collect()
    }

    fn total_hits(&self) -> u32 {
        self.0.total_hits()
    }

    fn extension_counts(&self) -> Vec<(String, u32)> {
        self.0.extension_counts().iter().take(64).cloned().collect()
    }

    fn size(&self, path: u32) -> Result<u64, ReadError> {
        self.0.size(path).map_err(read_error)
    }

    fn read(&self, path: u32, offset: u64, max: u32) -> Result<Vec<u8>, ReadError> {
        self.0.read(path, offset, u64::from(max)).map_err(read_error)
    }

    fn read_text(&self, path: u32, max: u32) -> Result<String, ReadError> {
        let max = u64::from(max).min(Budget::default().file_bytes);
        fieldmark_model::read_text(&*self.0, path, max).map_err(read_error)
    }
}

fn read_error(error: fieldmark_model::ReadError) -> ReadError {
    debug_assert_ne!(error.code, ReadErrorCode::Budget, "natively there is no budget");
    ReadError { code: error.code.to_string(), detail: error.detail }
}
