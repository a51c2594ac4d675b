//! Private directories that are removed with their owner.

use crate::SourceError;
use std::path::PathBuf;
use tempfile::TempDir;

/// A new directory that only the user can enter.
pub(crate) fn directory() -> Result<TempDir, SourceError> {
    tempfile::Builder::new().prefix("fieldmark-").tempdir().map_err(|source| SourceError::Io {
        path: PathBuf::from("a temporary directory"),
        action: "made",
        source,
    })
}
