//! A digest of trees: what a cached thing was made of.

use sha2::{Digest as _, Sha256};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Digest over names, modes and contents of trees, and over words.
#[derive(Default)]
pub struct Digest(Sha256);

impl Digest {
    /// With the tree at a path.
    pub fn tree(mut self, path: &Path) -> Self {
        self.add(path, "");
        self
    }

    /// With a word, such as the version of a tool.
    pub fn word(mut self, word: &str) -> Self {
        self.0.update((word.len() as u64).to_le_bytes());
        self.0.update(word);
        self
    }

    /// The first 16 hexadecimal digits, enough to tell states of one thing apart.
    pub fn finish(self) -> String {
        self.0.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    fn add(&mut self, path: &Path, name: &str) {
        let kind = fs::symlink_metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        self.0.update(format!("{name}\0{:o}\0", kind.permissions().mode() & 0o111));
        if kind.is_dir() {
            let mut names: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            for entry in names {
                self.add(&path.join(&entry), &format!("{name}/{}", entry.to_string_lossy()));
            }
        } else {
            let bytes = fs::read(path).unwrap();
            self.0.update((bytes.len() as u64).to_le_bytes());
            self.0.update(bytes);
        }
    }
}
