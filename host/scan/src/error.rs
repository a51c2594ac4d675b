//! Why a tree cannot be scanned.

use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// A scan that could not be done.
#[derive(Debug, Error)]
pub enum ScanError {
    /// There is nothing at the path.
    #[error("{} does not exist", path.display())]
    NotFound {
        /// The path.
        path: PathBuf,
    },
    /// The path names something else than a directory.
    #[error("{} is not a directory", path.display())]
    NotADirectory {
        /// The path.
        path: PathBuf,
    },
    /// The directory cannot be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A path of a listing is absolute, leaves the root or is otherwise unusable.
    #[error("`{path}` in the listing: {problem}")]
    Listing {
        /// The path as it was given.
        path: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// What is to be left out is no pattern.
    #[error("`{pattern}` is no pattern of what to exclude: {problem}")]
    Excluded {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The caller cancelled.
    #[error("the scan was cancelled")]
    Cancelled,
}

impl ScanError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "scan.not-found",
            Self::NotADirectory { .. } => "scan.not-a-directory",
            Self::Unreadable { .. } => "scan.unreadable",
            Self::Listing { .. } => "scan.listing",
            Self::Excluded { .. } => "scan.excluded",
            Self::Cancelled => "scan.cancelled",
        }
    }
}
