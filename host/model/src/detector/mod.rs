//! Declarative detectors: a language described as data.
//!
//! A detector is a TOML document (`rules/detectors/<id>.toml`, or a file of a user's). One bundled plugin, the
//! interpreter, follows it inside the same sandbox and budgets as any plugin; towards everybody else a detector is a
//! plugin with an id of its own. `rules/detectors/README.md` is the guide for those who write one.

mod pattern;
mod rule;

pub use pattern::Pattern;
pub use rule::{
    Dependency, Fact, Framework, Library, Marker, Names, PackageManager, Port, RangeForm, Start, VersionFile, Worth,
};

use crate::manifest::is_id;
use crate::{ABI, BudgetRequest, Identity, Kind, Manifest, ManifestError, Patterns, Strategy, parse_document};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name of the form of a detector, and of its JSON Schema.
pub const DETECTOR_SCHEMA: &str = "fieldmark.detector/1";

/// Most bytes of a detector.
pub const MAX_DETECTOR_BYTES: usize = 64 * 1024;

/// Files that version managers for all languages keep versions in.
const TOOL_FILES: [&str; 8] = [
    ".tool-versions",
    "devbox.json",
    "mise.toml",
    ".mise.toml",
    "mise/config.toml",
    ".mise/config.toml",
    ".config/mise.toml",
    ".config/mise/config.toml",
];

/// Where the owner of a repository declares how it starts, whatever it is written in.
const PROCFILE: &str = "Procfile";

/// A declarative detector. Lists are read in their order; where only one can win, the first that applies does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Detector {
    /// What it recognises.
    pub detector: Subject,
    /// Files that speak for the language.
    pub marker: Vec<Marker>,
    /// Texts found in files, to be used in commands and told as attributes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fact: Vec<Fact>,
    /// Where a version of the language is asked for, in the order of precedence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub version: Vec<VersionFile>,
    /// The tool that installs dependencies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub package_manager: Vec<PackageManager>,
    /// Where dependencies are listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dependency: Vec<Dependency>,
    /// Frameworks, by dependencies or files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub framework: Vec<Framework>,
    /// What makes it a library and no application.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub library: Vec<Library>,
    /// How it is started. A start of the framework goes before these, unless they say that they are declared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub start: Vec<Start>,
    /// What it listens on. All that apply count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub port: Vec<Port>,
}

/// The table `[detector]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Subject {
    /// Name by which users and rules call it: lower-case letters, digits and hyphens.
    pub id: String,
    /// Canonical name of the language; the id unless stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Languages that it belongs to (`java` for a language of the JVM).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub family: Vec<String>,
    /// One line.
    pub description: String,
    /// Version of the detector.
    #[serde(default = "first_version")]
    pub version: String,
    /// SPDX expression.
    #[serde(default = "own_license")]
    pub license: String,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// Breaks ties between equal scores: higher first. 50 unless stated.
    #[serde(default = "default_priority")]
    pub priority: u8,
    /// Extensions of its sources, without the dot: their share among all sources gives points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
    /// What a repository of it is unless something says otherwise: `application` (the default), `server`, `frontend`,
    /// `site`, `library` or `tooling`.
    #[serde(default = "application")]
    pub role: String,
    /// Image stream that builds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub builder: Option<String>,
    /// Directories that are built from here, as globs: candidate roots of the same language in them are no components.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub members: Names,
}

fn first_version() -> String {
    "0.1.0".to_owned()
}

fn own_license() -> String {
    "Apache-2.0".to_owned()
}

const fn default_priority() -> u8 {
    50
}

fn application() -> String {
    "application".to_owned()
}

impl Detector {
    /// Reads and checks a detector.
    ///
    /// # Errors
    /// It is too large, no TOML of the expected form (with line, column and the nearest valid key), or has a value that
    /// cannot be.
    pub fn parse(bytes: &[u8]) -> Result<Self, ManifestError> {
        if bytes.len() > MAX_DETECTOR_BYTES {
            return Err(ManifestError::TooLarge { bytes: bytes.len(), allowed: MAX_DETECTOR_BYTES });
        }
        let text = std::str::from_utf8(bytes).map_err(|_| ManifestError::NotUtf8)?;
        let detector: Self = parse_document(text)?;
        detector.check()?;
        Ok(detector)
    }

    /// The language it answers with.
    #[must_use]
    pub fn language(&self) -> &str {
        self.detector.language.as_deref().unwrap_or(&self.detector.id)
    }

    fn check(&self) -> Result<(), ManifestError> {
        let wrong = |key, problem: String| Err(ManifestError::Value { key, problem });
        let Subject { id, family, .. } = &self.detector;
        let names = [id.as_str(), self.language()].into_iter().chain(family.iter().map(String::as_str));
        if let Some(name) = names.into_iter().find(|name| !is_id(name)) {
            return wrong("detector", format!("`{name}` is not a word of lower-case letters, digits and hyphens"));
        }
        if !crate::ROLES.contains(&self.detector.role.as_str()) {
            return wrong("detector.role", format!("there is no role `{}`", self.detector.role));
        }
        if self.marker.is_empty() {
            return wrong("marker", "without a marker it would never be asked".to_owned());
        }
        if let Some(version) = self.version.iter().find(|version| version.tool.is_none() == version.file.is_empty()) {
            return wrong("version", format!("one of `file` and `tool` has to be there, in {version:?}"));
        }
        self.manifest().check()
    }

    /// What stands in the manifest of a plugin: a detector is one.
    #[must_use]
    pub fn manifest(&self) -> Manifest {
        let subject = &self.detector;
        Manifest {
            plugin: Identity {
                id: subject.id.clone(),
                version: subject.version.clone(),
                abi: ABI.to_owned(),
                license: subject.license.clone(),
                description: subject.description.clone(),
                docs: subject.docs.clone(),
                priority: subject.priority,
                strategy: Strategy::Source,
                kind: Kind::Language,
            },
            patterns: self.patterns(),
            budget: BudgetRequest::default(),
            settings: BTreeMap::new(),
        }
    }

    /// Every file that some rule names. Those of markers are reasons to ask, those for candidate roots first; all others
    /// only matter beside them.
    fn patterns(&self) -> Patterns {
        let mut patterns = Patterns { directly: true, ..Patterns::default() };
        for marker in &self.marker {
            for name in marker.file.iter() {
                let list = match (name.contains('/'), marker.is_root()) {
                    (true, _) => &mut patterns.globs,
                    (false, true) => &mut patterns.markers,
                    (false, false) => &mut patterns.files,
                };
                add(list, name);
            }
        }
        let Patterns { markers, files, globs, beside, .. } = &mut patterns;
        files.retain(|name| !markers.contains(name));
        let tools = self.version.iter().any(|version| version.tool.is_some());
        let starts = !self.start.is_empty() || !self.framework.is_empty();
        let shared = TOOL_FILES.into_iter().filter(|_| tools).chain(starts.then_some(PROCFILE));
        for name in shared.chain(self.files()) {
            if [&*markers, &*files, &*globs].iter().all(|list| list.iter().all(|known| known != name)) {
                add(beside, name);
            }
        }
        patterns
    }

    /// The files that rules other than markers name.
    fn files(&self) -> impl Iterator<Item = &str> {
        let markers = self.marker.iter().map(|marker| &marker.unless_file);
        let facts = self.fact.iter().map(|fact| &fact.file);
        let versions = self.version.iter().map(|version| &version.file);
        let managers = self.package_manager.iter().map(|manager| &manager.file);
        let dependencies = self.dependency.iter().map(|dependency| &dependency.file);
        let frameworks = self.framework.iter().map(|framework| &framework.file);
        let libraries = self.library.iter().flat_map(|library| [&library.file, &library.unless_file]);
        let starts = self.start.iter().flat_map(|start| [&start.file, &start.unless_file]);
        let ports = self.port.iter().map(|port| &port.file);
        let all = markers.chain(facts).chain(versions).chain(managers).chain(dependencies);
        all.chain(frameworks).chain(libraries).chain(starts).chain(ports).flat_map(Names::iter)
    }
}

fn add(list: &mut Vec<String>, name: &str) {
    if !list.iter().any(|known| known == name) {
        list.push(name.to_owned());
    }
}

#[cfg(test)]
mod tests;
