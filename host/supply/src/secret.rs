//! What must not be printed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use std::fmt;

/// The value of an `Authorization` header. It shows itself to nobody.
#[derive(Clone)]
pub(crate) struct Secret(HeaderValue);

impl Secret {
    /// A name with its password.
    pub(crate) fn basic(name: &str, password: &str) -> Option<Self> {
        Self::new(&format!("Basic {}", STANDARD.encode(format!("{name}:{password}"))))
    }

    /// A token.
    pub(crate) fn bearer(token: &str) -> Option<Self> {
        Self::new(&format!("Bearer {token}"))
    }

    fn new(text: &str) -> Option<Self> {
        let mut value = HeaderValue::from_str(text).ok()?;
        value.set_sensitive(true);
        Some(Self(value))
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
