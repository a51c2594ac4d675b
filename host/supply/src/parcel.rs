//! A plugin as it travels.

use crate::signature::Subject;
use crate::{Digest, Form, Inspector, Locked, Reference, Signature, SupplyError};

/// A plugin with all that is known of where it comes from.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// What a lock file says of it.
    pub locked: Locked,
    /// The plugin itself.
    pub bytes: Vec<u8>,
    /// The manifest by which it lay in a registry.
    pub manifest: Option<Vec<u8>>,
    /// Its signatures, right or wrong.
    pub signatures: Vec<Signature>,
}

/// What was fetched and not looked at.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub(crate) form: Form,
    pub(crate) bytes: Vec<u8>,
    pub(crate) manifest: Option<Vec<u8>>,
    pub(crate) signatures: Vec<Signature>,
}

impl Fetched {
    /// Looks at it: without an id there is no plugin.
    pub(crate) fn into_parcel(self, source: &Reference, inspector: &dyn Inspector) -> Result<Parcel, SupplyError> {
        let manifest = inspector
            .inspect(self.form, &self.bytes)
            .map_err(|problem| SupplyError::Unusable { what: source.to_string(), problem })?;
        let locked = Locked {
            id: manifest.plugin.id,
            version: manifest.plugin.version,
            form: self.form,
            source: source.clone(),
            digest: Digest::of(&self.bytes),
            manifest: self.manifest.as_deref().map(Digest::of),
            size: self.bytes.len() as u64,
        };
        Ok(Parcel { locked, bytes: self.bytes, manifest: self.manifest, signatures: self.signatures })
    }
}

impl Parcel {
    pub(crate) fn subject(&self) -> Subject<'_> {
        Subject { bytes: &self.bytes, digest: &self.locked.digest, manifest: self.manifest.as_deref() }
    }
}
