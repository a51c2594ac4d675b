//! The rules that come with fieldmark: data of `rules/`, embedded as text.

use crate::BuildError;
use fieldmark_model::{DocumentError, parse_document};
use serde::de::DeserializeOwned;

/// Directories that are never entered.
pub(crate) const VENDORED: &str = include_str!("../../../rules/vendored.toml");
/// Who wins when two plugins recognise the same root.
pub(crate) const CONFLICTS: &str = include_str!("../../../rules/conflicts.toml");
/// Which candidate roots become components.
pub(crate) const COMPONENTS: &str = include_str!("../../../rules/components.toml");

/// Reads a document of rules.
pub(crate) fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, BuildError> {
    parse_document(text).map_err(|source| wrong(name, source))
}

pub(crate) fn wrong(name: &str, source: DocumentError) -> BuildError {
    BuildError::Rules { name: name.to_owned(), source }
}
