//! `--exclude`: what is not even copied (s2i.md 3, 6).

use crate::S2iError;
use regex::{Regex, RegexBuilder};

/// Most bytes of a compiled pattern.
const MAX_PATTERN_BYTES: usize = 1 << 20;

/// A regular expression that is looked for in paths. What it matches is left out, a directory with all that is in it.
#[derive(Debug, Clone)]
pub struct Exclusion {
    pattern: Option<Regex>,
    before: String,
}

impl Exclusion {
    /// For paths relative to the sources. An empty text leaves nothing out.
    ///
    /// # Errors
    /// It is no regular expression, or a very large one.
    pub fn new(text: &str) -> Result<Self, S2iError> {
        let build = |text| RegexBuilder::new(text).size_limit(MAX_PATTERN_BYTES).build();
        let pattern = Some(text).filter(|text| !text.is_empty()).map(build).transpose().map_err(|error| {
            let shown = error.to_string();
            let problem = shown.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            S2iError::Pattern { text: text.to_owned(), problem }
        })?;
        Ok(Self { pattern, before: String::new() })
    }

    /// As upstream, which looks into the whole path, the directory of the sources as it was named included.
    #[must_use]
    pub fn with_directory(self, directory: &str) -> Self {
        let named = directory.trim_end_matches('/').trim_start_matches("./");
        let before = if matches!(named, "" | ".") { String::new() } else { format!("{named}/") };
        Self { before, ..self }
    }

    /// Whether a path relative to the sources is left out.
    pub(crate) fn leaves_out(&self, path: &str) -> bool {
        self.pattern.as_ref().is_some_and(|pattern| pattern.is_match(&format!("{}{path}", self.before)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pattern_is_looked_for_in_the_path() {
        for (text, directory, path, expected) in [
            (r"(^|/)docs(/|$)", "", "docs", true),
            (r"(^|/)docs(/|$)", "", "docs.md", false),
            (r"^docs", "", "web/docs", false),
            ("", "", "a", false),
            (r"^docs", "/srv/shop", "docs", false),
            (r"^docs", ".", "docs", true),
            (r"shop", "/srv/shop/", "docs", true),
        ] {
            let exclusion = Exclusion::new(text).unwrap().with_directory(directory);
            assert_eq!(exclusion.leaves_out(path), expected, "{text} {directory} {path}");
        }
        assert_eq!(Exclusion::new("(").unwrap_err().code(), "s2i.pattern");
    }
}
