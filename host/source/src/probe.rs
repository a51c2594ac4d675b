//! Whether anybody can read a repository.

use crate::process::{Bounds, Stop};
use crate::{Git, Remote, SourceError, git, temporary};
use std::time::Instant;

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

/// What servers and ssh say when they want to know who asks.
const CREDENTIAL_MESSAGES: [&str; 9] = [
    "unable to get password from user",
    "could not read Username",
    "could not read Password",
    "terminal prompts disabled",
    "Authentication failed",
    "Permission denied",
    "returned error: 401",
    "returned error: 403",
    "Invalid username or",
];

pub(crate) fn asks_for_credentials(message: &str) -> bool {
    CREDENTIAL_MESSAGES.iter().any(|known| message.contains(known))
}

impl Git {
    /// Says whether a repository can be read without credentials, in the way of new-app: `git ls-remote --heads` in an
    /// empty home, without the system's settings, for at most 10 seconds (new-app.md 3.1). Keys that ssh finds by itself
    /// count as none, as they do there.
    ///
    /// # Errors
    /// There is no git, the protocol is never used, or the caller cancelled. That the repository cannot be reached is an
    /// answer and no error.
    pub fn probe(&self, remote: &Remote) -> Result<Access, SourceError> {
        let protocols = git::protocols(remote, false)?;
        let home = temporary::directory()?;
        let mut command = Self::command(home.path(), protocols);
        command
            .env("HOME", home.path())
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("GIT_CONFIG_GLOBAL")
            .env_remove("GIT_CONFIG_SYSTEM")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_ASKPASS", "true")
            .args(["ls-remote", "--heads", "--"])
            .arg(remote.uri_without_credentials());
        let bounds = Bounds { cancelled: &self.cancelled, deadline: Instant::now() + self.probe_time, watched: None };
        // The list itself is of no interest, and a server may send any number of branches.
        let finished = match crate::process::run(command, &bounds, &mut |_| Ok(())) {
            Ok(finished) => finished,
            Err(Stop::Time) => {
                let detail = format!("no answer within {} seconds", self.probe_time.as_secs());
                return Ok(Access::Unreachable { detail });
            }
            Err(stop) => return Err(git::stopped(stop, &remote.to_string(), "ls-remote", self.probe_time)),
        };
        if finished.status.success() {
            return Ok(Access::Anonymous);
        }
        let detail = git::detail(&finished.message, Some(remote));
        Ok(if asks_for_credentials(&finished.message) {
            Access::NeedsCredentials { detail }
        } else {
            Access::Unreachable { detail }
        })
    }
}
