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

    fn is_link(&self, path: &str) -> bool {
        self.root.join(path).symlink_metadata().is_ok_and(|metadata| metadata.is_symlink())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ignore;
    use std::collections::BTreeSet;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_are_taken_out_and_never_followed() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("src");
        fs::create_dir_all(root.join("a")).unwrap();
        fs::write(root.join("a/x"), "").unwrap();
        fs::write(place.path().join("x"), "").unwrap();
        symlink("..", root.join("out")).unwrap();
        symlink("a", root.join("in")).unwrap();
        // The file; what is taken out; lines that lead through a link (s2i.md 6, and DIFFERENCES.md).
        let cases: [(&str, &[&str], &[u32]); 6] = [
            ("out\n", &["out"], &[]),
            ("a/x\nout/x\n", &["a/x"], &[2]),
            ("in/x\n", &[], &[1]),
            ("*/x\n", &["a/x"], &[1]),
            ("out/*\n!out/x\n", &[], &[1, 2]),
            ("none/x\n", &[], &[]),
        ];
        for (text, gone, lines) in cases {
            let (ignore, tree) = (Ignore::parse(text.as_bytes()), Directory::new(&root));
            assert_eq!(ignore.removed(&tree), gone.iter().map(|path| (*path).to_owned()).collect::<BTreeSet<_>>());
            let found: Vec<u32> = ignore.through_links(&tree).iter().filter_map(|finding| finding.line).collect();
            assert_eq!(found, lines, "{text:?}");
        }
    }
}
