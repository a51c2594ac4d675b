//! Who looks into sources: the engine, which this crate does not know.

use fieldmark_model::{ContainerFile, Decision};
use std::path::Path;
use thiserror::Error;

/// Looks into sources. The caller implements it with the engine; nothing of a repository is parsed here.
pub trait Detector {
    /// What a directory is.
    ///
    /// # Errors
    /// The directory cannot be looked at.
    fn decide(&self, directory: &Path) -> Result<Decision, DetectorError>;

    /// What the text of a container file says; none when it says nothing.
    ///
    /// # Errors
    /// It cannot be looked at.
    fn container_file(&self, text: &str) -> Result<Option<ContainerFile>, DetectorError>;
}

/// A source that could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct DetectorError {
    /// Stable name of the error.
    pub code: &'static str,
    /// What happened.
    pub message: String,
}
