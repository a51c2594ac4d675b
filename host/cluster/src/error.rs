//! What can go wrong between here and a cluster.

use std::path::PathBuf;
use thiserror::Error;

/// A cluster that cannot be reached, or does not do what it is asked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// There is no such file.
    #[error("{}: no such file", path.display())]
    KubeconfigMissing {
        /// The file.
        path: PathBuf,
    },
    /// The file, or one that it names, cannot be read.
    #[error("{}: {problem}", path.display())]
    KubeconfigUnreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        problem: String,
    },
    /// The file does not say what such a file says.
    #[error("{}: {problem}", path.display())]
    KubeconfigMalformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The context is not in the file, or leads to a cluster that is not.
    #[error("{}: no context {context}", path.display())]
    UnknownContext {
        /// The file.
        path: PathBuf,
        /// The context; empty when none was asked for and none is current.
        context: String,
    },
    /// The file names a program that hands out credentials, and programs are not to be run.
    #[error("{}: {command} is to be run for credentials", path.display())]
    ProgramRefused {
        /// The file.
        path: PathBuf,
        /// The program.
        command: String,
    },
    /// The file asks for something that is not offered.
    #[error("{}: {what} is not supported", path.display())]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What it asks for.
        what: String,
    },
    /// Nobody answers there.
    #[error("{address}: {problem}")]
    Unreachable {
        /// Address of the cluster.
        address: String,
        /// What happened.
        problem: String,
    },
    /// The certificate of the server is not one to trust.
    #[error("{address}: {problem}")]
    Untrusted {
        /// Address of the cluster.
        address: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Nothing came in time.
    #[error("{asked}: no answer within {seconds} s")]
    TimedOut {
        /// Method and path.
        asked: String,
        /// How long was waited.
        seconds: u64,
    },
    /// The server does not know who asks (401).
    #[error("{asked}: {problem}")]
    Unauthorised {
        /// Method and path.
        asked: String,
        /// What it says.
        problem: String,
    },
    /// The server knows who asks, and refuses (403).
    #[error("{asked}: {problem}")]
    Forbidden {
        /// Method and path.
        asked: String,
        /// What it says.
        problem: String,
    },
    /// The object is not there (404).
    #[error("{asked}: {problem}")]
    NotFound {
        /// Method and path.
        asked: String,
        /// What it says.
        problem: String,
    },
    /// The cluster has no such API: it is no OpenShift, or an old one (404).
    #[error("{asked}: the cluster does not have {api}")]
    NoApi {
        /// Method and path.
        asked: String,
        /// Group and version.
        api: String,
    },
    /// Somebody else owns what was to be changed, or it is there already (409).
    #[error("{asked}: {problem}")]
    Conflict {
        /// Method and path.
        asked: String,
        /// What it says.
        problem: String,
    },
    /// Any other refusal.
    #[error("{asked}: {status}: {problem}")]
    Refused {
        /// Method and path.
        asked: String,
        /// Status of the answer.
        status: u16,
        /// What it says.
        problem: String,
    },
    /// The answer ended in its middle.
    #[error("{asked}: {problem}")]
    Broken {
        /// Method and path.
        asked: String,
        /// What happened.
        problem: String,
    },
    /// The answer is larger than is read.
    #[error("{asked}: the answer has more than {limit} bytes")]
    TooLarge {
        /// Method and path.
        asked: String,
        /// How much is read.
        limit: u64,
    },
    /// The answer is not what was asked for.
    #[error("{asked}: {problem}")]
    Malformed {
        /// Method and path.
        asked: String,
        /// What is wrong.
        problem: String,
    },
    /// The system gives no means to connect.
    #[error("no connection can be made: {problem}")]
    NoClient {
        /// What it says.
        problem: String,
    },
}

impl ClusterError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::KubeconfigMissing { .. } => "cluster.kubeconfig-missing",
            Self::KubeconfigUnreadable { .. } => "cluster.kubeconfig-unreadable",
            Self::KubeconfigMalformed { .. } => "cluster.kubeconfig-malformed",
            Self::UnknownContext { .. } => "cluster.unknown-context",
            Self::ProgramRefused { .. } => "cluster.program-refused",
            Self::Unsupported { .. } => "cluster.unsupported",
            Self::Unreachable { .. } => "cluster.unreachable",
            Self::Untrusted { .. } => "cluster.untrusted",
            Self::TimedOut { .. } => "cluster.timed-out",
            Self::Unauthorised { .. } => "cluster.unauthorised",
            Self::Forbidden { .. } => "cluster.forbidden",
            Self::NotFound { .. } => "cluster.not-found",
            Self::NoApi { .. } => "cluster.no-api",
            Self::Conflict { .. } => "cluster.conflict",
            Self::Refused { .. } => "cluster.refused",
            Self::Broken { .. } => "cluster.broken",
            Self::TooLarge { .. } => "cluster.too-large",
            Self::Malformed { .. } => "cluster.malformed",
            Self::NoClient { .. } => "cluster.no-client",
        }
    }
}
