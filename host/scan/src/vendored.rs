//! Directories that hold other people's or generated code.

use fieldmark_model::{DocumentError, parse_document};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// Which directories the walk does not enter (`rules/vendored.toml`).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Document")]
pub struct Vendored {
    names: HashSet<String>,
    paths: Vec<String>,
    /// For directories that are entered for single files only: the names of these.
    keeps: HashMap<String, HashSet<String>>,
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
    /// Files directly in the named directories that are looked at nevertheless.
    #[serde(default)]
    keeps: Vec<String>,
}

impl From<Document> for Vendored {
    fn from(document: Document) -> Self {
        let mut vendored = Self::default();
        for group in document.directories {
            if group.keeps.is_empty() {
                vendored.names.extend(group.names);
            } else {
                let kept: HashSet<String> = group.keeps.into_iter().collect();
                vendored.keeps.extend(group.names.into_iter().map(|name| (name, kept.clone())));
            }
            vendored.paths.extend(group.paths);
        }
        vendored
    }
}

impl Vendored {
    /// Reads the rules as people write them.
    ///
    /// # Errors
    /// The text is not of the expected form.
    pub fn parse(text: &str) -> Result<Self, DocumentError> {
        parse_document(text)
    }

    /// Whether the file at this relative path is passed over: it stands in a directory that is entered for others only.
    #[must_use]
    pub fn hides(&self, path: &str) -> bool {
        let mut parts = path.rsplit('/');
        let name = parts.next().unwrap_or_default();
        let kept = parts.next().and_then(|directory| self.keeps.get(directory));
        kept.is_some_and(|kept| !kept.contains(name))
    }

    /// Whether the directory with this name at this relative path is not entered.
    #[must_use]
    pub fn contains(&self, path: &str, name: &str) -> bool {
        let mut above = path.rsplit('/').skip(1);
        self.names.contains(name)
            || above.next().is_some_and(|directory| self.keeps.contains_key(directory))
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
    fn directory_may_be_entered_for_single_files() {
        let text = "[[directories]]\nwhy = 'x'\nnames = ['vendor']\nkeeps = ['modules.txt']\n";
        let vendored = Vendored::parse(text).unwrap();
        assert!(!vendored.contains("a/vendor", "vendor"));
        assert!(vendored.contains("a/vendor/lib", "lib"));
        assert!(!vendored.hides("a/vendor/modules.txt"));
        assert!(vendored.hides("a/vendor/x.go"));
        assert!(!vendored.hides("a/x.go"));
    }

    #[test]
    fn unknown_key_is_refused() {
        assert_eq!(Vendored::parse("[[directories]]\nwhy=''\nname=[]").unwrap_err().nearest.as_deref(), Some("names"));
    }
}
