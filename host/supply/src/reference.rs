//! Where a plugin comes from, as people write it.

use crate::{Digest, SupplyError};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Longest reference, in bytes, without its scheme: what is written down carries one even if it was left out.
const MAX_BYTES: usize = 4096;

/// What a reference may begin with.
const SCHEMES: [&str; 3] = ["oci://", "https://", "file:"];

/// The tag that is meant when none is named.
const LATEST: &str = "latest";

/// Where a plugin comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Reference {
    /// An artifact of a registry: `oci://host/name:tag`, `host/name:tag`, with `@sha256:…` for one and no other.
    Registry(RegistryReference),
    /// A file of a web server: `https://…#sha256=…`.
    Https {
        /// The address without the digest.
        address: String,
        /// What the file must have.
        digest: Digest,
    },
    /// A file: a path, or `file:` and a path.
    File(PathBuf),
}

/// An artifact of a registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryReference {
    /// Host, with a port where one is named.
    pub host: String,
    /// Name of the repository in the registry.
    pub repository: String,
    /// The tag.
    pub tag: Option<String>,
    /// Digest of the manifest.
    pub digest: Option<Digest>,
}

impl RegistryReference {
    /// The tag in force.
    #[must_use]
    pub fn tag(&self) -> &str {
        self.tag.as_deref().unwrap_or(LATEST)
    }

    /// What the registry is asked for: the digest if there is one, else the tag.
    #[must_use]
    pub fn asked(&self) -> &str {
        self.digest.as_ref().map_or_else(|| self.tag(), Digest::as_str)
    }

    /// The same repository with nothing chosen from it.
    #[must_use]
    pub fn base(&self) -> String {
        format!("oci://{}/{}", self.host, self.repository)
    }

    fn parse(text: &str) -> Result<Self, &'static str> {
        let (text, digest) = match text.split_once('@') {
            Some((text, digest)) => {
                (text, Some(digest.parse().map_err(|_| "what follows `@` is not `sha256:` and 64 hexadecimal digits")?))
            }
            None => (text, None),
        };
        let (host, rest) = text.split_once('/').ok_or("it names no repository: host/name:tag is meant")?;
        let (repository, tag) = match rest.rsplit_once(':') {
            Some((repository, tag)) => (repository, Some(tag.to_owned())),
            None => (rest, None),
        };
        if !is_host(host) {
            return Err("the part before the first `/` is not a host");
        }
        if repository.is_empty() || !repository.split('/').all(is_name) {
            return Err("the name of the repository has other characters than a-z, 0-9 and single . _ - between them");
        }
        if tag.as_deref().is_some_and(|tag| !is_tag(tag)) {
            return Err("the tag is not one of at most 128 letters, digits, `.`, `_` and `-`");
        }
        Ok(Self { host: host.to_owned(), repository: repository.to_owned(), tag, digest })
    }
}

impl fmt::Display for RegistryReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base())?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        self.digest.as_ref().map_or(Ok(()), |digest| write!(f, "@{digest}"))
    }
}

impl Reference {
    /// The same place without what is chosen from it: two versions of one plugin have it in common.
    #[must_use]
    pub fn base(&self) -> String {
        match self {
            Self::Registry(reference) => reference.base(),
            Self::Https { address, .. } => address.clone(),
            Self::File(_) => self.to_string(),
        }
    }

    /// The same with a path that begins at this directory.
    #[must_use]
    pub fn below(self, directory: &Path) -> Self {
        match self {
            Self::File(path) => Self::File(directory.join(path)),
            other => other,
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Registry(reference) => reference.fmt(f),
            Self::Https { address, digest } => write!(f, "{address}#sha256={}", digest.digits()),
            Self::File(path) => write!(f, "file:{}", path.display()),
        }
    }
}

impl FromStr for Reference {
    type Err = SupplyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |problem: &'static str| SupplyError::Reference { text: text.to_owned(), problem };
        let bare = SCHEMES.iter().find_map(|scheme| text.strip_prefix(scheme)).unwrap_or(text);
        if bare.len() > MAX_BYTES || bare.is_empty() || text.chars().any(char::is_control) {
            return Err(wrong("it is empty, too long, or has control characters"));
        }
        if let Some(rest) = text.strip_prefix("oci://") {
            return RegistryReference::parse(rest).map(Self::Registry).map_err(wrong);
        }
        if text.starts_with("https://") {
            return https(text).map_err(wrong);
        }
        if text.starts_with("http://") {
            return Err(wrong("plain http is open to everybody on the way: https is needed"));
        }
        if let Some(path) = text.strip_prefix("file:") {
            return Ok(Self::File(PathBuf::from(path)));
        }
        if text.contains("://") {
            return Err(wrong("only oci, https and file are known"));
        }
        if is_file(text) {
            return Ok(Self::File(PathBuf::from(text)));
        }
        RegistryReference::parse(text).map(Self::Registry).map_err(wrong)
    }
}

impl TryFrom<String> for Reference {
    type Error = SupplyError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}

fn https(text: &str) -> Result<Reference, &'static str> {
    let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
    let digits = fragment.strip_prefix("sha256=").ok_or("`#sha256=` and the digest of the file must follow")?;
    let digest =
        format!("sha256:{digits}").parse().map_err(|_| "what follows `#sha256=` is not 64 hexadecimal digits")?;
    let authority = address.trim_start_matches("https://").split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err("a name and a password in an address end up in files and lists");
    }
    if !is_host(authority) {
        return Err("it names no host");
    }
    if !address.bytes().all(|c| c.is_ascii_graphic()) {
        return Err("an address has no blanks, and other letters are written with %");
    }
    Ok(Reference::Https { address: address.to_owned(), digest })
}

/// A path rather than `host/name`: it begins like one, ends like one, or what stands before its first `/` is no host.
fn is_file(text: &str) -> bool {
    let looks_like_one = text.starts_with(['/', '.', '~']) || text.ends_with(".wasm") || text.ends_with(".toml");
    let first = text.split('/').next().unwrap_or_default();
    let is_registry = text.contains('/') && (first.contains(['.', ':']) || first == "localhost");
    looks_like_one || !is_registry
}

/// A host name or address with or without a port; an IPv6 address stands in brackets.
fn is_host(text: &str) -> bool {
    let is_word = |name: &str, also: &[char]| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(&c))
    };
    let (is_name, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => (is_word(address, &[':', '.']), port),
        None => {
            let (name, port) = text.split_at(text.find(':').unwrap_or(text.len()));
            (is_word(name, &['.', '-', '_']) && !name.starts_with('-'), port)
        }
    };
    let number = port.strip_prefix(':').and_then(|number| number.parse::<u16>().ok());
    is_name && (port.is_empty() || number.is_some_and(|number| number > 0))
}

/// One part of the name of a repository (OCI distribution specification, "Pulling manifests").
fn is_name(text: &str) -> bool {
    let is_letter = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit();
    let ends_well = text.bytes().next().is_some_and(is_letter) && text.bytes().last().is_some_and(is_letter);
    let separators = text.split(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()).filter(|part| !part.is_empty());
    let mut separators = separators.peekable();
    ends_well && separators.all(|part| matches!(part, "." | "_" | "__") || part.bytes().all(|c| c == b'-'))
}

fn is_tag(text: &str) -> bool {
    let is_word = |c: u8| c.is_ascii_alphanumeric() || c == b'_';
    text.len() <= 128
        && text.bytes().next().is_some_and(is_word)
        && text.bytes().all(|c| is_word(c) || c == b'.' || c == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DIGITS: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn read(text: &str) -> Reference {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn registry_is_named_with_and_without_scheme() {
        let plain = read("registry.example/acme/pony:1.2.0");
        assert_eq!(plain.to_string(), "oci://registry.example/acme/pony:1.2.0");
        assert_eq!(plain, read("oci://registry.example/acme/pony:1.2.0"));
        assert_eq!(plain.base(), "oci://registry.example/acme/pony");
    }

    #[test]
    fn ports_tags_and_digests_are_told_apart() {
        let Reference::Registry(reference) = read(&format!("localhost:5000/pony:v1@sha256:{DIGITS}")) else { panic!() };
        assert_eq!(reference.host, "localhost:5000");
        assert_eq!(reference.tag.as_deref(), Some("v1"));
        assert_eq!(reference.asked(), format!("sha256:{DIGITS}"));
        let Reference::Registry(reference) = read("oci://[::1]:5000/pony") else { panic!() };
        assert_eq!((reference.host.as_str(), reference.asked()), ("[::1]:5000", "latest"));
    }

    #[test]
    fn web_address_needs_a_digest() {
        let text = format!("https://files.example/pony.wasm?v=2#sha256={DIGITS}");
        assert_eq!(read(&text).to_string(), text);
        for wrong in [
            "https://files.example/pony.wasm",
            "https://files.example/pony.wasm#sha256=12",
            &format!("https://ann:secret@files.example/pony.wasm#sha256={DIGITS}"),
            &format!("https:///pony.wasm#sha256={DIGITS}"),
            &format!("http://files.example/pony.wasm#sha256={DIGITS}"),
        ] {
            assert!(matches!(wrong.parse::<Reference>(), Err(SupplyError::Reference { .. })), "{wrong}");
        }
    }

    #[test]
    fn paths_are_files() {
        for path in ["pony.wasm", "./pony", "/opt/pony", "plugins/pony.wasm", "../pony.toml", "pony"] {
            assert_eq!(read(path), Reference::File(path.into()), "{path}");
        }
        assert_eq!(read("file:/opt/a b.wasm").to_string(), "file:/opt/a b.wasm");
    }

    #[test]
    fn longest_reference_is_read_as_it_is_written() {
        let path = "a".repeat(MAX_BYTES);
        let name = format!("localhost/{}", "a".repeat(MAX_BYTES - "localhost/".len()));
        for text in [path.as_str(), &name, &format!("file:{path}"), &format!("oci://{name}")] {
            assert_eq!(read(&read(text).to_string()), read(text));
            assert!(format!("{text}a").parse::<Reference>().is_err());
        }
    }

    proptest! {
        #[test]
        fn reference_is_read_as_it_is_written(text in "(oci://|https://|file:|)[a-z0-9.:/@#\\[\\]_=-]{0,40}") {
            if let Ok(reference) = text.parse::<Reference>() {
                prop_assert_eq!(reference.to_string().parse::<Reference>().unwrap(), reference);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            drop(text.parse::<Reference>());
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "",
            "oci://",
            "oci://registry.example",
            "oci://registry.example/",
            "oci://registry.example/Acme",
            "oci://registry.example/a//b",
            "oci://registry.example/..",
            "oci://registry.example/a:",
            "oci://registry.example/a:-x",
            "oci://registry.example/a@sha256:12",
            "oci://registry.example:/a",
            "oci://registry.example:0/a",
            "oci://-x/a",
            "oci://ann@registry.example/a",
            "ftp://registry.example/a",
            "registry.example/a\nb:1",
        ] {
            assert!(matches!(text.parse::<Reference>(), Err(SupplyError::Reference { .. })), "{text}");
        }
    }
}
