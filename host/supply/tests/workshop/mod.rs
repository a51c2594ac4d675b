//! What the tests of this crate share: plugins that are no more than their manifest, a store, and keys.

#![allow(dead_code, reason = "each test program that includes this uses a part of it")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fieldmark_model::Manifest;
use fieldmark_supply::{
    Access, CertificateDer, Change, Credentials, Form, Inspector, Limits, Policy, PublicKey, Reference, Store, Supply,
    SupplyError,
};
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, SigningKey};
use rustls::pki_types::pem::PemObject;
use std::path::Path;
use std::time::Duration;

/// Takes a manifest by itself for a plugin. The id `bundled` is taken.
pub struct ManifestsOnly;

impl Inspector for ManifestsOnly {
    fn inspect(&self, _: Form, bytes: &[u8]) -> Result<Manifest, String> {
        Manifest::parse(bytes).map_err(|error| error.to_string())
    }

    fn is_taken(&self, id: &str) -> bool {
        id == "bundled"
    }
}

/// A plugin that the inspector takes.
pub fn plugin(id: &str, version: &str) -> Vec<u8> {
    format!(
        "[plugin]\nid = '{id}'\nversion = '{version}'\nabi = '0.1.0'\nlicense = 'MIT'\ndescription = 'x'\n[patterns]\nfiles = ['x']\n"
    )
    .into_bytes()
}

/// Limits that let a test end soon.
pub fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(5),
        pause: Duration::from_secs(2),
        answer: Duration::from_secs(10),
        plugin_bytes: 1 << 20,
        document_bytes: 64 << 10,
        ..Limits::default()
    }
}

/// Access without TLS.
pub fn plain() -> Access {
    Access { plain_http: true, limits: limits(), ..Access::default() }
}

/// Access over TLS that trusts this authority, with the credentials of a file.
pub fn secure(authority: &Path, credentials: Option<&Path>) -> Access {
    Access {
        roots: vec![CertificateDer::from_pem_file(authority).unwrap()],
        credentials: Credentials::new(credentials.into_iter().map(Path::to_owned).collect()),
        limits: limits(),
        ..Access::default()
    }
}

/// A store that is gone with the value.
pub struct Workshop {
    pub folder: tempfile::TempDir,
    pub store: Store,
}

impl Workshop {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("store"), limits());
        Self { folder, store }
    }

    pub fn supply<'s>(&'s self, policy: &'s Policy, access: Access) -> Supply<'s> {
        Supply::new(&self.store, &ManifestsOnly, policy, access).unwrap()
    }

    /// Installs without a policy.
    pub fn install(&self, access: Access, references: &[&str]) -> Result<Vec<Change>, SupplyError> {
        let references: Vec<Reference> = references.iter().map(|text| text.parse().unwrap()).collect();
        self.supply(&Policy::default(), access).install(&references, false)
    }

    /// Ids and versions of what is installed and whole.
    pub fn installed(&self) -> Vec<String> {
        let all = self.store.read_all().unwrap();
        all.into_iter().map(|installed| installed.parcel.unwrap().locked.name()).collect()
    }

    /// All files of the store, the guard left out.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.store.root().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with("guard") {
                    files.push(path.strip_prefix(self.store.root()).unwrap().display().to_string());
                }
            }
        }
        files.sort();
        files
    }
}

/// Somebody who signs.
pub struct Signer(KeyPair);

impl Signer {
    pub fn new() -> Self {
        Self(KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap())
    }

    pub fn public(&self) -> PublicKey {
        PublicKey::parse("test", self.pem().as_bytes()).unwrap()
    }

    pub fn pem(&self) -> String {
        self.0.public_key_pem()
    }

    /// A signature as cosign writes it: base64 of DER.
    pub fn sign(&self, bytes: &[u8]) -> String {
        STANDARD.encode(self.0.sign(bytes).unwrap())
    }
}
