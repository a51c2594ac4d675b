//! Credentials of registries, from the files that container programs keep them in: `auth.json` of podman and
//! `config.json` of docker, with the programs for credentials that these name.

use crate::secret::Secret;
use crate::{SupplyError, credential_helper};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Most bytes of a file with credentials.
const MAX_BYTES: u64 = 1 << 20;

/// A name with its password. It shows itself to nobody.
pub(crate) struct Login {
    name: String,
    password: String,
}

impl Login {
    pub(crate) const fn new(name: String, password: String) -> Self {
        Self { name, password }
    }

    pub(crate) fn secret(&self) -> Option<Secret> {
        Secret::basic(&self.name, &self.password)
    }
}

/// The part of such a file that counts. Others keep other things in it.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Document {
    auths: BTreeMap<String, Entry>,
    cred_helpers: BTreeMap<String, String>,
    creds_store: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase", default)]
struct Entry {
    auth: Option<String>,
    identitytoken: Option<String>,
}

/// Where credentials are looked for: files, in the order in which they count. Those that are missing are passed over.
#[derive(Debug, Clone, Default)]
pub struct Credentials {
    files: Vec<PathBuf>,
}

impl Credentials {
    /// Credentials in these files.
    #[must_use]
    pub const fn new(files: Vec<PathBuf>) -> Self {
        Self { files }
    }

    /// What the first file that knows the registry has for a repository of it.
    pub(crate) fn find(&self, host: &str, repository: &str) -> Result<Option<Login>, SupplyError> {
        for path in &self.files {
            let Some(document) = read(path)? else { continue };
            if let Some(login) = document.find(path, host, repository)? {
                return Ok(Some(login));
            }
        }
        Ok(None)
    }
}

fn read(path: &Path) -> Result<Option<Document>, SupplyError> {
    let wrong = |problem: String| SupplyError::Credentials { path: path.to_owned(), problem };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(wrong(format!("it cannot be read: {error}"))),
    };
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| wrong(format!("it cannot be read: {error}")))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(wrong(format!("it has more than {MAX_BYTES} bytes")));
    }
    // What serde says of a value of the wrong type may quote it.
    let document = serde_json::from_slice(&bytes).map_err(|error| {
        wrong(format!("line {}, column {}: it is not of the expected form", error.line(), error.column()))
    })?;
    Ok(Some(document))
}

impl Document {
    fn find(&self, path: &Path, host: &str, repository: &str) -> Result<Option<Login>, SupplyError> {
        let names = names(host, repository);
        // A program for this registry goes before the one for all, and both before what stands in the file.
        let for_it = names.iter().find_map(|name| self.cred_helpers.get(name.as_str()));
        for program in for_it.into_iter().chain(&self.creds_store) {
            if let Some(login) = credential_helper::ask(program, &server(host))? {
                return Ok(Some(login));
            }
        }
        let known = |name: &String| self.auths.iter().find(|(key, _)| plain(key) == name).map(|(_, entry)| entry);
        let Some(entry) = names.iter().find_map(known) else { return Ok(None) };
        let wrong = |problem: &str| SupplyError::Credentials { path: path.to_owned(), problem: problem.to_owned() };
        match (&entry.auth, &entry.identitytoken) {
            (Some(auth), _) if !auth.is_empty() => {
                login(auth).map(Some).ok_or_else(|| wrong(&format!("`auth` for {host} is not a name and a password")))
            }
            (_, Some(_)) => {
                Err(wrong(&format!("it has an identity token for {host}: only names with passwords are understood")))
            }
            _ => Ok(None),
        }
    }
}

fn login(auth: &str) -> Option<Login> {
    let text = String::from_utf8(STANDARD.decode(auth.trim()).ok()?).ok()?;
    let (name, password) = text.split_once(':')?;
    // Docker pads the password with zeros.
    Some(Login::new(name.to_owned(), password.trim_end_matches('\0').to_owned()))
}

/// Names under which a repository may be known, the narrowest first: podman keeps credentials for parts of a registry.
fn names(host: &str, repository: &str) -> Vec<String> {
    let whole = format!("{host}/{repository}");
    let mut names: Vec<String> = Vec::new();
    let mut end = whole.len();
    while end > host.len() {
        names.push(whole[..end].to_owned());
        end = whole[..end].rfind('/').unwrap_or(host.len());
    }
    names.push(host.to_owned());
    if host == DOCKER_HUB {
        names.push("index.docker.io".to_owned());
    }
    names
}

/// The registry that docker means when none is named.
pub(crate) const DOCKER_HUB: &str = "docker.io";

/// What programs for credentials call a registry.
fn server(host: &str) -> String {
    if host == DOCKER_HUB { "https://index.docker.io/v1/".to_owned() } else { host.to_owned() }
}

/// A key of `auths` as podman writes it: docker has also `https://host/v1/`.
fn plain(key: &str) -> &str {
    let key = key.trim_start_matches("https://").trim_start_matches("http://");
    let key = key.strip_suffix('/').unwrap_or(key);
    key.strip_suffix("/v1").or_else(|| key.strip_suffix("/v2")).unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(json: &str, host: &str, repository: &str) -> Option<(String, String)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("auth.json");
        std::fs::write(&path, json).unwrap();
        let credentials = Credentials::new(vec![folder.path().join("missing.json"), path]);
        credentials.find(host, repository).unwrap().map(|login| (login.name, login.password))
    }

    fn entry(key: &str, login: &str) -> String {
        format!("\"{key}\": {{\"auth\": \"{}\"}}", STANDARD.encode(login))
    }

    #[test]
    fn narrowest_name_goes_first() {
        let json = format!(
            "{{\"auths\": {{{}, {}}}, \"HttpHeaders\": {{}}}}",
            entry("registry.example", "all:a"),
            entry("registry.example/acme", "acme:b:c")
        );
        assert_eq!(found(&json, "registry.example", "acme/pony"), Some(("acme".into(), "b:c".into())));
        assert_eq!(found(&json, "registry.example", "acmes/pony"), Some(("all".into(), "a".into())));
        assert_eq!(found(&json, "other.example", "acme/pony"), None);
    }

    #[test]
    fn forms_of_docker_are_understood() {
        let json = format!(
            "{{\"auths\": {{{}, {}, \"empty.example\": {{}}}}}}",
            entry("https://index.docker.io/v1/", "hub:a"),
            entry("https://registry.example/", "one:b")
        );
        assert_eq!(found(&json, "docker.io", "acme/pony"), Some(("hub".into(), "a".into())));
        assert_eq!(found(&json, "registry.example", "pony"), Some(("one".into(), "b".into())));
        assert_eq!(found(&json, "empty.example", "pony"), None);
    }

    #[test]
    fn wrong_file_is_told_without_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.json");
        for text in [
            "{\"auths\": \"very-secret\"}",
            "{\"auths\": {\"registry.example\": {\"auth\": \"very-secret\"}}}",
            "{\"auths\": {\"registry.example\": {\"identitytoken\": \"very-secret\"}}}",
        ] {
            std::fs::write(&path, text).unwrap();
            let error = Credentials::new(vec![path.clone()]).find("registry.example", "pony").err().unwrap();
            assert_eq!(error.code(), "supply.credentials");
            assert!(!error.to_string().contains("very-secret"), "{error}");
        }
    }
}
