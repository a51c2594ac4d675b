//! JSON and YAML.

use serde::Serialize;
use thiserror::Error;

/// A document that could not be written.
#[derive(Debug, Error)]
#[error("the document cannot be written: {problem}")]
pub struct RenderError {
    /// What the serializer says.
    pub problem: String,
}

/// Indented JSON with a final line end.
///
/// # Errors
/// The serializer refuses the value; plain data never is.
pub fn json(document: &impl Serialize) -> Result<String, RenderError> {
    let mut text =
        serde_json::to_string_pretty(document).map_err(|error| RenderError { problem: error.to_string() })?;
    text.push('\n');
    Ok(text)
}

/// YAML with a final line end.
///
/// # Errors
/// The serializer refuses the value; plain data never is.
pub fn yaml(document: &impl Serialize) -> Result<String, RenderError> {
    let mut text = serde_saphyr::to_string(document).map_err(|error| RenderError { problem: error.to_string() })?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}
