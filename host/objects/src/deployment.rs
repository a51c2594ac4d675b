//! Deployments (`apps/v1`; new-app.md 8.3).

use crate::metadata::or_empty;
use crate::{Metadata, PodTemplate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Keeps pods of a template running.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Deployment {
    /// Name, labels, annotations; the annotation `image.openshift.io/triggers` fills in images.
    pub metadata: Metadata,
    /// All of it.
    pub spec: DeploymentSpec,
}

/// `spec` of a deployment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeploymentSpec {
    /// How many pods.
    pub replicas: u32,
    /// Which pods belong to it.
    pub selector: LabelSelector,
    /// What they are made after.
    pub template: PodTemplate,
}

/// Chooses objects by their labels.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LabelSelector {
    /// Labels that all must be there.
    #[serde(deserialize_with = "or_empty")]
    pub match_labels: BTreeMap<String, String>,
}
