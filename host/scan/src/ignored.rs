//! What the repository's own `.gitignore` files leave out of the walk.

use crate::Directory;
use crate::ignore_rules::IgnoreRules;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Largest `.gitignore` that is followed: people write none that come near.
const MAX_IGNORE_FILE: u64 = 128 << 10;

/// Most bytes of such files whose rules are kept; the others are read whenever they are asked for.
const MAX_KEPT: usize = 8 << 20;

/// The `.gitignore` files that the walk has come by. The walk enters a directory before it looks at what is in it.
#[derive(Debug)]
pub(crate) struct Ignored {
    directory: Arc<Directory>,
    found: RwLock<Found>,
}

/// What was found in the directories that were entered.
#[derive(Debug, Default)]
struct Found {
    /// By the directory that the file stands in; none where it is read again.
    levels: HashMap<String, Option<Arc<Level>>>,
    kept: usize,
}

/// The rules that are in force in a directory.
#[derive(Debug)]
pub(crate) struct Level {
    /// Where the part of a path begins that is below the directory of the file.
    below: usize,
    rules: IgnoreRules,
    above: Option<Arc<Level>>,
}

impl Ignored {
    /// Those of a repository, its root entered.
    pub(crate) fn new(directory: Arc<Directory>) -> Self {
        let ignored = Self { directory, found: RwLock::default() };
        ignored.enter("");
        ignored
    }

    /// Looks whether a directory has rules of its own.
    pub(crate) fn enter(&self, directory: &str) {
        let Some((rules, bytes)) = self.read(directory) else { return };
        let above = self.level(directory);
        let mut found = self.found.write().unwrap_or_else(PoisonError::into_inner);
        found.kept += bytes;
        let level = (found.kept <= MAX_KEPT).then(|| Arc::new(Level::new(directory, rules, above)));
        found.levels.insert(directory.to_owned(), level);
    }

    /// The rules in force in a directory that was entered.
    pub(crate) fn level(&self, directory: &str) -> Option<Arc<Level>> {
        let found = self.found.read().unwrap_or_else(PoisonError::into_inner);
        let mut here = Some(directory).filter(|_| !found.levels.is_empty());
        while let Some(directory) = here {
            let above = Some(directory).filter(|below| !below.is_empty()).map(above);
            match found.levels.get(directory) {
                Some(Some(level)) => return Some(Arc::clone(level)),
                Some(None) => {
                    drop(found);
                    let above = above.and_then(|above| self.level(above));
                    let Some((rules, _)) = self.read(directory) else { return above };
                    return Some(Arc::new(Level::new(directory, rules, above)));
                }
                None => here = above,
            }
        }
        None
    }

    /// The rules that stand in a directory, with the size of their file; none if that is a link, a pipe, or larger than
    /// any that people write.
    fn read(&self, directory: &str) -> Option<(IgnoreRules, usize)> {
        let path = if directory.is_empty() { FILE.to_owned() } else { format!("{directory}/{FILE}") };
        let bytes = self.directory.small(&path, MAX_IGNORE_FILE)?;
        Some((IgnoreRules::parse(text(&bytes)), bytes.len())).filter(|(rules, _)| !rules.is_empty())
    }
}

/// The directory that something stands in.
pub(crate) fn above(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(above, _)| above)
}

impl Level {
    fn new(directory: &str, rules: IgnoreRules, above: Option<Arc<Self>>) -> Self {
        let below = if directory.is_empty() { 0 } else { directory.len() + 1 };
        Self { below, rules, above }
    }

    /// Whether something in the directory is left out: the innermost file that speaks of it decides.
    pub(crate) fn leaves_out(&self, path: &str, is_directory: bool) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let mut level = Some(self);
        while let Some(innermost) = level {
            if let Some(left_out) = innermost.rules.leave_out(&path[innermost.below..], name, is_directory) {
                return left_out;
            }
            level = innermost.above.as_deref();
        }
        false
    }
}

/// Name of the file.
const FILE: &str = ".gitignore";

/// The lines before the first one that is no text.
fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
            valid.rsplit_once('\n').map_or("", |(lines, _)| lines)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn innermost_file_decides_and_the_others_hold_below_themselves() {
        let tree = tempfile::tempdir().unwrap();
        fs::create_dir_all(tree.path().join("a/b/c")).unwrap();
        fs::write(tree.path().join(FILE), "*.log\n/top\n").unwrap();
        fs::write(tree.path().join("a/b").join(FILE), "!keep.log\n/own\nx/\n").unwrap();
        let ignored = Ignored::new(Arc::new(Directory::open(tree.path()).unwrap()));
        for directory in ["a", "a/b", "a/b/c"] {
            ignored.enter(directory);
        }
        for (path, is_directory, expected) in [
            ("a.log", false, true),
            ("keep.log", false, true),
            ("a/b/keep.log", false, false),
            ("a/b/c/keep.log", false, false),
            ("a/b/c/other.log", false, true),
            ("top", false, true),
            ("a/top", false, false),
            ("a/b/own", false, true),
            ("a/b/c/own", false, false),
            ("own", false, false),
            ("a/b/c/x", true, true),
            ("a/x", true, false),
        ] {
            let level = ignored.level(above(path)).unwrap();
            assert_eq!(level.leaves_out(path, is_directory), expected, "{path}");
        }
        // The same when no more is kept.
        let full = Ignored { found: RwLock::new(Found { kept: MAX_KEPT, ..Found::default() }), ..ignored };
        for directory in ["", "a", "a/b", "a/b/c"] {
            full.enter(directory);
        }
        assert!(full.found.read().unwrap().levels.values().all(Option::is_none));
        let leaves_out = |path| full.level(above(path)).unwrap().leaves_out(path, false);
        assert!(!leaves_out("a/b/keep.log") && leaves_out("a/b/own") && leaves_out("a/b/c/other.log"));
    }

    #[test]
    fn lines_count_up_to_the_first_that_is_no_text() {
        assert_eq!(text(b"a\nb\xff\nc\n"), "a");
        assert_eq!(text(b"\xff\nc\n"), "");
        assert_eq!(text("a\nü\n".as_bytes()), "a\nü\n");
    }
}
