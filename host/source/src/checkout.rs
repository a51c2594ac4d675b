//! A fetched repository.

use std::path::Path;
use tempfile::TempDir;

/// The files of one commit in a temporary directory of its own, which is removed with it.
#[derive(Debug)]
pub struct Checkout {
    pub(crate) directory: TempDir,
    pub(crate) commit: Option<String>,
    pub(crate) branch: Option<String>,
    pub(crate) is_shallow: bool,
    pub(crate) submodule_problem: Option<String>,
}

impl Checkout {
    /// The directory with the files. Its `.git` is ours: nothing in it is the remote's but objects and refs.
    #[must_use]
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// The commit's id; none when the repository has no commits.
    #[must_use]
    pub fn commit(&self) -> Option<&str> {
        self.commit.as_deref()
    }

    /// The branch that was checked out: the remote's default branch when no ref was given.
    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        self.branch.as_deref()
    }

    /// Whether only the commit itself was fetched and not its history.
    #[must_use]
    pub const fn is_shallow(&self) -> bool {
        self.is_shallow
    }

    /// Why submodules are missing, credentials masked; a build would fail at the same place.
    #[must_use]
    pub fn submodule_problem(&self) -> Option<&str> {
        self.submodule_problem.as_deref()
    }
}
