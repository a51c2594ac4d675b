//! Certificates of authorities that the user trusts beside those of the system.

use crate::SupplyError;
use crate::durable::read_capped;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::path::Path;

/// Most bytes of a file with certificates.
const MAX_BYTES: u64 = 4 << 20;

/// The certificates of a file in the PEM form.
///
/// # Errors
/// It cannot be read, or has none.
pub fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, SupplyError> {
    let wrong = |problem: String| SupplyError::Authority { path: path.to_owned(), problem };
    let bytes = read_capped(path, MAX_BYTES)?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    let found = found.map_err(|error| wrong(error.to_string()))?;
    if found.is_empty() { Err(wrong("there is no certificate in it".to_owned())) } else { Ok(found) }
}
