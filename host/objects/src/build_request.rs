//! Requests for one build (`build.openshift.io/v1`; build-config.md 8).

use crate::metadata::or_empty;
use crate::{EnvironmentVariable, Metadata, Reference};
use serde::{Deserialize, Serialize};

/// Asks for one build of a build configuration; it is never stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BuildRequest {
    /// Name of the build configuration.
    pub metadata: Metadata,
    /// The commit to build instead of the configured one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<Revision>,
    /// The build to repeat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Reference>,
    /// Variables that go before those of the strategy.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub env: Vec<EnvironmentVariable>,
    /// Why it is asked for.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub triggered_by: Vec<TriggerCause>,
    /// Options of the Docker strategy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub docker_strategy_options: Option<DockerOptions>,
    /// Options of the source strategy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_strategy_options: Option<SourceOptions>,
}

/// A state of the source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Revision {
    /// `Git`; `oc` leaves it empty.
    #[serde(rename = "type")]
    pub kind: String,
    /// The commit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub git: Option<GitRevision>,
}

/// A commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GitRevision {
    /// Its id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub commit: String,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Person>,
    /// Who committed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub committer: Option<Person>,
    /// What it says.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
}

/// Somebody named in a commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// Name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email: String,
}

/// Why a build is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TriggerCause {
    /// For people.
    pub message: String,
}

/// Options of the Docker strategy for one build.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DockerOptions {
    /// Values of `ARG`.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub build_args: Vec<EnvironmentVariable>,
    /// Whether no layer is taken from the cache.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_cache: Option<bool>,
}

/// Options of the source strategy for one build.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceOptions {
    /// Whether artefacts of the previous build are used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incremental: Option<bool>,
}
