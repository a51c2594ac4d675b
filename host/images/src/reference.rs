//! References to images: `[registry/][namespace/]name[:tag][@digest]`.

use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// Longest name of an image, registry included.
const MAX_NAME: usize = 255;
/// Longest tag.
const MAX_TAG: usize = 128;
/// What a reference without a tag means.
pub(crate) const DEFAULT_TAG: &str = "latest";

/// A reference to an image, or to an image stream that might bear its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ImageReference {
    /// Host of the registry, with its port; only what has a `.` or a `:` in it, or is `localhost`, is one.
    pub registry: Option<String>,
    /// First part of the path when it has several: project or user.
    pub namespace: Option<String>,
    /// The rest of the path; may contain further `/`.
    pub name: String,
    /// The tag.
    pub tag: Option<String>,
    /// The digest, `sha256:…`.
    pub digest: Option<String>,
}

/// A text that is no reference to an image.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReferenceError {
    /// There is nothing before the tag.
    #[error("an image reference needs a name")]
    Empty,
    /// A part of the name has characters that none may have: capital letters, blanks, …
    #[error("`{part}` cannot be a part of an image's name")]
    Name {
        /// The part.
        part: String,
    },
    /// The tag has characters that none may have, or too many.
    #[error("`{tag}` cannot be a tag")]
    Tag {
        /// The tag.
        tag: String,
    },
    /// The digest is not `<algorithm>:<32 or more hexadecimal digits>`.
    #[error("`{digest}` cannot be a digest")]
    Digest {
        /// The digest.
        digest: String,
    },
    /// The name is longer than any registry takes.
    #[error("an image's name has at most {MAX_NAME} characters")]
    TooLong,
}

impl ReferenceError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "image.reference-empty",
            Self::Name { .. } => "image.reference-name",
            Self::Tag { .. } => "image.reference-tag",
            Self::Digest { .. } => "image.reference-digest",
            Self::TooLong => "image.reference-too-long",
        }
    }
}

impl ImageReference {
    /// The name with namespace and registry, without tag and digest.
    #[must_use]
    pub fn repository(&self) -> String {
        let parts = [self.registry.as_deref(), self.namespace.as_deref(), Some(self.name.as_str())];
        parts.into_iter().flatten().collect::<Vec<_>>().join("/")
    }

    /// The one form that all ways to write the reference have in common: with `docker.io`, with `library` for images
    /// without a namespace there, and with a tag or a digest. Two references mean the same image if these are equal.
    #[must_use]
    pub fn canonical(&self) -> Self {
        let mut whole = self.clone();
        let hub = match whole.registry.as_deref() {
            None | Some("docker.io" | "index.docker.io") => true,
            Some(_) => false,
        };
        if hub {
            whole.registry = Some("docker.io".to_owned());
            whole.namespace.get_or_insert_with(|| "library".to_owned());
        }
        if whole.tag.is_none() && whole.digest.is_none() {
            whole.tag = Some(DEFAULT_TAG.to_owned());
        }
        whole
    }

    /// What an object made for this image may be called (new-app.md 7): the last part of the name, `-` in the place of
    /// what no name may have, the ends trimmed.
    #[must_use]
    pub fn name_suggestion(&self) -> String {
        let last = self.name.rsplit('/').next().unwrap_or_default();
        let kept: String =
            last.chars().map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' }).collect();
        kept.trim_matches('-').to_owned()
    }
}

impl fmt::Display for ImageReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repository())?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        if let Some(digest) = &self.digest {
            write!(f, "@{digest}")?;
        }
        Ok(())
    }
}

impl FromStr for ImageReference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (text, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (text, None),
        };
        // A colon before the last slash belongs to the port of a registry.
        let (name, tag) = match text.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
            _ => (text, None),
        };
        if name.is_empty() {
            return Err(ReferenceError::Empty);
        }
        if name.len() > MAX_NAME {
            return Err(ReferenceError::TooLong);
        }
        let (registry, path) = match name.split_once('/') {
            Some((host, path)) if is_registry(host) => (Some(host), path),
            _ => (None, name),
        };
        if let Some(part) = path.split('/').find(|part| !is_name(part)) {
            return Err(ReferenceError::Name { part: part.to_owned() });
        }
        if let Some(host) = registry.filter(|host| !is_host(host)) {
            return Err(ReferenceError::Name { part: host.to_owned() });
        }
        if let Some(tag) = tag.filter(|tag| !is_tag(tag)) {
            return Err(ReferenceError::Tag { tag: tag.to_owned() });
        }
        if let Some(digest) = digest.filter(|digest| !is_digest(digest)) {
            return Err(ReferenceError::Digest { digest: digest.to_owned() });
        }
        let (namespace, name) = match path.split_once('/') {
            Some((namespace, name)) => (Some(namespace), name),
            None => (None, path),
        };
        Ok(Self {
            registry: registry.map(str::to_owned),
            namespace: namespace.map(str::to_owned),
            name: name.to_owned(),
            tag: tag.map(str::to_owned),
            digest: digest.map(str::to_owned),
        })
    }
}

fn is_registry(first: &str) -> bool {
    first.contains(['.', ':']) || first == "localhost"
}

/// Labels of letters, digits and inner dashes, joined by dots; a port.
fn is_host(host: &str) -> bool {
    let (labels, port) = match host.split_once(':') {
        Some((labels, port)) => (labels, Some(port)),
        None => (host, None),
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
    };
    labels.split('.').all(is_label)
        && port.is_none_or(|port| !port.is_empty() && port.bytes().all(|c| c.is_ascii_digit()))
}

/// Small letters and digits, with `.`, `_`, `__` or any number of `-` between them.
fn is_name(part: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_separator = |run: &str| matches!(run, "" | "." | "_" | "__") || run.bytes().all(|c| c == b'-');
    part.starts_with(is_plain) && part.ends_with(is_plain) && part.split(is_plain).all(is_separator)
}

fn is_tag(tag: &str) -> bool {
    tag.len() <= MAX_TAG
        && tag.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && tag.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'.' | b'-'))
}

fn is_digest(digest: &str) -> bool {
    digest.split_once(':').is_some_and(|(algorithm, hex)| {
        algorithm.starts_with(|c: char| c.is_ascii_alphabetic())
            && algorithm.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'.' | b'_' | b'-'))
            && hex.len() >= 32
            && hex.bytes().all(|c| c.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Registry, namespace, name, tag of a text.
    fn parts(text: &str) -> (Option<String>, Option<String>, String, Option<String>) {
        let reference: ImageReference = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        (reference.registry, reference.namespace, reference.name, reference.tag)
    }

    #[test]
    fn references_fall_into_parts() {
        // new-app.md 2 and 6.2; image-streams.md 5.
        let cases = [
            ("ruby", None, None, "ruby", None),
            ("ruby:3.3", None, None, "ruby", Some("3.3")),
            ("openshift/ruby:3.3-ubi9", None, Some("openshift"), "ruby", Some("3.3-ubi9")),
            ("registry.example/team/app:1", Some("registry.example"), Some("team"), "app", Some("1")),
            ("registry.example/app", Some("registry.example"), None, "app", None),
            ("localhost/app", Some("localhost"), None, "app", None),
            ("localhost:5000/a/b/c:x", Some("localhost:5000"), Some("a"), "b/c", Some("x")),
            ("host:5000/app", Some("host:5000"), None, "app", None),
            ("team/group/app", None, Some("team"), "group/app", None),
            ("REGISTRY.example/app", Some("REGISTRY.example"), None, "app", None),
            ("my-org/my_app.io__x--y:V1", None, Some("my-org"), "my_app.io__x--y", Some("V1")),
            ("localhost:5000", None, None, "localhost", Some("5000")),
        ];
        for (text, registry, namespace, name, tag) in cases {
            let owned = |part: Option<&str>| part.map(str::to_owned);
            assert_eq!(parts(text), (owned(registry), owned(namespace), name.to_owned(), owned(tag)), "{text}");
            assert_eq!(text.parse::<ImageReference>().unwrap().to_string(), text, "printed as it was written");
        }
    }

    #[test]
    fn digest_is_kept_beside_the_tag() {
        let digest = format!("sha256:{}", "0f".repeat(32));
        let text = format!("quay.example/team/app:2@{digest}");
        let reference: ImageReference = text.parse().unwrap();
        assert_eq!(reference.digest.as_deref(), Some(digest.as_str()));
        assert_eq!(reference.to_string(), text);
    }

    #[test]
    fn what_is_no_reference_is_refused_by_its_part() {
        // Capital letters do not parse (new-app.md 6.2).
        let cases = [
            ("PHP", "image.reference-name"),
            ("php:", "image.reference-tag"),
            (":8", "image.reference-empty"),
            ("", "image.reference-empty"),
            ("a b", "image.reference-name"),
            ("-a", "image.reference-name"),
            ("a..b", "image.reference-name"),
            ("a___b", "image.reference-name"),
            ("a/", "image.reference-name"),
            ("/a", "image.reference-name"),
            ("https://host/app", "image.reference-name"),
            ("a:.b", "image.reference-tag"),
            ("-host.example/a", "image.reference-name"),
            ("host.example:x/a", "image.reference-name"),
            ("a@sha256:12", "image.reference-digest"),
        ];
        for (text, code) in cases {
            assert_eq!(text.parse::<ImageReference>().unwrap_err().code(), code, "{text}");
        }
        assert_eq!("a".repeat(256).parse::<ImageReference>(), Err(ReferenceError::TooLong));
        assert!(format!("a:{}", "t".repeat(129)).parse::<ImageReference>().is_err());
    }

    #[test]
    fn canonical_form_is_the_same_for_all_ways_to_write_it() {
        let cases = [
            ("nginx", "docker.io/library/nginx:latest"),
            ("nginx:1.27", "docker.io/library/nginx:1.27"),
            ("docker.io/nginx", "docker.io/library/nginx:latest"),
            ("index.docker.io/library/nginx", "docker.io/library/nginx:latest"),
            ("acme/worker", "docker.io/acme/worker:latest"),
            ("quay.example/base", "quay.example/base:latest"),
        ];
        for (text, canonical) in cases {
            assert_eq!(text.parse::<ImageReference>().unwrap().canonical().to_string(), canonical, "{text}");
        }
    }

    #[test]
    fn suggestion_is_the_last_part_as_a_name() {
        // new-app.md 7.
        let cases = [
            ("quay.example/acme/s2i-tool:2", "s2i-tool"),
            ("team/group/my_app", "my-app"),
            ("a.b", "a-b"),
            ("ruby", "ruby"),
        ];
        for (text, name) in cases {
            assert_eq!(text.parse::<ImageReference>().unwrap().name_suggestion(), name, "{text}");
        }
    }
}
