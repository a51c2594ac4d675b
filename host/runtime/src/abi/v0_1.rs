//! The contract 0.1.

use fieldmark_model as model;

#[allow(missing_docs, clippy::all, unsafe_code, reason = "generated code")]
pub(crate) mod bindings {
    wasmtime::component::bindgen!({
        path: "../../wit",
        world: "language-plugin",
        imports: { default: trappable },
        with: { "fieldmark:detector/repo.snapshot": crate::state::SnapshotHandle },
    });
}

use bindings::exports::fieldmark::detector::detector as contract;
pub(crate) use bindings::fieldmark::detector::{log, repo};
pub(crate) use bindings::{LanguagePlugin, LanguagePluginPre};

impl From<contract::Verdict> for model::Verdict {
    fn from(verdict: contract::Verdict) -> Self {
        Self {
            score: verdict.score,
            language: verdict.language,
            attributes: verdict.attributes.into_iter().map(Into::into).collect(),
            builder: verdict.builder,
            builder_version: verdict.builder_version,
            scripts: verdict.scripts.into_iter().map(Into::into).collect(),
            evidence: verdict.evidence.into_iter().map(Into::into).collect(),
            warnings: verdict.warnings.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<contract::Evidence> for model::Evidence {
    fn from(evidence: contract::Evidence) -> Self {
        let contract::Evidence { code, points, path, line, note } = evidence;
        Self { code, points, path, line, note }
    }
}

impl From<contract::Attribute> for model::Attribute {
    fn from(attribute: contract::Attribute) -> Self {
        let contract::Attribute { name, value, path, line } = attribute;
        Self { name, value, path, line }
    }
}

impl From<contract::Script> for model::Script {
    fn from(script: contract::Script) -> Self {
        let contract::Script { name, body, why } = script;
        Self { name, body, why }
    }
}

impl From<contract::Failure> for model::Failure {
    fn from(failure: contract::Failure) -> Self {
        let contract::Failure { code, detail, hint } = failure;
        Self { code, detail, hint }
    }
}
