//! What is left out because somebody says so, whatever lies in it.

use crate::ScanError;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns of what the walk passes over, in the form of `.gitignore`: those without a `/` in the middle hold at any
/// depth, those that end with `/` for directories only, a later one with `!` in front takes back an earlier one.
#[derive(Debug, Clone)]
pub struct Excluded(Gitignore);

impl Default for Excluded {
    fn default() -> Self {
        Self(Gitignore::empty())
    }
}

impl Excluded {
    /// Reads the patterns.
    ///
    /// # Errors
    /// One of them is no pattern.
    pub fn new<P: AsRef<str>>(patterns: &[P]) -> Result<Self, ScanError> {
        let wrong = |pattern: &str, error: ignore::Error| ScanError::Excluded {
            pattern: pattern.to_owned(),
            problem: error.to_string(),
        };
        let mut builder = GitignoreBuilder::new("");
        for pattern in patterns.iter().map(AsRef::as_ref) {
            builder.add_line(None, pattern).map_err(|error| wrong(pattern, error))?;
        }
        builder.build().map(Self).map_err(|error| wrong("", error))
    }

    /// Whether a path relative to the root is passed over by itself; what lies in a directory that is passed over is, too.
    #[must_use]
    pub fn contains(&self, path: &str, is_directory: bool) -> bool {
        !self.0.is_empty() && self.0.matched(path, is_directory).is_ignore()
    }

    /// Whether a file is passed over, by itself or with a directory it stands in.
    #[must_use]
    pub fn hides(&self, path: &str) -> bool {
        let directories = path.match_indices('/').map(|(end, _)| &path[..end]);
        !self.0.is_empty()
            && (directories.into_iter().any(|directory| self.contains(directory, true)) || self.contains(path, false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_the_form_of_gitignore() {
        let excluded = Excluded::new(&["legacy/", "/docs", "*.ipynb", "!keep.ipynb"]).unwrap();
        for (path, expected) in [
            ("legacy/pom.xml", true),
            ("a/legacy/pom.xml", true),
            ("legacy", false),
            ("docs/conf.py", true),
            ("a/docs/conf.py", false),
            ("a/b.ipynb", true),
            ("a/keep.ipynb", false),
            ("app.py", false),
        ] {
            assert_eq!(excluded.hides(path), expected, "{path}");
        }
        assert!(!Excluded::default().hides("anything"));
    }

    #[test]
    fn paths_that_leave_the_root_are_somebody_elses_to_refuse() {
        let excluded = Excluded::new(&["passwd", "x/"]).unwrap();
        for path in ["", "/etc/passwd", "../x/y", "a//b", "a\0b"] {
            let _ = excluded.hides(path);
        }
    }

    #[test]
    fn wrong_pattern_is_told() {
        match Excluded::new(&["a", "b[z-a]"]) {
            Err(ScanError::Excluded { pattern, .. }) => assert_eq!(pattern, "b[z-a]"),
            other => panic!("{other:?}"),
        }
    }
}
