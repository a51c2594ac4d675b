//! Why there is no source.

use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// A source that could not be had. No text in it holds credentials.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SourceError {
    /// The text is no place where a source could be.
    #[error("`{text}` is no source: {problem}")]
    Location {
        /// The text, credentials masked.
        text: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The name of a branch, tag or commit cannot be one.
    #[error("`{reference}` cannot name a branch, a tag or a commit: {problem}")]
    Reference {
        /// The name.
        reference: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The repository has no such branch, tag, commit or other ref.
    #[error("there is no `{reference}` in {location}")]
    ReferenceMissing {
        /// The name.
        reference: String,
        /// The repository, credentials masked.
        location: String,
    },
    /// A protocol that is never used.
    #[error("{location} cannot be read: the protocol `{protocol}` is not used")]
    Protocol {
        /// The repository, credentials masked.
        location: String,
        /// The protocol.
        protocol: String,
    },
    /// There is no program `git`.
    #[error("the program `git` is not there")]
    GitMissing,
    /// The repository asks for a name or key that nobody has given.
    #[error("{location} needs credentials: {detail}")]
    NeedsCredentials {
        /// The repository, credentials masked.
        location: String,
        /// What git says.
        detail: String,
    },
    /// The repository cannot be reached, or is none.
    #[error("{location} cannot be read: {detail}")]
    Unreachable {
        /// The repository, credentials masked.
        location: String,
        /// What git says.
        detail: String,
    },
    /// `git` fails at something else.
    #[error("git {operation} failed: {detail}")]
    Git {
        /// What it was asked to do.
        operation: &'static str,
        /// What it says, credentials masked.
        detail: String,
    },
    /// Git does not trust the owner of the repository.
    #[error("{} belongs to another user, and git does not trust it", path.display())]
    OtherOwner {
        /// The directory.
        path: PathBuf,
    },
    /// More bytes or entries than are allowed.
    #[error("{location} is larger than the limit of {limit} {unit}")]
    TooLarge {
        /// The source, credentials masked.
        location: String,
        /// The limit.
        limit: u64,
        /// What is counted: `bytes`, `entries`.
        unit: &'static str,
    },
    /// It takes longer than is allowed.
    #[error("{location} was given up after {seconds} seconds")]
    TooSlow {
        /// The source, credentials masked.
        location: String,
        /// The limit.
        seconds: u64,
    },
    /// The file is no archive, a damaged one, or one that nobody makes for a good reason.
    #[error("{} cannot be unpacked: {problem}", path.display())]
    Archive {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The context directory is not in the source, or leaves it.
    #[error("the context directory `{directory}` {problem}")]
    ContextDirectory {
        /// The directory, relative to the source.
        directory: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The caller cancelled.
    #[error("fetching the source was cancelled")]
    Cancelled,
    /// The system fails.
    #[error("{} cannot be {action}: {source}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// What was tried, as in `read`, `made`.
        action: &'static str,
        /// What the system says.
        source: io::Error,
    },
}

impl SourceError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Location { .. } => "source.location",
            Self::Reference { .. } => "source.reference-invalid",
            Self::ReferenceMissing { .. } => "source.reference-missing",
            Self::Protocol { .. } => "source.protocol",
            Self::GitMissing => "source.git-missing",
            Self::NeedsCredentials { .. } => "source.needs-credentials",
            Self::Unreachable { .. } => "source.unreachable",
            Self::Git { .. } => "source.git-failed",
            Self::OtherOwner { .. } => "source.other-owner",
            Self::TooLarge { .. } => "source.too-large",
            Self::TooSlow { .. } => "source.too-slow",
            Self::Archive { .. } => "source.archive",
            Self::ContextDirectory { .. } => "source.context-directory",
            Self::Cancelled => "source.cancelled",
            Self::Io { .. } => "source.io",
        }
    }
}
