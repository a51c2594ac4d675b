//! A repository that is reached by `git`, and what of its name may be shown.

use crate::SourceError;
use crate::mask::{MASK, masked_query, percent_decoded, query_values};
use std::fmt;
use std::path::Path;

/// How a repository is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Protocol {
    /// `https://`.
    Https,
    /// `http://`: neither secret nor safe from being changed on the way.
    Http,
    /// `ssh://` or the form `[user@]host:path`.
    Ssh,
    /// `file://`.
    File,
    /// Any other, in small letters; never used.
    Other(String),
}

/// A repository's URL or scp-like name.
#[derive(Clone, PartialEq, Eq)]
pub struct Remote {
    uri: String,
    reference: Option<String>,
    protocol: Protocol,
    /// Byte range of `user:password` in the URI, without the `@`.
    user: Option<(usize, usize)>,
    is_scp: bool,
}

impl Remote {
    /// Reads a URL or scp-like name; nothing when the text is neither, but a path.
    pub(crate) fn parse(text: &str) -> Result<Option<Self>, &'static str> {
        let (uri, reference) = split_reference(text);
        let Some(Shape { protocol, authority, path, is_scp }) = Shape::of(uri) else { return Ok(None) };
        let user_end = uri[authority.0..authority.1].rfind('@').map(|at| authority.0 + at);
        let host = &uri[user_end.map_or(authority.0, |at| at + 1)..authority.1];
        if host.starts_with('-') || uri[authority.0..].starts_with('-') {
            return Err("the host begins with `-`");
        }
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']' | '%');
        if !host.chars().all(is_plain) {
            return Err("the host holds characters that no host has");
        }
        let port = host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']'));
        if !is_scp && port.is_some_and(|(_, port)| !port.chars().all(|c| c.is_ascii_digit())) {
            return Err("its port is no number");
        }
        if host.is_empty() && protocol != Protocol::File {
            return Err("it names no host");
        }
        if path.trim_matches('/').is_empty() {
            return Err("it names no repository");
        }
        Ok(Some(Self {
            reference: reference.map(ToOwned::to_owned),
            user: user_end.map(|end| (authority.0, end)),
            uri: uri.to_owned(),
            protocol,
            is_scp,
        }))
    }

    /// A repository in a directory of this machine, by its absolute path.
    ///
    /// # Errors
    /// The path is relative or not UTF-8.
    pub fn of_directory(path: &Path, reference: Option<&str>) -> Result<Self, SourceError> {
        let refuse = |problem| SourceError::Location { text: path.display().to_string(), problem };
        let text = path.to_str().ok_or_else(|| refuse("it is not UTF-8"))?;
        if !path.is_absolute() {
            return Err(refuse("it is not absolute"));
        }
        Ok(Self {
            uri: format!("file://{}", text.replace('%', "%25")),
            reference: reference.map(ToOwned::to_owned),
            protocol: Protocol::File,
            user: None,
            is_scp: false,
        })
    }

    /// The same repository at another ref, or at its default branch.
    #[must_use]
    pub fn at(&self, reference: Option<&str>) -> Self {
        Self { reference: reference.map(ToOwned::to_owned), ..self.clone() }
    }

    /// The name without the ref, as git is to be given it. It may hold credentials: never print or write it.
    #[must_use]
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The branch, tag, commit or other ref behind `#`.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    /// How the repository is reached.
    #[must_use]
    pub const fn protocol(&self) -> &Protocol {
        &self.protocol
    }

    /// Whether it was written as `[user@]host:path`.
    #[must_use]
    pub const fn is_scp(&self) -> bool {
        self.is_scp
    }

    /// The name that may be printed and written into objects: without the ref, and without user and password. The user
    /// of ssh stays, for it is part of the place (`git@host:path`) and no secret.
    #[must_use]
    pub fn uri_without_credentials(&self) -> String {
        self.masked("")
    }

    /// The URI with other text in the place of what is secret.
    fn masked(&self, mask: &str) -> String {
        masked_query(&self.without_user(mask), mask)
    }

    fn without_user(&self, mask: &str) -> String {
        let Some((start, end)) = self.user else { return self.uri.clone() };
        let (head, user, tail) = (&self.uri[..start], &self.uri[start..end], &self.uri[end..]);
        let kept = match (&self.protocol, user.split_once(':')) {
            (Protocol::Ssh, None) => user.to_owned(),
            (Protocol::Ssh, Some((name, _))) if mask.is_empty() => name.to_owned(),
            (Protocol::Ssh, Some((name, _))) => format!("{name}:{mask}"),
            _ => mask.to_owned(),
        };
        let tail = if kept.is_empty() { tail.strip_prefix('@').unwrap_or(tail) } else { tail };
        format!("{head}{kept}{tail}")
    }

    /// The name that git is given: without name and password, which it gets by another way, but with the query.
    pub(crate) fn fetch_uri(&self) -> String {
        self.without_user("")
    }

    /// The name and password in a URL of the web.
    pub(crate) fn credentials(&self) -> Option<Credentials> {
        let (start, end) = self.user?;
        if !matches!(self.protocol, Protocol::Http | Protocol::Https) {
            return None;
        }
        let host_end = self.uri[end..].find(['/', '?']).map_or(self.uri.len(), |slash| end + slash);
        let (user, password) = match self.uri[start..end].split_once(':') {
            Some((user, password)) => (user, Some(password)),
            None => (&self.uri[start..end], None),
        };
        // A line end would be a further answer to git.
        let plain = |text: &str| percent_decoded(text).filter(|text| !text.contains(char::is_control));
        let password = match password {
            Some(password) => Some(plain(password)?),
            None => None,
        };
        Some(Credentials {
            scope: format!("{}://{}", self.protocol, &self.uri[end + 1..host_end]),
            user: plain(user)?,
            password,
        })
    }

    /// Every text that must not be shown, longest first.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let mut secrets = Vec::new();
        if let Some((start, end)) = self.user {
            let user = &self.uri[start..end];
            match (&self.protocol, user.split_once(':')) {
                (Protocol::Ssh, None) => {}
                (Protocol::Ssh, Some((_, password))) => secrets.push(password.to_owned()),
                (_, parts) => {
                    secrets.push(user.to_owned());
                    secrets.extend(parts.map(|(_, password)| password.to_owned()));
                }
            }
        }
        secrets.extend(query_values(&self.uri).map(|(start, end)| self.uri[start..end].to_owned()));
        let decoded: Vec<String> = secrets.iter().filter_map(|secret| percent_decoded(secret)).collect();
        secrets.extend(decoded);
        secrets.retain(|secret| !secret.is_empty());
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.dedup();
        secrets
    }
}

impl fmt::Display for Remote {
    /// As it was written, credentials masked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked(MASK))?;
        self.reference.as_ref().map_or(Ok(()), |reference| write!(f, "#{reference}"))
    }
}

impl fmt::Debug for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Remote").field(&self.to_string()).finish()
    }
}

/// A name and a password for one server.
pub(crate) struct Credentials {
    /// Protocol, host and port.
    pub(crate) scope: String,
    pub(crate) user: String,
    pub(crate) password: Option<String>,
}

/// The parts of a name that is no path.
struct Shape<'t> {
    protocol: Protocol,
    /// Byte range of `user:password@host:port`.
    authority: (usize, usize),
    path: &'t str,
    is_scp: bool,
}

impl<'t> Shape<'t> {
    fn of(uri: &'t str) -> Option<Self> {
        let colon = uri.find(':')?;
        let scheme = &uri[..colon];
        if is_scheme(scheme) && uri[colon..].starts_with("://") {
            let start = colon + 3;
            let end = uri[start..].find(['/', '?']).map_or(uri.len(), |slash| start + slash);
            return Some(Self {
                protocol: protocol(scheme),
                authority: (start, end),
                path: &uri[end..],
                is_scp: false,
            });
        }
        if is_scheme(scheme) && uri[colon..].starts_with("::") {
            // A remote helper (`ext::command`): git would start a program of that name.
            let other = Protocol::Other(scheme.to_ascii_lowercase());
            return Some(Self { protocol: other, authority: (0, colon), path: &uri[colon + 2..], is_scp: false });
        }
        let end = scp_host_end(uri)?;
        Some(Self { protocol: Protocol::Ssh, authority: (0, end), path: &uri[end + 1..], is_scp: true })
    }
}

/// Where the host of `[user@]host:path` ends. A slash before the colon makes the text a path, as it does for git; a host
/// of one letter is a drive, an `@` without a user before it names nobody, and neither part holds what begins a query.
fn scp_host_end(uri: &str) -> Option<usize> {
    let is_user = |user: &str| !user.is_empty() && !user.contains([':', '/', '\\', '?', '[']);
    // An `@` behind the colon of the host is one of the path.
    let user_end = uri.split_once('@').filter(|(user, _)| is_user(user)).map_or(0, |(user, _)| user.len() + 1);
    let rest = &uri[user_end..];
    let length = if rest.starts_with('[') { rest.find("]:")? + 1 } else { rest.find(':')? };
    let is_host = length > 0 && user_end + length > 1 && !rest[..length].contains(['/', '\\', '?', '@']);
    is_host.then_some(user_end + length)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.'))
}

fn protocol(scheme: &str) -> Protocol {
    match scheme.to_ascii_lowercase().as_str() {
        "https" => Protocol::Https,
        "http" => Protocol::Http,
        "ssh" | "git+ssh" | "ssh+git" => Protocol::Ssh,
        "file" => Protocol::File,
        other => Protocol::Other(other.to_owned()),
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Https => "https",
            Self::Http => "http",
            Self::Ssh => "ssh",
            Self::File => "file",
            Self::Other(other) => other,
        })
    }
}

/// The text before the first `#`, and the ref behind it; an empty one is none.
pub(crate) fn split_reference(text: &str) -> (&str, Option<&str>) {
    match text.split_once('#') {
        Some((head, reference)) => (head, Some(reference).filter(|reference| !reference.is_empty())),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_at_sign_without_a_user_makes_a_path() {
        for (uri, end) in [
            ("git@host:path", Some(8)),
            ("host:path", Some(4)),
            ("@host:path", None),
            ("@x://a@b/c", None),
            ("a@b?c=d@e:f", None),
            ("a@b@c:d", None),
            ("ab:c@d", Some(2)),
        ] {
            assert_eq!(scp_host_end(uri), end, "{uri}");
        }
    }

    #[test]
    fn another_ref_changes_nothing_else() {
        let cases = [
            ("https://host.example/a.git#v1", Some("v2"), "https://host.example/a.git", Some("v2")),
            ("https://host.example/a.git#v1", None, "https://host.example/a.git", None),
            ("https://user:secret@host.example/a.git", Some("x"), "https://user:secret@host.example/a.git", Some("x")),
            ("git@host.example:a.git", Some("x"), "git@host.example:a.git", Some("x")),
        ];
        for (text, reference, uri, expected) in cases {
            let remote = Remote::parse(text).unwrap().unwrap();
            let other = remote.at(reference);
            assert_eq!((other.uri(), other.reference()), (uri, expected), "{text}");
            assert_eq!((other.secrets(), other.is_scp()), (remote.secrets(), remote.is_scp()), "{text}");
        }
    }
}
