//! Deployment configurations (`apps.openshift.io/v1`; new-app.md 8.3), the predecessors of deployments.

use crate::metadata::or_empty;
use crate::{Metadata, PodTemplate, Reference};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Keeps pods of a template running.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeploymentConfig {
    /// Name, labels, annotations.
    pub metadata: Metadata,
    /// All of it.
    pub spec: DeploymentConfigSpec,
}

/// `spec` of a deployment configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeploymentConfigSpec {
    /// How many pods.
    pub replicas: u32,
    /// Whether pods run only while they are rolled out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub test: bool,
    /// Which pods belong to it.
    #[serde(deserialize_with = "or_empty")]
    pub selector: BTreeMap<String, String>,
    /// What rolls out.
    #[serde(deserialize_with = "or_empty")]
    pub triggers: Vec<DeploymentTrigger>,
    /// What pods are made after.
    pub template: PodTemplate,
}

/// What rolls out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum DeploymentTrigger {
    /// A change of the configuration.
    ConfigChange,
    /// A new image in a tag.
    ImageChange {
        /// Which tag, for which containers.
        #[serde(rename = "imageChangeParams")]
        parameters: ImageChangeParameters,
    },
}

/// Which tag fills in which containers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageChangeParameters {
    /// Whether a new image rolls out by itself.
    #[serde(default)]
    pub automatic: bool,
    /// Names of the containers.
    #[serde(default)]
    pub container_names: Vec<String>,
    /// The tag.
    pub from: Reference,
}
