//! A variable of a build, and what a Dockerfile can hold of it.

use serde::{Deserialize, Serialize};

/// A name with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Variable {
    /// The name, as it was written.
    pub name: String,
    /// The value, as it was written.
    pub value: String,
}

impl Variable {
    /// Reads `NAME=VALUE` of a command line: split at the first `=`, blanks around both taken away (s2i.md 5). None
    /// when there is no `=`, or nothing before it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (name, value) = text.split_once('=')?;
        let name = name.trim();
        (!name.is_empty()).then(|| Self { name: name.to_owned(), value: value.trim().to_owned() })
    }

    /// Whether a shell can name it: letters, digits and `_`, no digit first.
    #[must_use]
    pub fn has_shell_name(&self) -> bool {
        is_shell_name(&self.name)
    }

    /// The variable as a Dockerfile can hold it: `export A` becomes `A`, a byte order mark goes. None when no name is
    /// left that an `ENV` instruction takes.
    #[must_use]
    pub fn repaired(&self) -> Option<Self> {
        let name = self.name.trim_start_matches('\u{feff}');
        let name = exported(name).unwrap_or(name);
        let holds = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ':' | '/');
        (!name.is_empty() && name.chars().all(holds)).then(|| Self { name: name.to_owned(), ..self.clone() })
    }
}

/// Whether a shell accepts a name.
pub(crate) fn is_shell_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The name behind the word `export` of a shell.
pub(crate) fn exported(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("export")?;
    rest.starts_with(char::is_whitespace).then(|| rest.trim_start()).filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_repaired_or_left_out() {
        let cases = [
            ("A", Some("A")),
            ("my.name", Some("my.name")),
            ("export A", Some("A")),
            ("export\tA", Some("A")),
            ("exported", Some("exported")),
            ("\u{feff}A", Some("A")),
            ("#a", None),
            ("two words", None),
            ("export two words", None),
            ("a\"b", None),
            ("a$b", None),
            ("a\\", None),
        ];
        for (name, expected) in cases {
            let variable = Variable { name: name.to_owned(), value: "1".to_owned() };
            assert_eq!(variable.repaired().map(|variable| variable.name).as_deref(), expected, "{name:?}");
        }
    }

    #[test]
    fn command_line_is_split_at_the_first_equals_sign() {
        let cases = [
            ("A=b=c", Some(("A", "b=c"))),
            (" A = b c ", Some(("A", "b c"))),
            ("A=", Some(("A", ""))),
            ("A", None),
            ("=b", None),
            ("  =b", None),
        ];
        for (text, expected) in cases {
            let found = Variable::parse(text);
            assert_eq!(found.as_ref().map(|v| (v.name.as_str(), v.value.as_str())), expected, "{text:?}");
        }
    }
}
