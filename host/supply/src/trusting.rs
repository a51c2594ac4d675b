//! Adding to a policy what the user has decided to trust.

use crate::durable::{self, make_directory, read_capped};
use crate::{Digest, Policy, PublicKey, SupplyError};
use std::fmt::Write;
use std::path::Path;

/// Most bytes of a policy.
const MAX_BYTES: u64 = 1 << 20;
/// How a policy begins that did not exist.
const HEADER: &str = "# Whom fieldmark trusts: keys, and which of them must have signed what.\nversion = 1\n";

/// What is to be trusted from now on.
#[derive(Debug, Clone)]
pub enum Trusting<'t> {
    /// One plugin as it is, and no other version of it.
    Digest {
        /// Its id.
        id: &'t str,
        /// Its digest.
        digest: &'t Digest,
    },
    /// What a key signs.
    Key {
        /// What the key is to be called: lower-case letters, digits and hyphens.
        name: &'t str,
        /// The key.
        key: &'t PublicKey,
        /// The places that it is trusted for; all when there are none.
        from: &'t [String],
    },
}

impl Trusting<'_> {
    /// Writes this into a policy, behind what stands there; the file is made if there is none.
    ///
    /// # Errors
    /// The policy is wrong or would become so, the key's name is taken, or the file cannot be written. The file is then what
    /// it was.
    pub fn write(&self, path: &Path) -> Result<(), SupplyError> {
        let before = match read_capped(path, MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(SupplyError::Unreadable { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                HEADER.as_bytes().to_vec()
            }
            Err(error) => return Err(error),
        };
        let policy = Policy::parse(path, &before)?;
        let mut text = String::from_utf8_lossy(&before).into_owned();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&self.lines(&policy)?);
        // What the user gave may not be what a policy takes.
        Policy::parse(path, text.as_bytes())?;
        if let Some(directory) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            make_directory(directory)?;
        }
        durable::write(path, text.as_bytes())
    }

    fn lines(&self, policy: &Policy) -> Result<String, SupplyError> {
        let mut out = String::new();
        // Writing to a string cannot fail.
        match self {
            Self::Digest { id, digest } => {
                _ = write!(out, "\n[[trust]]\nplugins = [{}]\ndigests = [\"{digest}\"]\n", quoted(id));
            }
            Self::Key { name, key, from } => {
                let wrong = |problem: &str| SupplyError::Key { name: (*name).to_owned(), problem: problem.to_owned() };
                let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                if name.is_empty() || !name.chars().all(is_letter) {
                    return Err(wrong("the name of a key has lower-case letters, digits and hyphens"));
                }
                if policy.has_key(name) {
                    return Err(wrong("the policy has a key of this name"));
                }
                _ = write!(out, "\n[key.{name}]\npem = \"\"\"\n{}\"\"\"\n\n[[trust]]\n", key.to_pem());
                if !from.is_empty() {
                    let places: Vec<String> = from.iter().map(|place| quoted(place)).collect();
                    _ = writeln!(out, "from = [{}]", places.join(", "));
                }
                _ = writeln!(out, "any-of = [\"{name}\"]");
            }
        }
        Ok(out)
    }
}

/// A string of TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
