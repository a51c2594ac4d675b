//! Why there is no Dockerfile.

use fieldmark_model::DocumentError;
use thiserror::Error;

/// A template that cannot be used, or a component that it cannot write a Dockerfile for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UpstreamError {
    /// A template is no document of the expected form.
    #[error("dockerfiles/{name}.toml: {source}")]
    Document {
        /// Name of the template.
        name: String,
        /// What is wrong with it.
        source: DocumentError,
    },
    /// A template has the form, but does not make sense.
    #[error("dockerfiles/{name}.toml: {problem}")]
    Template {
        /// Name of the template.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The decision names a template that is not there.
    #[error("there is no template `{template}` with the variant `{variant}`")]
    Unknown {
        /// Name of the template.
        template: String,
        /// Name of the variant.
        variant: String,
    },
    /// A name that no Dockerfile can hold: a line would end in it.
    #[error("{what} `{}` has characters that no Dockerfile can hold", text.escape_debug())]
    Text {
        /// What it is.
        what: &'static str,
        /// The name.
        text: String,
    },
}

impl UpstreamError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Document { .. } | Self::Template { .. } => "rules.invalid",
            Self::Unknown { .. } => "dockerfile.no-template",
            Self::Text { .. } => "dockerfile.text",
        }
    }
}
