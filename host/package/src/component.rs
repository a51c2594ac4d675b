//! From a core module to a component with a manifest.

use crate::PackageError;
use crate::system::{SYSTEM, answering};
use fieldmark_model::{CONTRACT_PACKAGE, MANIFEST_SECTION, cause_of_import};
use std::borrow::Cow;
use wasm_encoder::{ComponentSection, CustomSection};
use wasmparser::{Parser, Payload};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// The contract that plugins are built against.
const CONTRACT: &str = include_str!("../../../wit/detector.wit");

/// The world that a plugin targets.
const WORLD: &str = "language-plugin";

/// Custom sections in which generators of bindings leave the type of a component begin so.
const TYPE_SECTION: &str = "component-type";

/// Makes a plugin of what a compiler leaves: a component is taken as it is, a core module is encoded as one; then the
/// manifest is written into it.
///
/// A module in which a generator of bindings left the type of the component has that type; any other is taken to
/// implement the contract by the names of its imports and exports.
///
/// # Errors
/// The bytes are damaged, the module does not implement the world it should, or they carry a manifest already.
pub fn componentize(what: &str, module: &[u8], manifest: &str) -> Result<Vec<u8>, PackageError> {
    encode(what, module, manifest, false)
}

/// The same for a module that imports the system interface: what it imports is answered inside of the component, so that
/// the component imports none (there are no files, no environment, the clock stands still, what is printed is lost).
///
/// # Errors
/// As [`componentize`].
pub fn componentize_without_system(what: &str, module: &[u8], manifest: &str) -> Result<Vec<u8>, PackageError> {
    encode(what, module, manifest, true)
}

fn encode(what: &str, module: &[u8], manifest: &str, without_system: bool) -> Result<Vec<u8>, PackageError> {
    let failed = |problem: String| PackageError::Encode { what: what.to_owned(), problem };
    let mut outline = Outline::read(module).map_err(failed)?;
    if outline.has_manifest {
        return Err(PackageError::Packed { what: what.to_owned() });
    }
    let mut component = if outline.is_component {
        module.to_vec()
    } else {
        let system = if without_system { answering(module).map_err(failed)? } else { None };
        outline.foreign.retain(|(module, _)| system.is_none() || module != SYSTEM);
        if let Some((module, name)) = outline.foreign.into_iter().next() {
            let cause = cause_of_import(&module, &name);
            return Err(PackageError::Import { what: what.to_owned(), module, name, cause });
        }
        let module = if outline.has_type { Cow::Borrowed(module) } else { typed(module).map_err(failed)?.into() };
        ComponentEncoder::default()
            .module(&module)
            .and_then(|encoder| match &system {
                Some(system) => encoder.adapter(SYSTEM, system),
                None => Ok(encoder),
            })
            .and_then(|encoder| encoder.validate(true).encode())
            .map_err(|error| failed(format!("{error:#}")))?
    };
    let section = CustomSection { name: MANIFEST_SECTION.into(), data: Cow::Borrowed(manifest.as_bytes()) };
    section.append_to_component(&mut component);
    Ok(component)
}

/// The module with the type of the contract's world in it.
fn typed(module: &[u8]) -> Result<Vec<u8>, String> {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("detector.wit", CONTRACT).map_err(|error| format!("{error:#}"))?;
    let world = resolve.select_world(&[package], Some(WORLD)).map_err(|error| format!("{error:#}"))?;
    let mut module = module.to_vec();
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)
        .map_err(|error| format!("{error:#}"))?;
    Ok(module)
}

/// What is seen of the outermost sections.
#[derive(Default)]
struct Outline {
    is_component: bool,
    has_type: bool,
    has_manifest: bool,
    /// Imports of a core module that are none of the contract's: module and name.
    foreign: Vec<(String, String)>,
}

impl Outline {
    fn read(bytes: &[u8]) -> Result<Self, String> {
        if !bytes.starts_with(b"\0asm") {
            return Err("it is no WebAssembly: it does not begin as that does".to_owned());
        }
        let mut outline = Self { is_component: Parser::is_component(bytes), ..Self::default() };
        let mut depth = 0usize;
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.map_err(|error| error.message().to_owned())? {
                Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
                Payload::End(_) => depth = depth.saturating_sub(1),
                Payload::ImportSection(section) if depth == 0 => {
                    for import in section.into_imports() {
                        let import = import.map_err(|error| error.message().to_owned())?;
                        if !is_ours(import.module) {
                            outline.foreign.push((shown(import.module), shown(import.name)));
                        }
                    }
                }
                Payload::CustomSection(section) if depth == 0 => {
                    outline.has_type |= section.name().starts_with(TYPE_SECTION);
                    outline.has_manifest |= section.name() == MANIFEST_SECTION;
                }
                _ => {}
            }
        }
        Ok(outline)
    }
}

/// Whether a core module's import is one of the contract, or of what the encoder provides for exports and resources.
fn is_ours(module: &str) -> bool {
    module.strip_prefix("[export]").unwrap_or(module).starts_with(CONTRACT_PACKAGE)
}

/// The beginning of a name that anybody may have chosen.
fn shown(name: &str) -> String {
    name.chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn component_keeps_its_bytes_and_gets_one_manifest() {
        let bare = b"\0asm\x0d\0\x01\0";
        let packed = componentize("bare", bare, "[plugin]").unwrap();
        assert!(packed.starts_with(bare) && packed.ends_with(b"fieldmark:manifest[plugin]"));
        assert!(matches!(componentize("bare", &packed, "[plugin]"), Err(PackageError::Packed { .. })));
    }

    #[test]
    fn module_that_is_no_plugin_is_told_what_it_lacks() {
        match componentize("empty", b"\0asm\x01\0\0\0", "") {
            Err(PackageError::Encode { problem, .. }) => assert!(problem.contains("detect"), "{problem}"),
            other => panic!("{other:?}"),
        }
        assert!(matches!(componentize("text", b"#!/bin/sh", ""), Err(PackageError::Encode { .. })));
    }
}
