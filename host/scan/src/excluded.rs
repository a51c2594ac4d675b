//! What is left out because somebody says so, whatever lies in it.

use crate::ScanError;
use crate::ignore_rules::IgnoreRules;

/// Patterns of what the walk passes over, in the form of `.gitignore`: those without a `/` in the middle hold at any
/// depth, those that end with `/` for directories only, a later one with `!` in front takes back an earlier one.
#[derive(Debug, Default)]
pub struct Excluded(IgnoreRules);

impl Excluded {
    /// Reads the patterns.
    ///
    /// # Errors
    /// One of them is no pattern.
    pub fn new<P: AsRef<str>>(patterns: &[P]) -> Result<Self, ScanError> {
        let rules = IgnoreRules::strict(patterns.iter().map(AsRef::as_ref));
        rules.map(Self).map_err(|(number, problem)| ScanError::Excluded {
            pattern: patterns.get(number).map(AsRef::as_ref).unwrap_or_default().to_owned(),
            problem: problem.to_owned(),
        })
    }

    /// Whether a path relative to the root is passed over by itself; what lies in a directory that is passed over is, too.
    #[must_use]
    pub fn contains(&self, path: &str, is_directory: bool) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        !self.0.is_empty() && self.0.leave_out(path, name, is_directory) == Some(true)
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
