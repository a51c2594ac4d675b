//! Public keys.

use crate::SupplyError;
use crate::durable::read_capped;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use rustls::pki_types::SubjectPublicKeyInfoDer;
use rustls::pki_types::pem::PemObject;
use std::path::Path;

/// What stands before the point in the only DER form of a P-256 key that is not compressed (RFC 5480, 2).
const P256: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
/// Bytes of such a point.
const POINT: usize = 65;
/// Most bytes of a file with a key.
const MAX_BYTES: u64 = 64 << 10;

/// A public key: ECDSA over P-256 with SHA-256, what `cosign generate-key-pair` makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    point: Vec<u8>,
}

impl PublicKey {
    /// Reads a key in the PEM form (`-----BEGIN PUBLIC KEY-----`). `name` is for messages about it.
    ///
    /// # Errors
    /// The text is no such key, or one of another kind.
    pub fn parse(name: &str, pem: &[u8]) -> Result<Self, SupplyError> {
        let wrong = |problem: &str| SupplyError::Key { name: name.to_owned(), problem: problem.to_owned() };
        if String::from_utf8_lossy(pem).contains("PRIVATE KEY") {
            return Err(wrong("this is a private key; keep it to yourself and name the public one"));
        }
        let der = SubjectPublicKeyInfoDer::from_pem_slice(pem)
            .map_err(|_| wrong("this is not a public key in the PEM form"))?;
        match der.strip_prefix(&P256) {
            Some(point) if point.len() == POINT => Ok(Self { point: point.to_vec() }),
            _ => Err(wrong("only keys for ECDSA over P-256 are understood, as `cosign generate-key-pair` makes them")),
        }
    }

    /// Reads a key from a file.
    ///
    /// # Errors
    /// The file cannot be read, or is no such key.
    pub fn read(path: &Path) -> Result<Self, SupplyError> {
        Self::parse(&path.display().to_string(), &read_capped(path, MAX_BYTES)?)
    }

    /// The key in the PEM form.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let text = STANDARD.encode([&P256[..], &self.point].concat());
        let lines: Vec<&str> = (0..text.len()).step_by(64).map(|at| &text[at..text.len().min(at + 64)]).collect();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
    }

    /// Whether the signature, in DER, is one of this key over these bytes.
    #[must_use]
    pub(crate) fn verifies(&self, bytes: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.point).verify(bytes, signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ED25519};

    #[test]
    fn key_is_read_and_written_alike() {
        let pair = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let pem = pair.public_key_pem();
        let key = PublicKey::parse("a", pem.as_bytes()).unwrap();
        assert_eq!(PublicKey::parse("b", key.to_pem().as_bytes()).unwrap(), key);
        assert_eq!(key.to_pem(), pem.replace('\r', ""));
    }

    #[test]
    fn other_keys_are_refused() {
        let other = KeyPair::generate_for(&PKCS_ED25519).unwrap();
        let private = KeyPair::generate().unwrap().serialize_pem();
        for (pem, told) in [
            (other.public_key_pem(), "P-256"),
            (private, "private key"),
            ("-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----\n".to_owned(), "PEM"),
            (String::new(), "PEM"),
        ] {
            let error = PublicKey::parse("a", pem.as_bytes()).unwrap_err();
            assert!(error.to_string().contains(told), "{error}");
        }
    }
}
