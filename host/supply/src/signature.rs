//! Signatures, and what they are about.
//!
//! In a registry a signature is that of `cosign sign --key`: over a small document (containers-signature(5)) that names the
//! digest of the manifest, which in turn names the digest of the plugin. Beside a file it is that of `cosign sign-blob
//! --key` or `openssl dgst -sha256 -sign`: over the plugin itself.

use crate::artifact::Artifact;
use crate::{Digest, PublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// What a signed document says it is.
const TYPE: &str = "cosign container image signature";
/// The first byte of a signature in DER.
const SEQUENCE: u8 = 0x30;

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Signature {
    /// The signature in DER, in base64.
    value: String,
    /// The document that is signed; none when it is the plugin itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    document: Option<String>,
}

#[derive(Deserialize)]
struct Document {
    critical: Critical,
}

#[derive(Deserialize)]
struct Critical {
    image: Image,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Image {
    docker_manifest_digest: String,
}

/// What a signature can be about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'s> {
    /// The plugin.
    pub(crate) bytes: &'s [u8],
    /// Its digest.
    pub(crate) digest: &'s Digest,
    /// The manifest by which it lay in a registry.
    pub(crate) manifest: Option<&'s [u8]>,
}

impl Signature {
    /// A signature of a registry: base64, with the document that is signed. None when the document is no text.
    pub(crate) fn of_document(value: String, document: Vec<u8>) -> Option<Self> {
        Some(Self { value, document: Some(String::from_utf8(document).ok()?) })
    }

    /// A signature that lies beside a file: DER, or base64 of it.
    pub(crate) fn detached(bytes: &[u8]) -> Self {
        let value = match bytes.first() {
            Some(&SEQUENCE) => STANDARD.encode(bytes),
            _ => String::from_utf8_lossy(bytes).split_whitespace().collect(),
        };
        Self { value, document: None }
    }

    /// Whether it is one of this key about this plugin.
    pub(crate) fn is_by(&self, key: &PublicKey, subject: &Subject<'_>) -> bool {
        let Ok(value) = STANDARD.decode(&self.value) else { return false };
        match &self.document {
            None => key.verifies(subject.bytes, &value),
            Some(document) => key.verifies(document.as_bytes(), &value) && is_about(document, subject),
        }
    }
}

/// Whether the document names the manifest, and the manifest the plugin.
fn is_about(document: &str, subject: &Subject<'_>) -> bool {
    let (Some(manifest), Ok(document)) = (subject.manifest, serde_json::from_str::<Document>(document)) else {
        return false;
    };
    document.critical.kind == TYPE
        && document.critical.image.docker_manifest_digest == Digest::of(manifest).as_str()
        && Artifact::read(manifest).is_ok_and(|artifact| &artifact.digest == subject.digest)
}
