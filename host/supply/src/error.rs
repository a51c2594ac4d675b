//! What can go wrong between a reference and an installed plugin.

use crate::{Digest, Reference};
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// A plugin that cannot be fetched, installed, removed or trusted. What was installed before still is.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SupplyError {
    /// The text is no reference.
    #[error("`{text}` names no plugin: {problem}")]
    Reference {
        /// The text.
        text: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The network would be needed and must not be used.
    #[error("{what} is not at hand, and the network is not to be used")]
    Offline {
        /// What would be fetched.
        what: String,
    },
    /// Nobody answers there.
    #[error("{address}: {problem}")]
    Unreachable {
        /// Where.
        address: String,
        /// What happened.
        problem: String,
    },
    /// The certificate of the server is not one to trust.
    #[error("{address}: {problem}")]
    Untrusted {
        /// Where.
        address: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Nothing came in time.
    #[error("{address}: no answer within {seconds} s")]
    TimedOut {
        /// Where.
        address: String,
        /// How long was waited.
        seconds: u64,
    },
    /// The caller cancelled.
    #[error("it was interrupted")]
    Cancelled,
    /// The answer ended in its middle, every time it was asked for.
    #[error("{address}: the answer broke off: {problem}")]
    Broken {
        /// Where.
        address: String,
        /// What happened.
        problem: String,
    },
    /// More than is read.
    #[error("{what} has more than {limit} bytes")]
    TooLarge {
        /// What.
        what: String,
        /// How much is read.
        limit: u64,
    },
    /// The server does not know who asks (401).
    #[error("{address}: the server wants to know who asks: {problem}")]
    Unauthorised {
        /// Where.
        address: String,
        /// What was tried.
        problem: String,
    },
    /// The server knows who asks, and refuses (403).
    #[error("{address}: the server refuses: {problem}")]
    Forbidden {
        /// Where.
        address: String,
        /// What it says.
        problem: String,
    },
    /// It is not there (404).
    #[error("{address}: there is nothing of that name")]
    NotFound {
        /// Where.
        address: String,
    },
    /// Any other refusal.
    #[error("{address}: {status}: {problem}")]
    Refused {
        /// Where.
        address: String,
        /// Status of the answer.
        status: u16,
        /// What it says.
        problem: String,
    },
    /// The answer is not what was asked for.
    #[error("{address}: {problem}")]
    Malformed {
        /// Where.
        address: String,
        /// What is wrong.
        problem: String,
    },
    /// The system gives no means to connect.
    #[error("no connection can be made: {problem}")]
    NoClient {
        /// What it says.
        problem: String,
    },
    /// A file with certificates cannot be used.
    #[error("{}: {problem}", path.display())]
    Authority {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// A file with credentials cannot be used.
    #[error("{}: {problem}", path.display())]
    Credentials {
        /// The file.
        path: PathBuf,
        /// What is wrong; nothing of its content.
        problem: String,
    },
    /// The program that hands out credentials does not.
    #[error("{program}: {problem}")]
    CredentialHelper {
        /// The program.
        program: String,
        /// What happened; nothing of what it said.
        problem: String,
    },
    /// The content is not that which was named.
    #[error("{what} has the digest {found}, not {expected}")]
    Digest {
        /// What.
        what: String,
        /// What it must have.
        expected: Digest,
        /// What it has.
        found: Digest,
    },
    /// The artifact of the registry holds no plugin.
    #[error("{what} is not a plugin: {problem}")]
    NotAPlugin {
        /// What.
        what: String,
        /// Why not.
        problem: String,
    },
    /// The plugin cannot be used.
    #[error("{what}: {problem}")]
    Unusable {
        /// What.
        what: String,
        /// Why not.
        problem: String,
    },
    /// Another plugin has its id.
    #[error("{what} calls itself `{id}`, and that is {other}")]
    IdTaken {
        /// What.
        what: String,
        /// The id.
        id: String,
        /// Whose it is.
        other: String,
    },
    /// The plugin is another than the lock file or the store says.
    #[error("{what} is {found}, not {expected}")]
    OtherPlugin {
        /// What.
        what: String,
        /// The id and version that were expected.
        expected: String,
        /// Those that were found.
        found: String,
    },
    /// There is no installed plugin of that id.
    #[error("no plugin `{id}` is installed")]
    NotInstalled {
        /// The id.
        id: String,
        /// The id nearest to it.
        nearest: Option<String>,
    },
    /// A file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("{} cannot be written: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Somebody else changes the installed plugins.
    #[error("{}: another change has been under way for {seconds} s", path.display())]
    Busy {
        /// The store.
        path: PathBuf,
        /// How long was waited.
        seconds: u64,
    },
    /// A lock file does not have the expected form.
    #[error("{}: {problem}", path.display())]
    LockFile {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// What was installed is not what lies there now.
    #[error("the installed plugin `{id}` is damaged: {problem}")]
    Damaged {
        /// The plugin.
        id: String,
        /// What is wrong.
        problem: String,
    },
    /// An archive is not one of saved plugins, or is cut off.
    #[error("{}: {problem}", path.display())]
    Archive {
        /// The archive.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// A policy does not have the expected form.
    #[error("{}: {problem}", path.display())]
    Policy {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// A key cannot be used.
    #[error("{name}: {problem}")]
    Key {
        /// File or name of the key.
        name: String,
        /// What is wrong.
        problem: String,
    },
    /// The policy takes verified plugins only, and nothing verifies this one.
    #[error("{what} is unverified: {problem}")]
    Unverified {
        /// What.
        what: String,
        /// What is missing.
        problem: String,
    },
}

impl SupplyError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Reference { .. } => "supply.reference",
            Self::Offline { .. } => "supply.offline",
            Self::Unreachable { .. } => "supply.unreachable",
            Self::Untrusted { .. } => "supply.certificate",
            Self::TimedOut { .. } => "supply.timed-out",
            Self::Cancelled => "supply.cancelled",
            Self::Broken { .. } => "supply.broken",
            Self::TooLarge { .. } => "supply.too-large",
            Self::Unauthorised { .. } => "supply.unauthorised",
            Self::Forbidden { .. } => "supply.forbidden",
            Self::NotFound { .. } => "supply.not-found",
            Self::Refused { .. } => "supply.refused",
            Self::Malformed { .. } => "supply.malformed",
            Self::NoClient { .. } => "supply.no-client",
            Self::Authority { .. } => "supply.authority",
            Self::Credentials { .. } => "supply.credentials",
            Self::CredentialHelper { .. } => "supply.credential-helper",
            Self::Digest { .. } => "supply.digest",
            Self::NotAPlugin { .. } => "supply.not-a-plugin",
            Self::Unusable { .. } => "supply.unusable",
            Self::IdTaken { .. } => "supply.id-taken",
            Self::OtherPlugin { .. } => "supply.other-plugin",
            Self::NotInstalled { .. } => "supply.not-installed",
            Self::Unreadable { .. } => "supply.unreadable",
            Self::Unwritable { .. } => "supply.unwritable",
            Self::Busy { .. } => "supply.busy",
            Self::LockFile { .. } => "supply.lock-file",
            Self::Damaged { .. } => "supply.damaged",
            Self::Archive { .. } => "supply.archive",
            Self::Policy { .. } => "trust.policy",
            Self::Key { .. } => "trust.key",
            Self::Unverified { .. } => "trust.unverified",
        }
    }

    pub(crate) fn digest(what: impl ToString, expected: &Digest, found: Digest) -> Self {
        Self::Digest { what: what.to_string(), expected: expected.clone(), found }
    }

    pub(crate) fn offline(reference: &Reference) -> Self {
        Self::Offline { what: reference.to_string() }
    }
}
