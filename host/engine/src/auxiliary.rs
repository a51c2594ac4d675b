//! Directories that serve an application, or show how to use it (`rules/components.toml`).

use serde::Deserialize;

/// Their names; `*` stands for any text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Auxiliary {
    names: Vec<String>,
    /// Directories whose sub-directories are applications, and auxiliary names that mean applications there.
    applications: Vec<String>,
    presenting: Vec<String>,
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

fn is_among(names: &[String], directory: &str) -> bool {
    names.iter().any(|name| is_called(directory, name))
}

/// Whether a directory has a name, in whatever case.
fn is_called(directory: &str, name: &str) -> bool {
    let Some((start, end)) = name.split_once('*') else { return name.eq_ignore_ascii_case(directory) };
    let begins = directory.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start));
    let rest = directory.get(start.len()..).unwrap_or_default();
    let ends = rest.len().checked_sub(end.len()).and_then(|at| rest.get(at..));
    begins && ends.is_some_and(|text| text.eq_ignore_ascii_case(end))
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
            assert_eq!(is_called(directory, name), expected, "{directory} {name}");
        }
    }
}
