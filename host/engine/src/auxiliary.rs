//! Directories that serve an application, or show how to use it (`rules/components.toml`).

use serde::Deserialize;

/// Their names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Auxiliary {
    names: Vec<Name>,
    /// Directories whose sub-directories are applications, and auxiliary names that mean applications there.
    applications: Vec<Name>,
    presenting: Vec<Name>,
}

/// A name in whatever case: how it begins, and how it ends where there is a `*`, which stands for any text.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "String")]
struct Name {
    head: String,
    tail: Option<String>,
}

impl Auxiliary {
    /// Whether a root lies in one of them, or in a hidden directory.
    pub(crate) fn holds(&self, root: &str) -> bool {
        let mut around = "";
        root != "."
            && root.split('/').any(|part| {
                let is_filed = is_among(&self.applications, around) && is_among(&self.presenting, part);
                around = part;
                part.starts_with('.') || (is_among(&self.names, part) && !is_filed)
            })
    }

    /// Whether a root is filed among applications and called as if it presented another one.
    pub(crate) fn presents(&self, root: &str) -> bool {
        !self.holds(root) && root.split('/').any(|part| is_among(&self.presenting, part))
    }
}

fn is_among(names: &[Name], directory: &str) -> bool {
    names.iter().any(|name| name.is_of(directory))
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        match text.split_once('*') {
            Some((head, tail)) => Self { head: head.to_owned(), tail: Some(tail.to_owned()) },
            None => Self { head: text, tail: None },
        }
    }
}

impl Name {
    fn is_of(&self, directory: &str) -> bool {
        let Some(tail) = &self.tail else { return self.head.eq_ignore_ascii_case(directory) };
        let begins = directory.get(..self.head.len()).is_some_and(|text| text.eq_ignore_ascii_case(&self.head));
        let rest = directory.get(self.head.len()..).unwrap_or_default();
        let ends = rest.len().checked_sub(tail.len()).and_then(|at| rest.get(at..));
        begins && ends.is_some_and(|text| text.eq_ignore_ascii_case(tail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_directories_match_in_any_case() {
        for (directory, name, expected) in [
            ("Docs", "docs", true),
            ("docs2", "docs", false),
            ("API-Tests", "*-tests", true),
            ("tests", "*-tests", false),
            ("test-data", "test-*", true),
            ("tést", "test-*", false),
            ("é", "*-tests", false),
        ] {
            assert_eq!(Name::from(name.to_owned()).is_of(directory), expected, "{directory} {name}");
        }
    }
}
