//! Builds and runs of builds (`shipwright.io/v1beta1`). The kinds are called `Build` and `BuildRun`; the names here tell
//! them from those of OpenShift.

use crate::metadata::or_empty;
use crate::{EnvironmentVariable, Metadata};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is built from what, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShipwrightBuild {
    /// Name, labels, annotations.
    pub metadata: Metadata,
    /// All of it.
    pub spec: ShipwrightBuildSpec,
}

/// `spec` of a build.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ShipwrightBuildSpec {
    /// What is built; none for a strategy that brings its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<ShipwrightSource>,
    /// How it is built.
    pub strategy: ShipwrightStrategy,
    /// Values for the parameters of the strategy.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub param_values: Vec<ParameterValue>,
    /// Where the image goes.
    pub output: ShipwrightOutput,
    /// Variables of all steps.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub env: Vec<EnvironmentVariable>,
    /// Time after which a run is ended, as `10m30s`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<String>,
}

/// What is built. Which of the fields counts is said by the kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ShipwrightSource {
    /// `Git`, `OCI` or `Local`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A Git repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub git: Option<ShipwrightGit>,
    /// An image that holds the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oci_artifact: Option<SourceImage>,
    /// Input that is handed over when a run starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local: Option<LocalSource>,
    /// The directory that is built.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_dir: Option<String>,
}

/// A Git repository.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ShipwrightGit {
    /// Its address.
    pub url: String,
    /// Branch, tag or commit; none for the default branch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// Secret that opens it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clone_secret: Option<String>,
}

/// An image that holds the source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SourceImage {
    /// Its pull specification.
    pub image: String,
    /// Secret that opens its registry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_secret: Option<String>,
}

/// Input that is handed over when a run starts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LocalSource {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// How it is built: a strategy that the cluster has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShipwrightStrategy {
    /// `ClusterBuildStrategy`, or `BuildStrategy` for one of the project.
    pub kind: String,
    /// Its name.
    pub name: String,
}

/// A value for a parameter of a strategy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ParameterValue {
    /// The parameter.
    pub name: String,
    /// The value of a parameter that takes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The values of a parameter that takes a list.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub values: Vec<SingleValue>,
}

/// One value of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SingleValue {
    /// It.
    pub value: String,
}

/// Where an image goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ShipwrightOutput {
    /// Its pull specification.
    pub image: String,
    /// Secret that opens its registry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push_secret: Option<String>,
    /// Labels that are added to the image.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "or_empty")]
    pub labels: BTreeMap<String, String>,
}

/// Runs a build once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShipwrightBuildRun {
    /// Name, or the beginning of one; labels, annotations.
    pub metadata: Metadata,
    /// All of it.
    pub spec: ShipwrightBuildRunSpec,
}

/// `spec` of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ShipwrightBuildRunSpec {
    /// The build that is run.
    pub build: ReferencedBuild,
    /// The account that it acts as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_account: Option<String>,
    /// Values that go before those of the build.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub param_values: Vec<ParameterValue>,
    /// Goes before that of the build.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<ShipwrightOutput>,
    /// Variables that go before those of the build.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub env: Vec<EnvironmentVariable>,
}

/// The build that is run: one that is there, or one that is written out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReferencedBuild {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// All of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spec: Option<ShipwrightBuildSpec>,
}
