//! From text to values, within limits.

use super::{MAX_SNAPSHOT_BYTES, SnapshotError};
use serde_json::Value;

/// Most values of a document, keys not counted: a cluster's 500 tags with their images have about 100 000.
const MAX_NODES: usize = 5_000_000;
/// Deepest nesting; objects need about 12 levels.
const MAX_DEPTH: usize = 64;
/// Most values that aliases may repeat. Nothing that prints objects writes aliases.
const MAX_ALIASED: usize = 100_000;

/// All documents of a text, those that are nothing left out.
pub(super) fn documents(text: &str) -> Result<Vec<Value>, SnapshotError> {
    if text.len() > MAX_SNAPSHOT_BYTES {
        return Err(SnapshotError::TooLarge { bytes: text.len() as u64 });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let documents = if text.trim_start().starts_with('{') { from_json(text) } else { from_yaml(text) }?;
    if documents.is_empty() {
        return Err(SnapshotError::Empty);
    }
    Ok(documents)
}

/// JSON is read as what it is: faster, and with no aliases. What only begins like it may be YAML.
fn from_json(text: &str) -> Result<Vec<Value>, SnapshotError> {
    let read: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(text).into_iter().collect();
    read.or_else(|error| {
        from_yaml(text).map_err(|_| SnapshotError::Syntax {
            line: error.line() as u64,
            column: error.column() as u64,
            problem: problem(&error.to_string()),
        })
    })
}

fn from_yaml(text: &str) -> Result<Vec<Value>, SnapshotError> {
    let mut limits = serde_saphyr::options::AliasLimits::default();
    limits.max_total_replayed_events = MAX_ALIASED;
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_events: 4 * MAX_NODES,
        },
        alias_limits: limits,
        with_snippet: false,
    };
    serde_saphyr::from_multiple_with_options(text, options).map_err(|error| {
        let place = error.location();
        SnapshotError::Syntax {
            line: place.map_or(0, |place| place.line()),
            column: place.map_or(0, |place| place.column()),
            problem: problem(&error.to_string()),
        }
    })
}

/// The first line of a message, without the place that is told beside it.
fn problem(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    line.split(" at line ").next().unwrap_or(line).to_owned()
}
