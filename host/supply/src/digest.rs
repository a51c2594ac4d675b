//! What content is called after.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt::{self, Write};
use std::str::FromStr;

/// The SHA-256 digest of some bytes; as text `sha256:` and 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(String);

/// What stands before the digits.
const ALGORITHM: &str = "sha256:";

impl Digest {
    /// The digest of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut text = String::from(ALGORITHM);
        for byte in Sha256::digest(bytes) {
            // Writing to a string cannot fail.
            _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    /// The text with the name of the algorithm.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The 64 hexadecimal digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0[ALGORITHM.len()..]
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Digest {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix(ALGORITHM).unwrap_or_default();
        let is_digest = digits.len() == 64 && digits.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c));
        if !is_digest {
            return Err(format!("`{text}` is not `sha256:` and 64 hexadecimal digits in lower case"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for Digest {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_is_that_of_sha256() {
        let empty = Digest::of(b"");
        assert_eq!(empty.as_str(), "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(empty.as_str().parse(), Ok(empty.clone()));
        assert_eq!(empty.digits().len(), 64);
    }

    #[test]
    fn other_texts_are_no_digests() {
        for text in ["", "sha256:", "sha256:abc", "sha512:e3b0", &format!("sha256:{}", "G".repeat(64)), &"a".repeat(64)]
        {
            assert!(text.parse::<Digest>().is_err(), "{text}");
        }
    }
}
