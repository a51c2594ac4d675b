//! The rules that a detector is made of.
//!
//! What several of them have in common: `file` names files, and the first that is there counts. A name without `/`
//! stands for a file directly in the candidate root, one with `/` for a path from it; `*` stands for any text within a
//! name, a leading `**/` for any depth. `contains` and `pattern` are regular expressions. `key` is a path of keys,
//! joined by dots, in a TOML or JSON file.

use super::Pattern;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One name, or several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "OneOrMore", into = "Vec<String>")]
pub struct Names(Vec<String>);

/// The two forms that people write.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "a text, or a list of texts")]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl From<OneOrMore> for Names {
    fn from(written: OneOrMore) -> Self {
        match written {
            OneOrMore::One(name) => Self(vec![name]),
            OneOrMore::More(names) => Self(names),
        }
    }
}

impl From<Names> for Vec<String> {
    fn from(names: Names) -> Self {
        names.0
    }
}

impl Names {
    /// The names in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a marker is worth; the points are those of all plugins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Worth {
    /// The ecosystem's own manifest.
    #[default]
    Manifest,
    /// A file that only this ecosystem uses, but that is not its manifest.
    Companion,
    /// An entry point by convention.
    EntryPoint,
    /// Sources where the convention puts them.
    Sources,
}

/// Files that speak for the language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Marker {
    /// Second part of the evidence's code: `mix` becomes `elixir.mix`.
    pub name: String,
    /// The files.
    pub file: Names,
    /// What one of the files must contain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contains: Option<Pattern>,
    /// Files beside which it says nothing.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub unless_file: Names,
    /// What it is worth.
    #[serde(default)]
    pub worth: Worth,
    /// Whether a directory with one of the files becomes a candidate root, in which case whatever it contains is looked
    /// at. Manifests do and others do not, unless stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<bool>,
    /// One line for people.
    pub note: String,
}

impl Marker {
    /// Whether its files make candidate roots.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.root.unwrap_or(self.worth == Worth::Manifest)
    }
}

/// A text found in a file, for `{name}` in commands; told as an attribute of that name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Fact {
    /// Its name. Several of one name are tried in their order.
    pub name: String,
    /// Where to look.
    pub file: Names,
    /// The value at this key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What matches; of the value, if a key is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Pattern>,
    /// The name of the file without its extension, and not its contents.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stem: bool,
}

/// How a version is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RangeForm {
    /// A version, which stands for all that begin with it.
    #[default]
    Version,
    /// A version that is the least that will do.
    Least,
    /// A version that stands for all that are compatible with it, or several of them: `1.6, 2`.
    Caret,
    /// A range of npm: `^1.2`, `~1.2`, `1.x`, `>=1 <2`.
    Npm,
    /// A requirement of RubyGems or Hex: `~> 1.14`, `>= 1.2, < 2`.
    Gem,
    /// A specifier of PEP 440: `>=3.9,<4`.
    Pep440,
}

/// Where a version of the language is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VersionFile {
    /// Where to look: at the key, for the pattern, or else at the first line that is no comment.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub file: Names,
    /// Names of the tool in `.tool-versions`, `mise.toml` and `devbox.json`, instead of a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<Names>,
    /// The value at this key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What matches; of the value, if a key is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Pattern>,
    /// How it is written.
    #[serde(default)]
    pub range: RangeForm,
    /// What texts stand for that are no version of the language, by how they begin: a set of packages that is made for
    /// one compiler, say. The longest beginning counts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub means: BTreeMap<String, String>,
    /// Whether it counts only where nothing else asks: what a package was tested with is no wish.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fallback: bool,
    /// Whether the language's own tools refuse to work with another version.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub enforced: bool,
}

/// A tool that installs dependencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PackageManager {
    /// Its name.
    pub name: String,
    /// Files that it is known by.
    pub file: Names,
    /// What one of the files must contain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contains: Option<Pattern>,
}

/// A list of dependencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dependency {
    /// Where to look; all files count.
    pub file: Names,
    /// A table whose keys, or a list whose texts, are the names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Every match is a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Pattern>,
}

/// A framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Framework {
    /// Its name.
    pub name: String,
    /// Dependencies that it is known by.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub dependency: Names,
    /// Files that it is known by.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub file: Names,
    /// What one of the files must contain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contains: Option<Pattern>,
    /// What it makes of the repository.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// How an application of it is started; `{fact}` is replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// What an application of it listens on unless it is told otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// Directory that its build leaves pages in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
}

/// What makes it a library and no application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Library {
    /// Files of which one has to be there.
    pub file: Names,
    /// What one of the files must contain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contains: Option<Pattern>,
    /// Files beside which it is an application all the same.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub unless_file: Names,
}

/// How it is started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Start {
    /// The command; `{fact}` is replaced, and the rule does not apply without that fact.
    pub command: String,
    /// Files of which one has to be there; `{file}` stands for its path, `{stem}` for its name without extension.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub file: Names,
    /// What one of the files must contain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contains: Option<Pattern>,
    /// Files beside which it does not apply.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub unless_file: Names,
    /// Whether the repository's owner states this start, so that it goes before the framework's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub declared: bool,
    /// One line for people.
    pub note: String,
}

/// A port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Port {
    /// Where to look; all files count.
    pub file: Names,
    /// The number at this key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What matches is the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Pattern>,
}
