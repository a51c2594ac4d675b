//! Bundles of Sigstore, as cosign makes them from version 3 on. Of one that was made with a key, only the signature counts:
//! there is no certificate in it, and what it says of a transparency log is not asked for.

use crate::Signature;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

/// The type of what a statement is carried in (in-toto, "Envelope").
const STATEMENT: &str = "application/vnd.in-toto+json";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bundle {
    message_signature: Option<MessageSignature>,
    dsse_envelope: Option<Envelope>,
}

#[derive(Deserialize)]
struct MessageSignature {
    signature: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope {
    payload: String,
    payload_type: String,
    signatures: Vec<EnvelopeSignature>,
}

#[derive(Deserialize)]
struct EnvelopeSignature {
    sig: String,
}

/// The signatures of a bundle about a manifest: those over a statement. One that cannot be read has none.
pub(crate) fn of_manifest(bytes: &[u8]) -> Vec<Signature> {
    let Some(envelope) = read(bytes).and_then(|bundle| bundle.dsse_envelope) else { return Vec::new() };
    let statement = STANDARD.decode(&envelope.payload).ok().and_then(|payload| String::from_utf8(payload).ok());
    match statement {
        Some(statement) if envelope.payload_type == STATEMENT => {
            let all = envelope.signatures.into_iter();
            all.map(|signature| Signature::of_statement(signature.sig, statement.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// The signature of a bundle about a file, in base64.
pub(crate) fn of_file(bytes: &[u8]) -> Option<String> {
    Some(read(bytes)?.message_signature?.signature)
}

fn read(bytes: &[u8]) -> Option<Bundle> {
    serde_json::from_slice(bytes).ok()
}

/// What is signed of a statement (DSSE, "Pre-Authentication Encoding").
pub(crate) fn signed_bytes(statement: &str) -> Vec<u8> {
    format!("DSSEv1 {} {STATEMENT} {} {statement}", STATEMENT.len(), statement.len()).into_bytes()
}
