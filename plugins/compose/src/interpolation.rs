//! Variables in the values of a compose file.

use fieldmark_sdk::{File, Repo};

/// Most bytes that a value may become.
const MAX_VALUE: usize = 4096;

/// The variables that stand in `.env` beside a compose file.
pub struct Variables<'r> {
    entries: Vec<(&'r str, &'r str)>,
}

impl<'r> Variables<'r> {
    /// Those beside this file.
    pub fn beside(repo: &'r Repo, file: File<'r>) -> Self {
        let directory = file.directory();
        let path = if directory.is_empty() { ".env".to_owned() } else { format!("{directory}/.env") };
        let lines = repo.file(&path).into_iter().flat_map(|file| file.lines());
        let entries = lines.filter_map(|line| {
            let (name, value) = line.code().split_once('=')?;
            Some((name.trim_start_matches("export ").trim(), value.trim().trim_matches(['"', '\''])))
        });
        Self { entries: entries.collect() }
    }

    fn get(&self, name: &str) -> Option<&'r str> {
        let found = self.entries.iter().rev().find(|(known, _)| *known == name);
        found.map(|(_, value)| *value).filter(|value| !value.is_empty())
    }

    /// A value with its variables replaced; none if one of them has neither a value nor a default.
    pub fn fill(&self, text: &str) -> Option<String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            filled.push_str(before);
            if filled.len() > MAX_VALUE {
                return None;
            }
            rest = if let Some(after) = after.strip_prefix('$') {
                filled.push('$');
                after
            } else if let Some(after) = after.strip_prefix('{') {
                let (inner, after) = after.split_once('}')?;
                filled.push_str(self.braced(inner)?);
                after
            } else {
                let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
                filled.push_str(self.get(&after[..end])?);
                &after[end..]
            };
        }
        filled.push_str(rest);
        Some(filled)
    }

    /// `NAME`, `NAME:-default`, `NAME-default`, `NAME:?message`, `NAME?message`.
    fn braced<'v>(&self, inner: &'v str) -> Option<&'v str>
    where
        'r: 'v,
    {
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(inner.len());
        let default = inner[end..].trim_start_matches(':').strip_prefix('-');
        self.get(&inner[..end]).or(default)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn variables_have_the_value_beside_the_file_or_their_default() {
        let repo = MemorySource::new([("compose.yml", ""), (".env", "# x\nA=1\nexport B='2'\nC=\n")]).into_repo();
        let variables = Variables::beside(&repo, repo.file("compose.yml").unwrap());
        for (text, expected) in [
            ("$A:80", Some("1:80")),
            ("${B}", Some("2")),
            ("${C:-3}:${D-4}", Some("3:4")),
            ("${A:-9}", Some("1")),
            ("${D:?needed}", None),
            ("$$A", Some("$A")),
            ("${A", None),
            ("$D", None),
            ("plain", Some("plain")),
        ] {
            assert_eq!(variables.fill(text).as_deref(), expected, "{text}");
        }
    }
}
