//! What a check finds.

use serde::{Deserialize, Serialize};

/// How much a finding weighs. The order is that of weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Something other happens than it looks like.
    Warning,
    /// The build or the start fails.
    Error,
}

impl Severity {
    /// The text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that will fail or go otherwise than it looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    /// Stable name.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found, in one line.
    pub note: String,
    /// Context directory of the component it is about; null for the whole repository.
    pub component: Option<String>,
    /// File, relative to the repository.
    pub path: Option<String>,
    /// Line, counted from 1.
    pub line: Option<u32>,
    /// What happens if nothing is changed; null when no rule says so.
    pub consequence: Option<String>,
    /// What to do; null when no rule says so.
    pub fix: Option<String>,
    /// The plugin that found it; null for the host.
    pub plugin: Option<String>,
}
