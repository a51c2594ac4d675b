//! Placeholders in recorded texts.

use std::path::Path;

/// What the placeholders of one run stand for.
#[derive(Debug, Clone)]
pub struct Placeholders {
    known: Vec<(&'static str, String)>,
}

/// Placeholders whose text differs from run to run.
const OPEN: [&str; 7] = ["{AGE}", "{SHA}", "{DATE}", "{PORT}", "{ADDR}", "{NETWORK-ERROR}", "{TMP}"];
/// A webhook secret.
const RANDOM: &str = "{RANDOM}";

impl Placeholders {
    /// Those of a run in `work`, with the working directory `directory`.
    #[must_use]
    pub fn new(work: &Path, directory: &Path) -> Self {
        Self {
            known: vec![
                ("{DIR}", directory.display().to_string()),
                ("{OUT}", work.join("out").display().to_string()),
                ("{WORK}", work.display().to_string()),
            ],
        }
    }

    /// The text with all that is known filled in.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        self.known.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }
}

/// Whether a text is what was recorded. A secret has 20 characters of `A-Za-z0-9_-`; other open placeholders stand for
/// any text.
#[must_use]
pub fn matches(recorded: &str, text: &str) -> bool {
    let first = OPEN.iter().chain([&RANDOM]).filter_map(|name| Some((recorded.find(name)?, *name))).min();
    let Some((at, name)) = first else { return recorded == text };
    let (head, tail) = (&recorded[..at], &recorded[at + name.len()..]);
    let Some(rest) = text.strip_prefix(head) else { return false };
    if name == RANDOM {
        let is_secret = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        return rest.len() >= 20
            && rest.is_char_boundary(20)
            && rest[..20].chars().all(is_secret)
            && matches(tail, &rest[20..]);
    }
    rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| matches(tail, &rest[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_stand_for_what_they_say() {
        let cases = [
            ("shop", "shop", true),
            ("shop", "shops", false),
            ("{RANDOM}", "abcdefghij_-01234567", true),
            ("{RANDOM}", "abcdefghij_-0123456", false),
            ("{RANDOM}", "abcdefghij_-012345678", false),
            ("{RANDOM}", "abcdefghij_=01234567", false),
            ("({AGE} old) x", "(6 years old) x", true),
            ("({AGE} old) x", "(6 years old) y", false),
        ];
        for (recorded, text, equal) in cases {
            assert_eq!(matches(recorded, text), equal, "{recorded} against {text}");
        }
    }
}
