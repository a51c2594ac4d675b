//! A regular expression that is known to be one.

use regex_lite::{Regex, RegexBuilder};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// Most bytes that a compiled expression may take: a long repetition is a wish for time and memory.
const MAX_COMPILED_BYTES: usize = 256 * 1024;

/// A regular expression of the `regex-lite` crate, which matches in time linear in the text: `^` and `$` stand for the
/// ends of lines. Its first group, or the whole match without one, is what is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Pattern(String);

impl Pattern {
    /// The text of the expression.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let compiled: Result<Regex, _> =
            RegexBuilder::new(&text).multi_line(true).size_limit(MAX_COMPILED_BYTES).build();
        match compiled {
            Ok(_) => Ok(Self(text)),
            Err(error) => Err(D::Error::custom(format!("`{text}` is not a regular expression: {error}"))),
        }
    }
}
