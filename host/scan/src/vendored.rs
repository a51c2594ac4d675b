//! Directories that hold other people's or generated code.

use fieldmark_model::{DocumentError, parse_document};
use serde::Deserialize;
use std::collections::HashSet;

/// Which directories the walk does not enter (`rules/vendored.toml`).
#[derive(Debug, Clone, Default)]
pub struct Vendored {
    names: HashSet<String>,
    paths: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Document {
    /// Groups of directories with the reason for them.
    directories: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Group {
    #[serde(rename = "why")]
    _why: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    paths: Vec<String>,
}

impl Vendored {
    /// Reads the rules.
    ///
    /// # Errors
    /// The text is not of the expected form.
    pub fn parse(text: &str) -> Result<Self, DocumentError> {
        let document: Document = parse_document(text)?;
        let mut vendored = Self::default();
        for group in document.directories {
            vendored.names.extend(group.names);
            vendored.paths.extend(group.paths);
        }
        Ok(vendored)
    }

    /// Whether the directory with this name at this relative path is not entered.
    #[must_use]
    pub fn contains(&self, path: &str, name: &str) -> bool {
        self.names.contains(name)
            || self
                .paths
                .iter()
                .any(|end| path.strip_suffix(end.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('/')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_anywhere_and_paths_at_their_end() {
        let text = "[[directories]]\nwhy = 'x'\nnames = ['node_modules']\npaths = ['vendor/bundle']\n";
        let vendored = Vendored::parse(text).unwrap();
        assert!(vendored.contains("a/node_modules", "node_modules"));
        assert!(vendored.contains("vendor/bundle", "bundle"));
        assert!(vendored.contains("x/vendor/bundle", "bundle"));
        assert!(!vendored.contains("my-vendor/bundle", "bundle"));
        assert!(!vendored.contains("bundle", "bundle"));
    }

    #[test]
    fn unknown_key_is_refused() {
        assert_eq!(Vendored::parse("[[directories]]\nwhy=''\nname=[]").unwrap_err().nearest.as_deref(), Some("names"));
    }
}
