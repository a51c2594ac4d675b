//! What stands in the root, read once.

use crate::composer::Composer;
use crate::document_root::DocumentRoot;
use crate::framework::Framework;
use fieldmark_sdk::{File, Repo};

/// Extensions of PHP.
const PHP: [&str; 2] = ["php", "phtml"];

/// A candidate root.
pub struct Project<'r> {
    /// Its files.
    pub repo: &'r Repo<'r>,
    /// `composer.json`.
    pub composer: Option<Composer<'r>>,
    /// The framework.
    pub framework: Option<Framework>,
    /// What is published.
    pub document_root: DocumentRoot<'r>,
}

impl<'r> Project<'r> {
    /// Reads the files of a root.
    pub fn read(repo: &'r Repo<'r>) -> Self {
        let composer = repo.file("composer.json").map(Composer::read);
        let framework = Framework::of(repo, composer.as_ref());
        let document_root = DocumentRoot::of(repo, framework.as_ref());
        Self { repo, composer, framework, document_root }
    }

    /// Percentage of PHP among all sources.
    pub fn share(&self) -> u32 {
        self.repo.share(&PHP)
    }

    /// A PHP file directly in the root.
    pub fn source(&self) -> Option<File<'r>> {
        self.repo.top().find(|file| file.extension() == Some("php"))
    }

    /// A lock file without the manifest that it is made of, if it locks anything.
    pub fn lock_alone(&self) -> Option<File<'r>> {
        let lock = self.repo.file("composer.lock").filter(|_| self.composer.is_none())?;
        lock.line_with("\"name\":").map(|_| lock)
    }

    /// Whether the pages count: alone they are an application only where PHP is a good part of the repository.
    pub fn has_weight(&self) -> bool {
        const ENOUGH: u32 = 30;
        self.composer.is_some() || self.framework.is_some() || self.share() >= ENOUGH
    }
}
