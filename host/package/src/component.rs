//! From a core module to a component with a manifest.

use crate::PackageError;
use fieldmark_model::MANIFEST_SECTION;
use std::borrow::Cow;
use wasm_encoder::{ComponentSection, CustomSection};
use wit_component::ComponentEncoder;

/// Encodes a core module (whose type `wit-bindgen` left in a custom section) as a component, and writes the manifest into
/// it. A component is taken as it is.
///
/// # Errors
/// The module does not implement the world it says it does, or is damaged.
pub fn componentize(what: &str, module: &[u8], manifest: &str) -> Result<Vec<u8>, PackageError> {
    let mut component = if is_component(module) {
        module.to_vec()
    } else {
        ComponentEncoder::default()
            .module(module)
            .and_then(|encoder| encoder.validate(true).encode())
            .map_err(|error| PackageError::Encode { what: what.to_owned(), problem: format!("{error:#}") })?
    };
    let section = CustomSection { name: MANIFEST_SECTION.into(), data: Cow::Borrowed(manifest.as_bytes()) };
    section.append_to_component(&mut component);
    Ok(component)
}

/// Version 13, layer 1 of the binary format.
fn is_component(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\0asm\x0d\0\x01\0")
}
