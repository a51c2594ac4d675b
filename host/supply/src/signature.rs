//! Signatures, and what they are about.
//!
//! In a registry a signature is that of `cosign sign --key`: over a document that names the digest of the manifest, which in
//! turn names the digest of the plugin. Up to version 2 that is a document of its own form (containers-signature(5)), from
//! version 3 on a statement of in-toto. Beside a file it is that of `cosign sign-blob --key` or `openssl dgst -sha256 -sign`:
//! over the plugin itself.

use crate::artifact::Artifact;
use crate::{Digest, PublicKey, bundle};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// What a signed document says it is.
const DOCUMENT: &str = "cosign container image signature";
/// How a statement calls itself, whatever its version.
const STATEMENT: &str = "https://in-toto.io/Statement/";
/// What a statement says that is a signature, and not an inventory or a history.
const SIGNS: &str = "https://sigstore.dev/cosign/sign/v1";
/// The first byte of a signature in DER.
const SEQUENCE: u8 = 0x30;

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Signature {
    /// The signature in DER, in base64.
    value: String,
    over: Signed,
}

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Signed {
    /// The plugin itself.
    Plugin,
    /// A document that names its manifest.
    Document(String),
    /// A statement that names its manifest.
    Statement(String),
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Statement {
    #[serde(rename = "_type")]
    kind: String,
    predicate_type: String,
    subject: Vec<StatementSubject>,
}

#[derive(Deserialize)]
struct StatementSubject {
    digest: StatementDigest,
}

#[derive(Deserialize)]
struct StatementDigest {
    sha256: String,
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
    /// A signature in base64 over a document. None when the document is no text.
    pub(crate) fn of_document(value: String, document: Vec<u8>) -> Option<Self> {
        Some(Self { value, over: Signed::Document(String::from_utf8(document).ok()?) })
    }

    /// A signature in base64 over a statement.
    pub(crate) const fn of_statement(value: String, statement: String) -> Self {
        Self { value, over: Signed::Statement(statement) }
    }

    /// A signature that lies beside a file: DER, base64 of it, or a bundle.
    pub(crate) fn detached(bytes: &[u8]) -> Self {
        let text = || String::from_utf8_lossy(bytes).split_whitespace().collect();
        let value = match bytes.first() {
            Some(&SEQUENCE) => STANDARD.encode(bytes),
            Some(b'{') => bundle::of_file(bytes).unwrap_or_else(text),
            _ => text(),
        };
        Self { value, over: Signed::Plugin }
    }

    /// Whether it is one of this key about this plugin.
    pub(crate) fn is_by(&self, key: &PublicKey, subject: &Subject<'_>) -> bool {
        let Ok(value) = STANDARD.decode(&self.value) else { return false };
        match &self.over {
            Signed::Plugin => key.verifies(subject.bytes, &value),
            Signed::Document(document) => {
                key.verifies(document.as_bytes(), &value) && names(document_digest(document), subject)
            }
            Signed::Statement(statement) => {
                key.verifies(&bundle::signed_bytes(statement), &value) && names(statement_digest(statement), subject)
            }
        }
    }
}

/// Whether this is the digest of the manifest, and the manifest names the plugin.
fn names(digest: Option<Digest>, subject: &Subject<'_>) -> bool {
    let (Some(digest), Some(manifest)) = (digest, subject.manifest) else { return false };
    digest == Digest::of(manifest) && Artifact::read(manifest).is_ok_and(|artifact| &artifact.digest == subject.digest)
}

fn document_digest(text: &str) -> Option<Digest> {
    let Critical { image, kind } = serde_json::from_str::<Document>(text).ok()?.critical;
    if kind == DOCUMENT { image.docker_manifest_digest.parse().ok() } else { None }
}

/// The digest that a statement is about. One about several things is none of a plugin.
fn statement_digest(text: &str) -> Option<Digest> {
    let statement: Statement = serde_json::from_str(text).ok()?;
    match statement.subject.as_slice() {
        [subject] if statement.kind.starts_with(STATEMENT) && statement.predicate_type == SIGNS => {
            format!("sha256:{}", subject.digest.sha256).parse().ok()
        }
        _ => None,
    }
}
