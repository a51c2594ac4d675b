//! One repository of a registry, asked by the OCI distribution specification 1.1.

use crate::challenge::Challenge;
use crate::credentials::{Credentials, DOCKER_HUB};
use crate::secret::Secret;
use crate::transport::{Answer, Ask, Transport};
use crate::{Digest, Limits, RegistryReference, SupplyError};
use http::StatusCode;
use http::header::{LINK, WWW_AUTHENTICATE};
use serde::Deserialize;
use std::cell::RefCell;
use std::net::IpAddr;

/// Manifests that are understood, or at least told apart.
const MANIFESTS: &str = "application/vnd.oci.image.manifest.v1+json, \
    application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.index.v1+json";
/// Most pages of a list of tags.
const PAGES: usize = 20;
/// Most characters of a refusal that are told.
const TOLD: usize = 200;

/// A repository of a registry.
pub(crate) struct Registry<'r> {
    transport: &'r Transport,
    credentials: &'r Credentials,
    limits: Limits,
    host: String,
    repository: String,
    base: String,
    is_open: bool,
    authorization: RefCell<Option<Secret>>,
}

#[derive(Deserialize)]
struct Token {
    token: Option<String>,
    access_token: Option<String>,
}

#[derive(Deserialize)]
struct Tags {
    tags: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Refusal {
    errors: Vec<RefusalEntry>,
}

#[derive(Deserialize)]
struct RefusalEntry {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
}

impl<'r> Registry<'r> {
    pub(crate) fn new(
        transport: &'r Transport,
        credentials: &'r Credentials,
        limits: Limits,
        reference: &RegistryReference,
        plain_http: bool,
    ) -> Self {
        let is_hub = reference.host == DOCKER_HUB;
        let server = if is_hub { "registry-1.docker.io" } else { &reference.host };
        let repository = match reference.repository.contains('/') {
            false if is_hub => format!("library/{}", reference.repository),
            _ => reference.repository.clone(),
        };
        let scheme = if plain_http { "http" } else { "https" };
        Self {
            transport,
            credentials,
            limits,
            base: format!("{scheme}://{server}"),
            host: reference.host.clone(),
            repository,
            is_open: plain_http && !is_loopback(&reference.host),
            authorization: RefCell::default(),
        }
    }

    /// The manifest behind a tag or a digest. One that is asked for by its digest has it.
    pub(crate) fn manifest(&self, asked: &str) -> Result<Vec<u8>, SupplyError> {
        let address = format!("{}/v2/{}/manifests/{asked}", self.base, self.repository);
        let answer = self.get(&address, MANIFESTS, self.limits.document_bytes)?;
        let body = success(&address, answer)?.body;
        if let Ok(expected) = asked.parse() {
            check(&address, &expected, &body)?;
        }
        Ok(body)
    }

    /// The blob of this digest, which has at most `limit` bytes.
    pub(crate) fn blob(&self, digest: &Digest, limit: u64) -> Result<Vec<u8>, SupplyError> {
        let address = format!("{}/v2/{}/blobs/{digest}", self.base, self.repository);
        let answer = self.get(&address, "*/*", limit)?;
        let body = success(&address, answer)?.body;
        check(&address, digest, &body)?;
        Ok(body)
    }

    /// The index of what refers to a manifest.
    pub(crate) fn referrers(&self, digest: &Digest) -> Result<Vec<u8>, SupplyError> {
        let address = format!("{}/v2/{}/referrers/{digest}", self.base, self.repository);
        Ok(success(&address, self.get(&address, MANIFESTS, self.limits.document_bytes)?)?.body)
    }

    /// All tags, in the order of the registry.
    pub(crate) fn tags(&self) -> Result<Vec<String>, SupplyError> {
        let mut all = Vec::new();
        let mut address = format!("{}/v2/{}/tags/list", self.base, self.repository);
        for _ in 0..PAGES {
            let answer = success(&address, self.get(&address, "application/json", self.limits.document_bytes)?)?;
            let tags: Tags = json(&address, &answer.body)?;
            all.extend(tags.tags.unwrap_or_default());
            let link = answer.headers.get(LINK).and_then(|link| link.to_str().ok());
            match link.and_then(next_page) {
                Some(path) => address = format!("{}{path}", self.base),
                None => return Ok(all),
            }
        }
        Err(SupplyError::TooLarge { what: format!("the list of tags of {address}"), limit: self.limits.document_bytes })
    }

    /// Asks; where the registry wants to know who asks, says so and asks again.
    fn get(&self, address: &str, accept: &str, limit: u64) -> Result<Answer, SupplyError> {
        let authorization = self.authorization.borrow().clone();
        let ask = Ask { address, accept, authorization: authorization.as_ref(), limit };
        let answer = self.transport.get(&ask)?;
        if answer.status != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        let headers = answer.headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|header| header.to_str().ok());
        let challenge = headers.filter_map(Challenge::parse).next().ok_or_else(|| SupplyError::Unauthorised {
            address: address.to_owned(),
            problem: "in no way that is known".to_owned(),
        })?;
        let secret = self.login(address, &challenge)?;
        let answer = self.transport.get(&Ask { authorization: Some(&secret), ..ask })?;
        *self.authorization.borrow_mut() = Some(secret);
        Ok(answer)
    }

    fn login(&self, address: &str, challenge: &Challenge) -> Result<Secret, SupplyError> {
        let refused =
            |problem: &str| SupplyError::Unauthorised { address: address.to_owned(), problem: problem.to_owned() };
        let login = self.credentials.find(&self.host, &self.repository)?;
        if self.is_open && login.is_some() {
            return Err(refused("credentials are not sent over plain http"));
        }
        let basic = login.as_ref().and_then(crate::credentials::Login::secret);
        match challenge {
            Challenge::Basic => basic.ok_or_else(|| refused("no credentials are known for it")),
            Challenge::Bearer { realm, service } => {
                let token = self.token(realm, service.as_deref(), basic.as_ref())?;
                Secret::bearer(&token).ok_or_else(|| refused("the token that was given out is none"))
            }
        }
    }

    /// A token that lets one read this repository.
    fn token(&self, realm: &str, service: Option<&str>, basic: Option<&Secret>) -> Result<String, SupplyError> {
        let malformed =
            |problem: &str| SupplyError::Malformed { address: realm.to_owned(), problem: problem.to_owned() };
        let is_plain = realm.starts_with("http://") && self.base.starts_with("http://");
        if !realm.starts_with("https://") && !is_plain {
            return Err(malformed("this is not an https address to get a token from"));
        }
        let host = realm.trim_start_matches("http://").split(['/', '?']).next().unwrap_or_default();
        if is_plain && basic.is_some() && !is_loopback(host) {
            return Err(malformed("credentials are not sent over plain http"));
        }
        let mut address = format!("{realm}{}", if realm.contains('?') { '&' } else { '?' });
        if let Some(service) = service {
            address.push_str(&format!("service={}&", escaped(service)));
        }
        address.push_str(&format!("scope={}", escaped(&format!("repository:{}:pull", self.repository))));
        let ask = Ask {
            address: &address,
            accept: "application/json",
            authorization: basic,
            limit: self.limits.document_bytes,
        };
        let answer = success(realm, self.transport.get(&ask)?)?;
        let token: Token = json(realm, &answer.body)?;
        token.token.or(token.access_token).ok_or_else(|| malformed("there is no token in the answer"))
    }
}

/// An answer that gives what was asked for; any other is the error that it means.
pub(crate) fn success(address: &str, answer: Answer) -> Result<Answer, SupplyError> {
    let status = answer.status;
    if status.is_success() {
        return Ok(answer);
    }
    let (address, problem) = (address.split('?').next().unwrap_or_default().to_owned(), refusal(&answer));
    Err(match status {
        StatusCode::UNAUTHORIZED => SupplyError::Unauthorised { address, problem },
        StatusCode::FORBIDDEN => SupplyError::Forbidden { address, problem },
        StatusCode::NOT_FOUND => SupplyError::NotFound { address },
        _ => SupplyError::Refused { address, status: status.as_u16(), problem },
    })
}

/// What a refusal says: the errors of the specification, or the name of its status.
fn refusal(answer: &Answer) -> String {
    let told = serde_json::from_slice::<Refusal>(&answer.body).ok().and_then(|refusal| {
        let first = refusal.errors.into_iter().next()?;
        Some(if first.message.is_empty() { first.code } else { first.message })
    });
    let told = told.filter(|told| !told.is_empty());
    let reason = || answer.status.canonical_reason().unwrap_or("no reason given").to_owned();
    told.map_or_else(reason, |told| told.chars().take(TOLD).collect())
}

fn json<T: for<'d> Deserialize<'d>>(address: &str, body: &[u8]) -> Result<T, SupplyError> {
    serde_json::from_slice(body).map_err(|error| SupplyError::Malformed {
        address: address.to_owned(),
        problem: format!("the answer is not what registries answer: {error}"),
    })
}

fn check(what: &str, expected: &Digest, bytes: &[u8]) -> Result<(), SupplyError> {
    let found = Digest::of(bytes);
    if &found == expected { Ok(()) } else { Err(SupplyError::digest(what, expected, found)) }
}

/// The path of the next page: `</v2/…>; rel="next"`. One that leads to another server is none.
fn next_page(link: &str) -> Option<String> {
    let (target, relation) = link.trim().strip_prefix('<')?.split_once('>')?;
    (relation.contains("next") && target.starts_with("/v2/")).then(|| target.to_owned())
}

fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A value of a query.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => out.push(byte.into()),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_page_stays_with_the_registry() {
        assert_eq!(next_page("</v2/a/tags/list?last=b>; rel=\"next\"").as_deref(), Some("/v2/a/tags/list?last=b"));
        assert_eq!(next_page("<https://elsewhere.example/v2/>; rel=\"next\""), None);
        assert_eq!(next_page("</v2/a>; rel=\"prev\""), None);
        assert_eq!(next_page("nonsense"), None);
    }

    #[test]
    fn only_addresses_of_this_machine_are_loopback() {
        for host in ["localhost:5000", "127.0.0.1", "127.8.9.1:80", "[::1]:5000"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["registry.example", "localhost.example:5000", "10.0.0.1", "[2001:db8::1]"] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
