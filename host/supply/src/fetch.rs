//! From a reference to a plugin: the only place where the network is used.

use crate::artifact::Artifact;
use crate::connector::Proxies;
use crate::credentials::Credentials;
use crate::durable::read_capped;
use crate::parcel::Fetched;
use crate::registry::{Registry, success};
use crate::transport::{Ask, Transport};
use crate::{Digest, Form, Limits, Reference, RegistryReference, Signature, SupplyError, registry_signatures};
use http::StatusCode;
use rustls::pki_types::CertificateDer;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// How the network may be used.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// Whether it must not be used at all: only files and what is installed already are at hand.
    pub offline: bool,
    /// Certificates of the authorities that are trusted.
    pub roots: Vec<CertificateDer<'static>>,
    /// Whether registries are spoken to without TLS. Credentials are then sent to this machine only.
    pub plain_http: bool,
    /// The proxies on the way.
    pub proxies: Proxies,
    /// Credentials of registries.
    pub credentials: Credentials,
    /// How much and how long.
    pub limits: Limits,
    /// Set it to end what is under way.
    pub cancelled: Arc<AtomicBool>,
}

/// Fetches plugins.
pub(crate) struct Fetcher {
    access: Access,
    /// None when the network must not be used.
    transport: Option<Transport>,
}

impl Fetcher {
    pub(crate) fn new(access: Access) -> Result<Self, SupplyError> {
        let transport = match access.offline {
            true => None,
            false => {
                Some(Transport::new(&access.roots, &access.proxies, access.limits, Arc::clone(&access.cancelled))?)
            }
        };
        Ok(Self { access, transport })
    }

    /// The plugin behind a reference, with its signatures.
    pub(crate) fn fetch(&self, reference: &Reference) -> Result<Fetched, SupplyError> {
        match reference {
            Reference::File(path) => self.file(path),
            Reference::Https { address, digest } => self.https(address, digest, reference),
            Reference::Registry(registry) => self.artifact(registry, reference),
        }
    }

    /// The tags of a repository.
    pub(crate) fn tags(&self, reference: &RegistryReference) -> Result<Vec<String>, SupplyError> {
        self.registry(reference, &Reference::Registry(reference.clone()))?.tags()
    }

    /// The digest of the plugin that a tag points to now, without the plugin.
    pub(crate) fn current(&self, reference: &RegistryReference) -> Result<Digest, SupplyError> {
        let whole = Reference::Registry(reference.clone());
        let manifest = self.registry(reference, &whole)?.manifest(reference.asked())?;
        Ok(read_artifact(&whole, &manifest)?.digest)
    }

    fn transport(&self, reference: &Reference) -> Result<&Transport, SupplyError> {
        self.transport.as_ref().ok_or_else(|| SupplyError::offline(reference))
    }

    fn registry(&self, reference: &RegistryReference, whole: &Reference) -> Result<Registry<'_>, SupplyError> {
        let Access { credentials, limits, plain_http, .. } = &self.access;
        Ok(Registry::new(self.transport(whole)?, credentials, *limits, reference, *plain_http))
    }

    fn artifact(&self, reference: &RegistryReference, whole: &Reference) -> Result<Fetched, SupplyError> {
        let registry = self.registry(reference, whole)?;
        let manifest = registry.manifest(reference.asked())?;
        let artifact = read_artifact(whole, &manifest)?;
        let limit = self.access.limits.plugin_bytes;
        if artifact.size > limit {
            return Err(SupplyError::TooLarge { what: whole.to_string(), limit });
        }
        let bytes = registry.blob(&artifact.digest, artifact.size)?;
        let signatures = registry_signatures::of(&registry, &Digest::of(&manifest), &self.access.limits)?;
        Ok(Fetched { form: artifact.form, bytes, manifest: Some(manifest), signatures })
    }

    fn https(&self, address: &str, digest: &Digest, reference: &Reference) -> Result<Fetched, SupplyError> {
        let transport = self.transport(reference)?;
        let ask = Ask { address, accept: "*/*", authorization: None, limit: self.access.limits.plugin_bytes };
        let bytes = success(address, transport.get(&ask)?)?.body;
        let found = Digest::of(&bytes);
        let (path, query) = address.split_once('?').map_or((address, None), |(path, query)| (path, Some(query)));
        if &found != digest {
            // What follows `?` may be a secret of a storage service.
            return Err(SupplyError::digest(path, digest, found));
        }
        let beside = format!("{path}.sig{}", query.map_or_else(String::new, |query| format!("?{query}")));
        let ask = Ask { address: &beside, limit: self.access.limits.signature_bytes, ..ask };
        let answer = transport.get(&ask)?;
        let signatures = match answer.status {
            // Storage services say that something is forbidden when it is not there.
            StatusCode::NOT_FOUND | StatusCode::FORBIDDEN | StatusCode::GONE => Vec::new(),
            _ => vec![Signature::detached(&success(&beside, answer)?.body)],
        };
        Ok(Fetched { form: Form::of_name(path), bytes, manifest: None, signatures })
    }

    fn file(&self, path: &Path) -> Result<Fetched, SupplyError> {
        let bytes = read_capped(path, self.access.limits.plugin_bytes)?;
        let form = Form::of_name(&path.to_string_lossy());
        Ok(Fetched { form, bytes, manifest: None, signatures: beside(path, self.access.limits.signature_bytes)? })
    }
}

/// The signature that lies beside a file, under its name and `.sig`.
pub(crate) fn beside(path: &Path, limit: u64) -> Result<Vec<Signature>, SupplyError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".sig");
    match read_capped(&PathBuf::from(name), limit) {
        Ok(bytes) => Ok(vec![Signature::detached(&bytes)]),
        Err(SupplyError::Unreadable { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn read_artifact(whole: &Reference, manifest: &[u8]) -> Result<Artifact, SupplyError> {
    Artifact::read(manifest).map_err(|problem| SupplyError::NotAPlugin { what: whole.to_string(), problem })
}
