//! The lock file: which plugins, from where, with which digests. The store keeps its own in the same form, and another one
//! is meant to be committed.

use crate::durable::{self, read_capped};
use crate::{Digest, Form, Reference, SupplyError};
use fieldmark_model::{DocumentError, parse_document};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::Path;

/// The form that is written, and the only one that is read.
const VERSION: u32 = 1;
/// Most bytes of a lock file.
const MAX_BYTES: u64 = 1 << 20;
/// What stands at its beginning.
const HEADER: &str =
    "# Plugins of fieldmark with their digests. `fieldmark plugin install --lock <this file>` installs them.\n";

/// A lock file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lock {
    version: u32,
    /// Sorted by id.
    #[serde(default, rename = "plugin", skip_serializing_if = "Vec::is_empty")]
    plugins: Vec<Locked>,
}

/// One plugin of a lock file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Locked {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// What it is made of.
    pub form: Form,
    /// Where it came from, as it was asked for.
    pub source: Reference,
    /// Digest of the plugin itself: what decisions name.
    pub digest: Digest,
    /// Digest of the manifest by which it lay in a registry: what signatures are about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<Digest>,
    /// Bytes of the plugin.
    pub size: u64,
}

impl Locked {
    /// Id and version.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.id, self.version)
    }

    /// Where exactly this plugin is: what a tag points to today does not matter.
    #[must_use]
    pub fn exact(&self) -> Reference {
        match &self.source {
            Reference::Registry(reference) => {
                Reference::Registry(crate::RegistryReference { digest: self.manifest.clone(), ..reference.clone() })
            }
            other => other.clone(),
        }
    }
}

impl Default for Lock {
    fn default() -> Self {
        Self { version: VERSION, plugins: Vec::new() }
    }
}

impl Lock {
    /// Reads a lock file; paths in it begin at its directory.
    ///
    /// # Errors
    /// It cannot be read, is larger than 1 MiB, or does not have the expected form.
    pub fn read(path: &Path) -> Result<Self, SupplyError> {
        let mut lock = Self::parse(path, &read_capped(path, MAX_BYTES)?)?;
        let directory = path.parent().unwrap_or(Path::new(""));
        for plugin in &mut lock.plugins {
            plugin.source = plugin.source.clone().below(directory);
        }
        Ok(lock)
    }

    pub(crate) fn parse(path: &Path, bytes: &[u8]) -> Result<Self, SupplyError> {
        let wrong = |problem: String| SupplyError::LockFile { path: path.to_owned(), problem };
        let text = std::str::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8".to_owned()))?;
        let lock: Self = parse_document(text).map_err(|error| wrong(told(&error)))?;
        if lock.version != VERSION {
            return Err(wrong(format!("its form is version {}, and version {VERSION} is understood", lock.version)));
        }
        let ids: BTreeSet<&str> = lock.plugins.iter().map(|plugin| plugin.id.as_str()).collect();
        if ids.len() != lock.plugins.len() {
            return Err(wrong("it names a plugin twice".to_owned()));
        }
        Ok(lock)
    }

    /// The text of the file.
    ///
    /// # Errors
    /// A path of a plugin is not UTF-8.
    pub(crate) fn to_text(&self, path: &Path) -> Result<String, SupplyError> {
        let text = toml::to_string(self)
            .map_err(|error| SupplyError::LockFile { path: path.to_owned(), problem: error.to_string() })?;
        Ok(format!("{HEADER}{text}"))
    }

    /// Writes the file, whole or not at all. Paths below its directory are written as they are seen from there.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), SupplyError> {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let here = directory.canonicalize().unwrap_or_else(|_| directory.to_owned());
        let mut lock = self.clone();
        for plugin in &mut lock.plugins {
            if let Reference::File(file) = &plugin.source
                && let Ok(file) = file.strip_prefix(&here)
            {
                plugin.source = Reference::File(file.to_owned());
            }
        }
        durable::write(path, lock.to_text(path)?.as_bytes())
    }

    /// The plugins, sorted by id.
    #[must_use]
    pub fn plugins(&self) -> &[Locked] {
        &self.plugins
    }

    /// The plugin with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Locked> {
        self.plugins.iter().find(|plugin| plugin.id == id)
    }

    /// Takes a plugin in, in the place of one with the same id.
    pub fn put(&mut self, plugin: Locked) {
        self.take(&plugin.id);
        self.plugins.push(plugin);
        self.plugins.sort_by(|a, b| a.id.cmp(&b.id));
    }

    /// Takes a plugin out.
    pub fn take(&mut self, id: &str) -> Option<Locked> {
        let at = self.plugins.iter().position(|plugin| plugin.id == id)?;
        Some(self.plugins.remove(at))
    }
}

/// What is wrong with a document, with the key that was probably meant.
pub(crate) fn told(error: &DocumentError) -> String {
    match &error.nearest {
        Some(nearest) => format!("{error}; `{nearest}` would be right"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locked(id: &str, source: &str) -> Locked {
        Locked {
            id: id.to_owned(),
            version: "1.0.0".to_owned(),
            form: Form::Component,
            source: source.parse().unwrap(),
            digest: Digest::of(id.as_bytes()),
            manifest: None,
            size: 1,
        }
    }

    #[test]
    fn lock_is_read_as_it_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path().canonicalize().unwrap();
        let path = here.join("fieldmark.lock");
        let mut lock = Lock::default();
        lock.put(locked("pony", "oci://registry.example/acme/pony:1.0.0"));
        lock.put(locked("elvish", &here.join("plugins/a \"b\".wasm").display().to_string()));
        lock.write(&path).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("file:plugins/a"), "{text}");
        assert_eq!(Lock::read(&path).unwrap(), lock);
        assert_eq!(lock.plugins()[0].id, "elvish");
    }

    #[test]
    fn wrong_lock_is_told_with_its_place() {
        let read = |text: &str| Lock::parse(Path::new("fieldmark.lock"), text.as_bytes()).unwrap_err().to_string();
        assert!(read("version = 2").contains("version 2"));
        assert!(read("version = 1\nplugins = []").contains("line 2"));
        let twice = "[[plugin]]\nid = 'a'\nversion = '1'\nform = 'component'\nsource = 'a.wasm'\nsize = 1\n";
        let twice = format!("{twice}digest = '{}'\n", Digest::of(b""));
        assert!(read(&format!("version = 1\n{twice}{twice}")).contains("twice"));
        assert!(read(&format!("version = 1\n{}", twice.replace("a.wasm", "oci://x"))).contains("names no repository"));
    }
}
