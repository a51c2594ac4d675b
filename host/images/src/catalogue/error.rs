//! What can be wrong with a catalogue.

use crate::SnapshotError;
use fieldmark_model::DocumentError;
use thiserror::Error;

/// A catalogue that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// There is no catalogue of this name.
    #[error("there is no catalogue `{name}`; there are {}", known.join(", "))]
    Unknown {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A document in TOML is wrong.
    #[error("{name}: {source}")]
    Document {
        /// Which document.
        name: String,
        /// What is wrong with it.
        source: DocumentError,
    },
    /// A document that comes with the program is wrong.
    #[error("the bundled {name}: {problem}")]
    Bundled {
        /// Which document.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A document with image streams is wrong.
    #[error("{name}: {source}")]
    Streams {
        /// Which document.
        name: String,
        /// What is wrong with it.
        source: SnapshotError,
    },
}

impl CatalogueError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "catalogue.unknown",
            Self::Document { .. } | Self::Bundled { .. } => "rules.invalid",
            Self::Streams { source, .. } => source.code(),
        }
    }
}
