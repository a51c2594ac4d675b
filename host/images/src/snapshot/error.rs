//! What is wrong with a saved snapshot.

use super::MAX_SNAPSHOT_BYTES;
use thiserror::Error;

/// A document that is no snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// Larger than a snapshot may be.
    #[error("{bytes} bytes are more than the {MAX_SNAPSHOT_BYTES} that are read")]
    TooLarge {
        /// Its size.
        bytes: u64,
    },
    /// Neither YAML nor JSON, or nested or repeated beyond measure.
    #[error("line {line}, column {column}: {problem}")]
    Syntax {
        /// Line of the fault, counted from 1; 0 when it is not known.
        line: u64,
        /// Column of the fault, counted from 1; 0 when it is not known.
        column: u64,
        /// What is wrong, in one line.
        problem: String,
    },
    /// An object that does not have the form of its kind.
    #[error("{object}: {problem}")]
    Object {
        /// Which object.
        object: String,
        /// What is wrong with it.
        problem: String,
    },
    /// There is no object in it.
    #[error("there is no object in it")]
    Empty,
}

impl SnapshotError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "snapshot.too-large",
            Self::Syntax { .. } => "snapshot.syntax",
            Self::Object { .. } => "snapshot.object",
            Self::Empty => "snapshot.empty",
        }
    }
}
