//! Gradle's version catalogue, `gradle/libs.versions.toml`.

use fieldmark_sdk::{Document, Entry, Node, Place, Repo};

/// The catalogue of a repository, if it has one.
pub struct Catalog<'r>(Option<&'r Document>);

impl<'r> Catalog<'r> {
    /// Reads it.
    pub fn of(repo: &'r Repo<'r>) -> Self {
        Self(repo.file("gradle/libs.versions.toml").and_then(|file| file.toml()))
    }

    /// The id of the plugin behind an accessor (`spring.boot` for `spring-boot`), with its version.
    pub fn plugin(&self, accessor: &str) -> Option<(&'r str, Option<&'r str>)> {
        let node = &self.entry("plugins", accessor)?.node;
        let id = node.get(&["id"]).unwrap_or(node).text()?;
        let (id, version) = id.split_once(':').map_or((id, None), |(id, version)| (id, Some(version)));
        Some((id, version.or_else(|| self.version_of(node))))
    }

    /// `group:artifact` of the library behind an accessor, with its version.
    pub fn library(&self, accessor: &str) -> Option<(String, Option<String>)> {
        let node = &self.entry("libraries", accessor)?.node;
        let version = self.version_of(node).map(str::to_owned);
        if let (Some(group), Some(name)) = (node.get(&["group"]), node.get(&["name"])) {
            return Some((format!("{}:{}", group.text()?, name.text()?), version));
        }
        let module = node.get(&["module"]).unwrap_or(node).text()?;
        let mut parts = module.split(':');
        let name = format!("{}:{}", parts.next()?, parts.next()?);
        Some((name, version.or_else(|| parts.next().map(str::to_owned))))
    }

    /// The version behind an accessor of `libs.versions`.
    pub fn version(&self, accessor: &str) -> Option<(&'r str, Place)> {
        let node = &self.entry("versions", accessor)?.node;
        Some((rich(node)?, node.at))
    }

    /// The version of an entry, also through a reference.
    fn version_of(&self, node: &'r Node) -> Option<&'r str> {
        let version = node.get(&["version"])?;
        match version.get(&["ref"]).and_then(Node::text) {
            Some(name) => rich(&self.0?.entry(&["versions", name])?.node),
            None => rich(version),
        }
    }

    fn entry(&self, table: &str, accessor: &str) -> Option<&'r Entry> {
        let entries = self.0?.entries(&[table]);
        entries.iter().find(|entry| entry.key.replace(['-', '_'], ".").eq_ignore_ascii_case(accessor))
    }
}

/// A version, or the strictest word of a rich one.
fn rich(node: &Node) -> Option<&str> {
    ["strictly", "require", "prefer"].iter().find_map(|word| node.get(&[word])).unwrap_or(node).text()
}
