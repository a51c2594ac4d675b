//! Files of a tree that nothing outside of it can stand for.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// What stands at a path of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing.
    Absent,
    /// A regular file, links on the way followed; the path is free of them.
    File(PathBuf),
    /// A link that leads out of the tree or nowhere.
    Outside,
    /// Something else than a regular file.
    Other,
}

/// Looks at a path of a tree.
pub(crate) fn look(root: &Path, path: &str) -> Found {
    let whole = root.join(path);
    let (Ok(root), Ok(real)) = (root.canonicalize(), whole.canonicalize()) else {
        return if whole.symlink_metadata().is_ok() { Found::Outside } else { Found::Absent };
    };
    if !real.starts_with(&root) {
        return Found::Outside;
    }
    if fs::symlink_metadata(&real).is_ok_and(|metadata| metadata.is_file()) { Found::File(real) } else { Found::Other }
}

/// The first bytes of a file of a tree, one more than `most` at the most; none when it is no file inside of the tree.
pub(crate) fn read(root: &Path, path: &str, most: usize) -> Option<Vec<u8>> {
    let Found::File(real) = look(root, path) else { return None };
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    File::open(real).ok()?.take(limit).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
