//! Random text from the system's generator.

use std::io;

/// The alphabet of base64url.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Characters of a webhook's secret.
const LENGTH: usize = 20;

/// A secret for a webhook: 20 random characters of `A-Za-z0-9_-`, 120 bits.
pub(crate) fn secret() -> io::Result<String> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 63)])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_have_the_form_of_recorded_ones_and_differ() {
        let (first, second) = (secret().unwrap(), secret().unwrap());
        assert_eq!(first.len(), 20);
        assert!(first.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_')), "{first}");
        assert_ne!(first, second);
    }
}
