//! What a plugin says of itself: `plugin.toml`, carried in a custom section of the component.

use crate::{BudgetRequest, DocumentError, parse_document};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use thiserror::Error;

/// Name of the custom section that holds the manifest.
pub const MANIFEST_SECTION: &str = "fieldmark:manifest";

/// The contract this host speaks: version of the WIT package `fieldmark:detector`.
pub const ABI: &str = "0.1.0";

/// Most bytes of a manifest.
const MAX_BYTES: usize = 64 * 1024;

/// Most patterns of all kinds together.
const MAX_PATTERNS: usize = 512;

/// How a build system would build a component; in JSON the value of `strategy`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// Source-to-image with a builder image.
    #[default]
    Source,
    /// A Dockerfile or Containerfile.
    Docker,
    /// A Jenkinsfile.
    JenkinsPipeline,
    /// A custom builder image that controls the whole build.
    Custom,
}

impl Strategy {
    /// The text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Docker => "docker",
            Self::JenkinsPipeline => "jenkins-pipeline",
            Self::Custom => "custom",
        }
    }
}

impl fmt::Display for Strategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The manifest of a plugin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Manifest {
    /// Who the plugin is.
    pub plugin: Identity,
    /// Which files it wants to see.
    pub patterns: Patterns,
    /// What it needs beyond the default budget.
    #[serde(default)]
    pub budget: BudgetRequest,
    /// Settings that users may give it: key to one line of meaning.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
}

/// The table `[plugin]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Identity {
    /// Name by which users and rules call it: lower-case letters, digits and hyphens.
    pub id: String,
    /// Version of the plugin.
    pub version: String,
    /// Version of the contract it was built against.
    pub abi: String,
    /// SPDX expression.
    pub license: String,
    /// One line.
    pub description: String,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// Breaks ties between equal scores, and says which of several companions is heard first: higher first. 50 unless
    /// stated.
    #[serde(default = "default_priority")]
    pub priority: u8,
    /// What its verdicts lead to.
    #[serde(default)]
    pub strategy: Strategy,
    /// What it is for.
    #[serde(default)]
    pub kind: Kind,
}

/// What a plugin is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Its verdicts name what a candidate root is.
    #[default]
    Language,
    /// Its verdicts declare what else is known about a candidate root that others name: it names none and never wins.
    Companion,
    /// It follows declarative detectors and is asked in their name only. Its own manifest has no patterns.
    Interpreter,
}

impl Kind {
    /// The text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Companion => "companion",
            Self::Interpreter => "interpreter",
        }
    }
}

const fn default_priority() -> u8 {
    50
}

/// The table `[patterns]`: which files reach the plugin. A pattern's number is its place when all lists are read in the
/// order of the fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Patterns {
    /// File names that make the directory they stand in a candidate root (`pom.xml`); may contain `*`.
    pub markers: Vec<String>,
    /// Other file names, anywhere in the tree; may contain `*`.
    pub files: Vec<String>,
    /// Extensions without the dot, compared without case.
    pub extensions: Vec<String>,
    /// Globs over the path relative to the candidate root; `*` does not cross `/`, a leading `**/` stands for any depth.
    pub globs: Vec<String>,
    /// Files that matter when something else was found and are no reason to ask by themselves (`Procfile`): globs if they
    /// have a `/`, otherwise names.
    pub beside: Vec<String>,
    /// Whether names count directly in the candidate root only. They count at any depth below it unless stated.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub directly: bool,
}

impl Patterns {
    /// How many patterns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.markers.len() + self.files.len() + self.extensions.len() + self.globs.len() + self.beside.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All patterns as text with the name of their list, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.markers
            .iter()
            .map(|text| ("markers", text.as_str()))
            .chain(self.files.iter().map(|text| ("files", text.as_str())))
            .chain(self.extensions.iter().map(|text| ("extensions", text.as_str())))
            .chain(self.globs.iter().map(|text| ("globs", text.as_str())))
            .chain(self.beside.iter().map(|text| ("beside", text.as_str())))
    }

    /// Whether a pattern number is that of a marker.
    #[must_use]
    pub fn is_marker(&self, pattern: u16) -> bool {
        usize::from(pattern) < self.markers.len()
    }
}

/// A manifest that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ManifestError {
    /// Larger than a manifest may be.
    #[error("{bytes} bytes are more than the {allowed} allowed")]
    TooLarge {
        /// Size in bytes.
        bytes: usize,
        /// Most bytes it may have.
        allowed: usize,
    },
    /// Not UTF-8.
    #[error("it is not UTF-8")]
    NotUtf8,
    /// Not TOML, or not of the expected form.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// A value that the form allows and the meaning does not.
    #[error("`{key}`: {problem}")]
    Value {
        /// The key.
        key: &'static str,
        /// What is wrong with its value.
        problem: String,
    },
}

impl Manifest {
    /// Reads and checks a manifest.
    ///
    /// The ABI is not judged here: whether a host can run it is the host's question.
    ///
    /// # Errors
    /// It is too large, no TOML of the expected form, or has a value that cannot be.
    pub fn parse(bytes: &[u8]) -> Result<Self, ManifestError> {
        if bytes.len() > MAX_BYTES {
            return Err(ManifestError::TooLarge { bytes: bytes.len(), allowed: MAX_BYTES });
        }
        let text = std::str::from_utf8(bytes).map_err(|_| ManifestError::NotUtf8)?;
        let manifest: Self = parse_document(text)?;
        manifest.check()?;
        Ok(manifest)
    }

    /// The manifest of a plugin of which nothing is known but its id: without patterns it is never asked.
    #[must_use]
    pub fn nameless(id: &str) -> Self {
        let plugin = Identity {
            id: id.to_owned(),
            version: String::new(),
            abi: ABI.to_owned(),
            license: String::new(),
            description: String::new(),
            docs: None,
            priority: default_priority(),
            strategy: Strategy::default(),
            kind: Kind::default(),
        };
        Self { plugin, patterns: Patterns::default(), budget: BudgetRequest::default(), settings: BTreeMap::new() }
    }

    pub(crate) fn check(&self) -> Result<(), ManifestError> {
        let wrong = |key, problem: String| Err(ManifestError::Value { key, problem });
        if !is_id(&self.plugin.id) {
            return wrong(
                "plugin.id",
                format!("`{}` is not a word of lower-case letters, digits and hyphens", self.plugin.id),
            );
        }
        if self.plugin.kind == Kind::Interpreter && !self.patterns.is_empty() {
            return wrong(
                "patterns",
                "an interpreter is asked in the name of detectors, which have patterns".to_owned(),
            );
        }
        if self.plugin.kind != Kind::Interpreter && self.patterns.is_empty() {
            return wrong("patterns", "without a pattern the plugin would never be asked".to_owned());
        }
        if self.patterns.len() > MAX_PATTERNS {
            return wrong(
                "patterns",
                format!("{} patterns are more than the {MAX_PATTERNS} allowed", self.patterns.len()),
            );
        }
        for (key, names) in [("patterns.markers", &self.patterns.markers), ("patterns.files", &self.patterns.files)] {
            if let Some(name) = names.iter().find(|name| name.is_empty() || name.contains(['/', '\0'])) {
                return wrong(key, format!("`{name}` is not a plain file name"));
            }
        }
        if self.plugin.kind == Kind::Companion && !self.patterns.markers.is_empty() {
            return wrong("patterns.markers", "a companion makes no directory a candidate root".to_owned());
        }
        if let Some(extension) = self.patterns.extensions.iter().find(|e| e.is_empty() || e.contains(['.', '/', '\0']))
        {
            return wrong("patterns.extensions", format!("`{extension}` is not an extension without its dot"));
        }
        Ok(())
    }
}

/// Whether the text can be the id of a plugin.
pub(crate) fn is_id(text: &str) -> bool {
    let mut characters = text.bytes();
    characters.next().is_some_and(|first| first.is_ascii_lowercase())
        && text.len() <= 64
        && characters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINIMAL: &str = r#"
        [plugin]
        id = "elixir"
        version = "1.0.0"
        abi = "0.1.0"
        license = "MIT"
        description = "Mix projects"
        [patterns]
        markers = ["mix.exs"]
        extensions = ["ex", "exs"]
        globs = ["config/*.exs"]
    "#;

    #[test]
    fn minimal_manifest_has_the_stated_defaults() {
        let manifest = Manifest::parse(MINIMAL.as_bytes()).unwrap();
        assert_eq!(manifest.plugin.priority, 50);
        assert_eq!(manifest.plugin.strategy, Strategy::Source);
        assert_eq!(manifest.plugin.kind, Kind::Language);
        assert_eq!(manifest.budget, BudgetRequest::default());
    }

    #[test]
    fn pattern_numbers_count_over_all_lists_in_order() {
        let patterns = Manifest::parse(MINIMAL.as_bytes()).unwrap().patterns;
        let all: Vec<_> = patterns.iter().collect();
        assert_eq!(
            all,
            [("markers", "mix.exs"), ("extensions", "ex"), ("extensions", "exs"), ("globs", "config/*.exs")]
        );
        assert!(patterns.is_marker(0));
        assert!(!patterns.is_marker(1));
    }

    #[test]
    fn unusable_values_are_refused_with_their_key() {
        let cases = [
            (MINIMAL.replace("\"elixir\"", "\"Elixir\""), "plugin.id"),
            (MINIMAL.replace("[\"mix.exs\"]", "[\"a/mix.exs\"]"), "patterns.markers"),
            (MINIMAL.replace("\"ex\", ", "\".ex\", "), "patterns.extensions"),
            (MINIMAL.replace("[patterns]", "kind = \"companion\"\n[patterns]"), "patterns.markers"),
        ];
        for (text, expected) in cases {
            match Manifest::parse(text.as_bytes()) {
                Err(ManifestError::Value { key, .. }) => assert_eq!(key, expected),
                other => panic!("{expected}: {other:?}"),
            }
        }
    }

    #[test]
    fn unknown_key_is_refused_with_the_nearest() {
        let text = MINIMAL.replace("markers", "marker");
        match Manifest::parse(text.as_bytes()) {
            Err(ManifestError::Document(error)) => {
                assert_eq!(error.nearest.as_deref(), Some("markers"));
                assert_eq!(error.line, 9);
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn binary_and_oversized_manifests_are_refused() {
        assert_eq!(Manifest::parse(&[0xff, 0xfe]), Err(ManifestError::NotUtf8));
        assert!(matches!(Manifest::parse(&vec![b' '; 65 * 1024]), Err(ManifestError::TooLarge { .. })));
    }
}
