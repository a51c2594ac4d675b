//! TOML documents that people edit: one way to read them, one kind of error.

use serde::de::DeserializeOwned;
use thiserror::Error;

/// A TOML document that does not have the expected form.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {message}")]
pub struct DocumentError {
    /// Line of the fault, counted from 1.
    pub line: usize,
    /// Column of the fault in characters, counted from 1.
    pub column: usize,
    /// What is wrong, in one line.
    pub message: String,
    /// For an unknown key: the known key that is nearest to it.
    pub nearest: Option<String>,
}

/// Reads a TOML document into `T`.
///
/// `T` should deny unknown fields: the error for an unknown key then names its line, its column and the nearest key
/// that would be right. A byte order mark at the beginning is accepted.
///
/// # Errors
/// The text is no TOML, or no `T`.
pub fn parse_document<T: DeserializeOwned>(text: &str) -> Result<T, DocumentError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let (line, column) = position(text, at);
        let message = error.message().lines().next().unwrap_or_default().to_owned();
        let nearest = nearest_key(&message);
        DocumentError { line, column, message, nearest }
    })
}

/// Line and column, both from 1, of a byte offset.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// The key nearest to the unknown one, read from serde's sentence "unknown field `a`, expected one of `b`, `c`": that
/// sentence is the only place where serde tells the keys it knows.
fn nearest_key(message: &str) -> Option<String> {
    let rest = message.strip_prefix("unknown field ").or_else(|| message.strip_prefix("unknown variant "))?;
    let mut quoted = rest.split('`').skip(1).step_by(2);
    let unknown = quoted.next()?;
    nearest(unknown, quoted).map(str::to_owned)
}

/// The name that is nearest to an unknown one, if any is near enough to be what was meant.
pub fn nearest<'n>(unknown: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let candidates = known.map(|name| (strsim::damerau_levenshtein(unknown, name), name));
    let (distance, name) = candidates.min_by_key(|(distance, name)| (*distance, name.len()))?;
    (distance <= unknown.len().max(name.len()).div_ceil(2)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    struct Sample {
        #[serde(rename = "extensions")]
        _extensions: Option<Vec<String>>,
        #[serde(rename = "markers")]
        _markers: Option<Vec<String>>,
    }

    #[test]
    fn unknown_key_names_place_and_nearest_key() {
        let error = parse_document::<Sample>("markers = []\n  extension = []\n").unwrap_err();
        assert_eq!((error.line, error.column), (2, 3));
        assert_eq!(error.nearest.as_deref(), Some("extensions"));
    }

    #[test]
    fn unknown_key_without_a_similar_one_offers_nothing() {
        let error = parse_document::<Sample>("zzzzzzzzzzzzzzzz = 1").unwrap_err();
        assert_eq!(error.nearest, None);
    }

    #[test]
    fn wrong_type_names_the_place_of_the_value() {
        let error = parse_document::<Sample>("# words\nmarkers = 'x'\n").unwrap_err();
        assert_eq!(error.line, 2);
    }

    #[test]
    fn byte_order_mark_is_accepted() {
        assert!(parse_document::<Sample>("\u{feff}markers = []").is_ok());
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_crash() {
        let text = format!("markers = {}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(parse_document::<Sample>(&text).is_err());
    }
}
