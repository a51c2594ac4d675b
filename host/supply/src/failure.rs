//! What a failed connection means.

use crate::SupplyError;
use hyper_util::client::legacy::Error;

/// The kind of a failure of the client.
pub(crate) fn of(address: &str, error: &Error) -> SupplyError {
    let (address, problem) = (address.to_owned(), causes(error));
    if is_about_certificates(error) {
        SupplyError::Untrusted { address, problem }
    } else if error.is_connect() {
        SupplyError::Unreachable { address, problem }
    } else {
        SupplyError::Broken { address, problem }
    }
}

/// The causes of an error, the innermost last; those that only repeat another are left out.
pub(crate) fn causes(error: &dyn std::error::Error) -> String {
    let mut texts: Vec<String> = Vec::new();
    let mut next = error.source().or(Some(error));
    while let Some(cause) = next {
        let text = cause.to_string();
        if !texts.iter().any(|known| known.contains(&text)) {
            texts.push(text);
        }
        next = cause.source();
    }
    texts.join(": ")
}

fn is_about_certificates(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(cause) = next {
        if let Some(rustls::Error::InvalidCertificate(_)) = cause.downcast_ref() {
            return true;
        }
        // The source of an I/O error is that of the error in it, which is passed over.
        let inner = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        next = inner.map(|inner| -> &(dyn std::error::Error + 'static) { inner }).or_else(|| cause.source());
    }
    false
}
