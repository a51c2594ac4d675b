//! A directory on disk as `.s2iignore` sees it.

use crate::Entries;
use std::fs;
use std::path::{Path, PathBuf};

/// A tree on disk. Links are names in it, but are never followed.
#[derive(Debug, Clone)]
pub struct Directory {
    root: PathBuf,
}

impl Directory {
    /// The tree below a directory.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Whether everything above the last name of a path is a directory and no link.
    fn is_reached_without_links(&self, path: &str) -> bool {
        let parents = path.match_indices('/').map(|(at, _)| &path[..at]);
        parents.into_iter().all(|parent| self.is_directory(parent))
    }

    fn is_directory(&self, path: &str) -> bool {
        fs::symlink_metadata(self.root.join(path)).is_ok_and(|metadata| metadata.is_dir())
    }
}

impl Entries for Directory {
    fn names(&self, directory: &str) -> Vec<String> {
        let is_ours =
            directory.is_empty() || (self.is_reached_without_links(directory) && self.is_directory(directory));
        let entries = is_ours.then(|| fs::read_dir(self.root.join(directory)).ok()).flatten();
        entries.into_iter().flatten().flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect()
    }

    fn exists(&self, path: &str) -> bool {
        self.is_reached_without_links(path) && self.root.join(path).symlink_metadata().is_ok()
    }
}
