//! Whom the user trusts: keys, and which of them must have signed what.

use crate::durable::read_capped;
use crate::fetch::beside;
use crate::lock_file::told;
use crate::signature::Subject;
use crate::{Digest, Limits, Parcel, PublicKey, Reference, Signature, SupplyError};
use fieldmark_model::parse_document;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The only form that is understood.
const VERSION: u32 = 1;
/// Most bytes of a policy, and of a key.
const MAX_BYTES: u64 = 1 << 20;

/// What the user trusts. An empty policy trusts no plugin of others.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    only_verified: bool,
    keys: BTreeMap<String, PublicKey>,
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Document {
    version: u32,
    #[serde(default)]
    only_verified: bool,
    #[serde(default, rename = "key")]
    keys: BTreeMap<String, KeyEntry>,
    #[serde(default, rename = "trust")]
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct KeyEntry {
    file: Option<PathBuf>,
    pem: Option<String>,
}

/// One way for a plugin to be trusted: all that is stated must hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Rule {
    /// Ids; any unless stated.
    plugins: Option<Vec<String>>,
    /// Places; any unless stated. `/*` at the end stands for everything below.
    from: Option<Vec<String>>,
    /// Keys, one of which must have signed.
    any_of: Option<Vec<String>>,
    /// Keys, all of which must have signed.
    all_of: Option<Vec<String>>,
    /// Digests, one of which the plugin must have.
    digests: Option<Vec<Digest>>,
}

/// What a policy says of a plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// A rule trusts it.
    Verified {
        /// What the rule rests on: keys that have signed, or the digest.
        by: String,
    },
    /// No rule does.
    Unverified {
        /// Why not.
        because: String,
    },
}

impl Standing {
    /// Whether a rule trusts it.
    #[must_use]
    pub const fn is_verified(&self) -> bool {
        matches!(self, Self::Verified { .. })
    }
}

/// What is judged: a plugin, and where it comes from.
struct Candidate<'c> {
    id: &'c str,
    source: &'c Reference,
    subject: Subject<'c>,
    signatures: &'c [Signature],
}

impl Policy {
    /// Reads a policy; files of keys begin at its directory.
    ///
    /// # Errors
    /// It cannot be read, does not have the expected form, or names a key that is not there or cannot be used.
    pub fn read(path: &Path) -> Result<Self, SupplyError> {
        Self::parse(path, &read_capped(path, MAX_BYTES)?)
    }

    pub(crate) fn parse(path: &Path, bytes: &[u8]) -> Result<Self, SupplyError> {
        let wrong = |problem: String| SupplyError::Policy { path: path.to_owned(), problem };
        let text = std::str::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8".to_owned()))?;
        let document: Document = parse_document(text).map_err(|error| wrong(told(&error)))?;
        if document.version != VERSION {
            return Err(wrong(format!(
                "its form is version {}, and version {VERSION} is understood",
                document.version
            )));
        }
        let directory = path.parent().unwrap_or(Path::new(""));
        let mut keys = BTreeMap::new();
        for (name, entry) in document.keys {
            let pem = match (entry.file, entry.pem) {
                (Some(file), None) => read_capped(&directory.join(file), MAX_BYTES)?,
                (None, Some(pem)) => pem.into_bytes(),
                _ => return Err(wrong(format!("the key `{name}` needs either `file` or `pem`"))),
            };
            let key = PublicKey::parse(&name, &pem)?;
            keys.insert(name, key);
        }
        for (at, rule) in document.rules.iter().enumerate() {
            rule.check(&keys).map_err(|problem| wrong(format!("rule {} of `trust`: {problem}", at + 1)))?;
        }
        Ok(Self { only_verified: document.only_verified, keys, rules: document.rules })
    }

    /// Whether plugins that no rule trusts are left out altogether.
    #[must_use]
    pub const fn only_verified(&self) -> bool {
        self.only_verified
    }

    /// Whether it trusts nothing and refuses nothing, as if there were none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && !self.only_verified
    }

    /// What the policy says of a plugin that lies in a file and is not installed, with the signature beside it.
    ///
    /// # Errors
    /// There is a signature and it cannot be read.
    pub fn judge_file(&self, path: &Path, id: &str, bytes: &[u8]) -> Result<Standing, SupplyError> {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let signatures = beside(&path, Limits::default().signature_bytes)?;
        let subject = Subject { bytes, digest: &Digest::of(bytes), manifest: None };
        let source = &Reference::File(path);
        Ok(self.judge_candidate(&Candidate { id, source, subject, signatures: &signatures }))
    }

    /// Whether it has a key of this name.
    #[must_use]
    pub fn has_key(&self, name: &str) -> bool {
        self.keys.contains_key(name)
    }

    /// What the policy says of a plugin.
    #[must_use]
    pub fn judge(&self, parcel: &Parcel) -> Standing {
        self.judge_candidate(&Candidate {
            id: &parcel.locked.id,
            source: &parcel.locked.source,
            subject: parcel.subject(),
            signatures: &parcel.signatures,
        })
    }

    fn judge_candidate(&self, candidate: &Candidate<'_>) -> Standing {
        if let Some(by) = self.rules.iter().find_map(|rule| rule.holds(candidate, &self.keys)) {
            return Standing::Verified { by };
        }
        let is_known = |signature: &Signature| self.keys.values().any(|key| signature.is_by(key, &candidate.subject));
        let because = match candidate.signatures {
            [] => "it is not signed".to_owned(),
            signatures if signatures.iter().any(is_known) => "no rule trusts whoever signed it".to_owned(),
            _ => "no key of the policy signed it".to_owned(),
        };
        Standing::Unverified { because }
    }
}

impl Rule {
    fn check(&self, keys: &BTreeMap<String, PublicKey>) -> Result<(), String> {
        let named = [&self.any_of, &self.all_of].into_iter().flatten().flatten();
        for key in named {
            if !keys.contains_key(key) {
                return Err(format!("there is no key `{key}`"));
            }
        }
        let is_empty = |list: &Option<Vec<String>>| list.as_ref().is_some_and(Vec::is_empty);
        if [&self.plugins, &self.from, &self.any_of, &self.all_of].into_iter().any(is_empty) {
            return Err("an empty list trusts nothing; leave it out".to_owned());
        }
        if self.any_of.is_none() && self.all_of.is_none() && self.digests.is_none() {
            return Err("without `any-of`, `all-of` or `digests` it would trust anything".to_owned());
        }
        let mut places = self.from.iter().flatten();
        match places.find(|place| !is_place(place)) {
            Some(place) => Err(format!(
                "`{place}` is not a place: `oci://…`, `https://…` or `file:…`, where `/*` at the end stands for everything below"
            )),
            None => Ok(()),
        }
    }

    /// What the trust rests on, if all that is stated holds.
    fn holds(&self, candidate: &Candidate<'_>, keys: &BTreeMap<String, PublicKey>) -> Option<String> {
        let subject = &candidate.subject;
        let has_signed = |name: &&String| {
            let key = keys.get(name.as_str());
            key.is_some_and(|key| candidate.signatures.iter().any(|signature| signature.is_by(key, subject)))
        };
        let base = candidate.source.base();
        if self.plugins.as_ref().is_some_and(|ids| !ids.iter().any(|id| id == candidate.id))
            || self.from.as_ref().is_some_and(|places| !places.iter().any(|place| is_below(&base, place)))
            || self.digests.as_ref().is_some_and(|digests| !digests.contains(subject.digest))
        {
            return None;
        }
        let mut by: Vec<String> = Vec::new();
        if let Some(names) = &self.any_of {
            by.push(names.iter().find(has_signed)?.clone());
        }
        if let Some(names) = &self.all_of {
            if !names.iter().all(|name| has_signed(&name)) {
                return None;
            }
            by.extend(names.iter().cloned());
        }
        by.dedup();
        Some(if by.is_empty() { "its digest".to_owned() } else { format!("signed by {}", by.join(" and ")) })
    }
}

fn is_place(text: &str) -> bool {
    let has_scheme = ["oci://", "https://", "file:"].iter().any(|scheme| text.starts_with(scheme));
    has_scheme && !text.strip_suffix("/*").unwrap_or(text).contains('*')
}

/// Whether a place is the named one, or below it where everything below is meant.
fn is_below(base: &str, place: &str) -> bool {
    match place.strip_suffix('*') {
        Some(directory) => base.starts_with(directory),
        None => base == place,
    }
}
