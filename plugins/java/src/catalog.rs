//! Gradle's version catalogue, `gradle/libs.versions.toml`.

use fieldmark_sdk::{Document, Entry, Repo};

/// The catalogue of a repository, if it has one.
pub struct Catalog<'r>(Option<&'r Document>);

impl<'r> Catalog<'r> {
    /// Reads it.
    pub fn of(repo: &'r Repo<'r>) -> Self {
        Self(repo.file("gradle/libs.versions.toml").and_then(|file| file.toml()))
    }

    /// The id of the plugin behind an accessor (`spring.boot` for `spring-boot`).
    pub fn plugin(&self, accessor: &str) -> Option<&'r str> {
        let node = &self.entry("plugins", accessor)?.node;
        let id = node.get(&["id"]).unwrap_or(node).text()?;
        Some(id.split(':').next().unwrap_or(id))
    }

    /// `group:artifact` of the library behind an accessor.
    pub fn library(&self, accessor: &str) -> Option<String> {
        let node = &self.entry("libraries", accessor)?.node;
        if let (Some(group), Some(name)) = (node.get(&["group"]), node.get(&["name"])) {
            return Some(format!("{}:{}", group.text()?, name.text()?));
        }
        let module = node.get(&["module"]).unwrap_or(node).text()?;
        let mut parts = module.split(':');
        Some(format!("{}:{}", parts.next()?, parts.next()?))
    }

    fn entry(&self, table: &str, accessor: &str) -> Option<&'r Entry> {
        let entries = self.0?.entries(&[table]);
        entries.iter().find(|entry| entry.key.replace(['-', '_'], ".").eq_ignore_ascii_case(accessor))
    }
}
