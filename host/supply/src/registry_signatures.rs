//! The signatures of a plugin in a registry, in both places where cosign puts them.

use crate::artifact;
use crate::registry::Registry;
use crate::{Digest, Limits, Signature, SupplyError, bundle};

/// All signatures of a manifest, right or wrong. None is no error; an answer that cannot be understood is, because a missing
/// signature and one that is kept from us are not the same.
pub(crate) fn of(registry: &Registry<'_>, signed: &Digest, limits: &Limits) -> Result<Vec<Signature>, SupplyError> {
    let mut signatures = under_tag(registry, signed, limits)?;
    signatures.extend(bundles(registry, signed, limits)?);
    signatures.truncate(limits.signatures);
    Ok(signatures)
}

/// Those of versions before 3: an artifact under a tag that is made of the digest.
fn under_tag(registry: &Registry<'_>, signed: &Digest, limits: &Limits) -> Result<Vec<Signature>, SupplyError> {
    let Some(manifest) = found(registry.manifest(&format!("sha256-{}.sig", signed.digits())))? else {
        return Ok(Vec::new());
    };
    let layers = artifact::signatures(&manifest).map_err(|problem| malformed(signed, problem))?;
    let mut signatures = Vec::new();
    for layer in layers.into_iter().take(limits.signatures) {
        let document = registry.blob(&layer.payload, limits.signature_bytes)?;
        signatures.extend(Signature::of_document(layer.value, document));
    }
    Ok(signatures)
}

/// Those of version 3: bundles that refer to the manifest. A registry that does not know referrers has an index of them under
/// a tag (distribution specification, "Referrers tag schema").
fn bundles(registry: &Registry<'_>, signed: &Digest, limits: &Limits) -> Result<Vec<Signature>, SupplyError> {
    let index = match registry.referrers(signed) {
        Err(SupplyError::Refused { status: 400..=499, .. } | SupplyError::NotFound { .. }) => {
            found(registry.manifest(&format!("sha256-{}", signed.digits())))?
        }
        other => Some(other?),
    };
    let Some(index) = index else { return Ok(Vec::new()) };
    let manifests = artifact::bundles(&index).map_err(|problem| malformed(signed, problem))?;
    let mut signatures = Vec::new();
    for digest in manifests.into_iter().take(limits.signatures) {
        let manifest = registry.manifest(digest.as_str())?;
        let layer = artifact::bundle(&manifest).map_err(|problem| malformed(signed, problem))?;
        let bytes = registry.blob(&layer, limits.signature_bytes)?;
        signatures.extend(bundle::of_manifest(&bytes));
    }
    Ok(signatures)
}

fn found(read: Result<Vec<u8>, SupplyError>) -> Result<Option<Vec<u8>>, SupplyError> {
    match read {
        Err(SupplyError::NotFound { .. }) => Ok(None),
        other => other.map(Some),
    }
}

fn malformed(signed: &Digest, problem: String) -> SupplyError {
    SupplyError::Malformed { address: format!("the signatures of {signed}"), problem }
}
