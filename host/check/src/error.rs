//! Rules that cannot be read.

use fieldmark_model::DocumentError;
use thiserror::Error;

/// The document of rules is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RulesError {
    /// It does not have the expected form.
    #[error("checks.toml: {0}")]
    Document(#[from] DocumentError),
    /// Two rules have one code.
    #[error("checks.toml: `{code}` stands there twice")]
    Duplicate {
        /// The code.
        code: String,
    },
}

impl RulesError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Document(_) => "rules.invalid",
            Self::Duplicate { .. } => "rules.value",
        }
    }
}
