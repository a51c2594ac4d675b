//! What can be told about a component without compiling it.

use crate::LoadError;
use crate::abi::releases;
use fieldmark_model::{ABI, CONTRACT_PACKAGE, MANIFEST_SECTION, Manifest, cause_of_import};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use wasmparser::{Encoding, Parser, Payload};

/// Most bytes of a component.
pub const MAX_COMPONENT_BYTES: u64 = 64 << 20;

/// The interface a plugin exports.
const EXPORT: &str = "detector";
/// Interfaces a plugin may import.
const IMPORTS: [&str; 2] = ["repo", "log"];

/// A component that was looked at and found to be a plugin.
#[derive(Debug, Clone)]
pub struct Component {
    bytes: Vec<u8>,
    manifest: Manifest,
    digest: String,
}

impl Component {
    /// Checks that the bytes are a plugin for this host: a component with a manifest, the right ABI, no foreign import
    /// and the one export. Nothing is compiled or run.
    ///
    /// # Errors
    /// Says which of these does not hold.
    pub fn inspect(bytes: Vec<u8>) -> Result<Self, LoadError> {
        if bytes.len() as u64 > MAX_COMPONENT_BYTES {
            return Err(LoadError::TooLarge { bytes: bytes.len() as u64, max: MAX_COMPONENT_BYTES });
        }
        let outline = Outline::read(&bytes)?;
        let manifest = Manifest::parse(outline.manifest.ok_or(LoadError::NoManifest)?)?;
        check_abi(&manifest.plugin.abi)?;
        for name in &outline.imports {
            check_import(name)?;
        }
        if !outline.exports.iter().any(|name| ours(name) == Some(EXPORT)) {
            return Err(LoadError::ExportMissing { name: format!("{CONTRACT_PACKAGE}{EXPORT}@{ABI}") });
        }
        let digest = digest(&bytes);
        Ok(Self { manifest, digest, bytes })
    }

    /// What the plugin says of itself.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// `sha256:` and the digest of the bytes in hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The component itself.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// `sha256:` and the digest of some bytes in hexadecimal digits.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    let mut text = String::from("sha256:");
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        _ = write!(text, "{byte:02x}");
    }
    text
}

/// What a verdict of a detector depends on, as one digest: the interpreter's, and the detector as it is handed over.
#[must_use]
pub fn detector_digest(interpreter: &str, detector: &[u8]) -> String {
    digest(format!("{interpreter}\n{}", digest(detector)).as_bytes())
}

/// The outermost sections of a component.
struct Outline<'b> {
    manifest: Option<&'b [u8]>,
    imports: Vec<&'b str>,
    exports: Vec<&'b str>,
}

impl<'b> Outline<'b> {
    fn read(bytes: &'b [u8]) -> Result<Self, LoadError> {
        let wrong = |problem: String| LoadError::NotAComponent { problem };
        if !bytes.starts_with(b"\0asm") {
            return Err(wrong("it does not begin as one does".to_owned()));
        }
        let mut outline = Self { manifest: None, imports: Vec::new(), exports: Vec::new() };
        // Modules and components inside the component have sections of their own, which are not the plugin's.
        let mut depth = 0usize;
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.map_err(|error| wrong(error.message().to_owned()))? {
                Payload::Version { encoding: Encoding::Module, .. } if depth == 0 => {
                    return Err(wrong("it is a core module; a component is made of one by packaging it".to_owned()));
                }
                Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
                Payload::End(_) => depth = depth.saturating_sub(1),
                Payload::ComponentImportSection(section) if depth == 0 => {
                    for import in section {
                        outline.imports.push(import.map_err(|error| wrong(error.message().to_owned()))?.name.name);
                    }
                }
                Payload::ComponentExportSection(section) if depth == 0 => {
                    for export in section {
                        outline.exports.push(export.map_err(|error| wrong(error.message().to_owned()))?.name.name);
                    }
                }
                Payload::CustomSection(section) if depth == 0 && section.name() == MANIFEST_SECTION => {
                    outline.manifest = Some(section.data());
                }
                _ => {}
            }
        }
        Ok(outline)
    }
}

/// The interface's name, if it is one of our package in a version this host speaks.
fn ours(name: &str) -> Option<&str> {
    let (interface, version) = name.strip_prefix(CONTRACT_PACKAGE)?.split_once('@')?;
    check_abi(version).is_ok().then_some(interface)
}

/// Within 0.1.x only imports are added: a plugin built for an older one, or for this one, runs.
fn check_abi(abi: &str) -> Result<(), LoadError> {
    if releases::is_spoken(abi) {
        return Ok(());
    }
    let release = releases::first_that_speaks(abi);
    Err(LoadError::AbiUnsupported { abi: abi.chars().take(40).collect(), host: releases::spoken(), release })
}

fn check_import(name: &str) -> Result<(), LoadError> {
    if ours(name).is_some_and(|interface| IMPORTS.contains(&interface)) {
        return Ok(());
    }
    Err(LoadError::ImportForbidden { name: name.chars().take(200).collect(), cause: cause_of_import(name, "") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_patches_of_the_same_contract_are_spoken() {
        assert!(check_abi("0.1.0").is_ok());
        for abi in ["0.1.1", "0.2.0", "1.1.0", "0.1", "", "0.1.x", "0.1.0.0"] {
            assert!(check_abi(abi).is_err(), "{abi}");
        }
    }

    #[test]
    fn foreign_imports_are_refused_with_their_cause() {
        assert!(check_import("fieldmark:detector/repo@0.1.0").is_ok());
        assert!(check_import("fieldmark:detector/log@0.1.0").is_ok());
        let cause = |name: &str| match check_import(name) {
            Err(LoadError::ImportForbidden { cause, .. }) => cause,
            other => panic!("{name}: {other:?}"),
        };
        assert!(cause("wasi:io/streams@0.2.0").contains("system interface"));
        assert!(cause("fieldmark:detector/detector@0.1.0").contains("another version"));
    }

    #[test]
    fn other_bytes_are_not_components() {
        for bytes in [&b""[..], b"PNG", b"\0asm", b"\0asm\x01\0\0\0", b"\0asm\x0d\0\x01\0\x01\xff"] {
            assert!(matches!(Component::inspect(bytes.to_vec()), Err(LoadError::NotAComponent { .. })), "{bytes:?}");
        }
        assert!(matches!(Component::inspect(b"\0asm\x0d\0\x01\0".to_vec()), Err(LoadError::NoManifest)));
    }
}
