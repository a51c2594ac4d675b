//! The rules that come with fieldmark: data of `rules/`, embedded as the JSON that `build.rs` makes of it, which every run
//! of the program reads.

use crate::BuildError;
use serde::de::DeserializeOwned;

/// Directories that are never entered.
pub(crate) const VENDORED: &str = include_str!(concat!(env!("OUT_DIR"), "/vendored.json"));
/// Who wins when two plugins recognise the same root.
pub(crate) const CONFLICTS: &str = include_str!(concat!(env!("OUT_DIR"), "/conflicts.json"));
/// Which candidate roots become components.
pub(crate) const COMPONENTS: &str = include_str!(concat!(env!("OUT_DIR"), "/components.json"));

/// Reads a document of rules.
pub(crate) fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, BuildError> {
    serde_json::from_str(text)
        .map_err(|error| BuildError::RuleValue { name: name.to_owned(), problem: error.to_string() })
}
