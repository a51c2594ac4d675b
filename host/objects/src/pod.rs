//! Pods and what they are made of (`v1`).

use crate::Metadata;
use crate::metadata::or_empty;
use serde::{Deserialize, Serialize};

/// A variable of a container or a build.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EnvironmentVariable {
    /// Its name.
    pub name: String,
    /// Its value; an empty one is not written.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// Where the value comes from instead.
    #[serde(rename = "valueFrom", skip_serializing_if = "Option::is_none")]
    pub value_from: Option<VariableSource>,
}

/// Where the value of a variable comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VariableSource {
    /// A field of the pod itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_ref: Option<FieldReference>,
}

/// A field of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FieldReference {
    /// Version of the object's form.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub api_version: String,
    /// Path of the field, `metadata.namespace`.
    pub field_path: String,
}

/// A pod that is created as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pod {
    /// Name, labels, annotations.
    pub metadata: Metadata,
    /// What runs in it.
    pub spec: PodSpec,
}

/// What pods are made after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PodTemplate {
    /// Labels and annotations of the pods.
    pub metadata: Metadata,
    /// What runs in them.
    pub spec: PodSpec,
}

/// What runs in a pod.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PodSpec {
    /// Volumes, in the order of the containers.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub volumes: Vec<Volume>,
    /// The containers.
    pub containers: Vec<Container>,
    /// `Never` for a pod that runs once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart_policy: Option<String>,
    /// Seconds after which the pod is ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_deadline_seconds: Option<i64>,
    /// The account it acts as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_account_name: Option<String>,
}

/// One container.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Container {
    /// Its name.
    pub name: String,
    /// Its image; one blank where a trigger fills it in.
    pub image: String,
    /// Ports it listens on.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub ports: Vec<ContainerPort>,
    /// Its variables.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub env: Vec<EnvironmentVariable>,
    /// Where volumes are mounted.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub volume_mounts: Vec<VolumeMount>,
}

/// A port of a container.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContainerPort {
    /// The number.
    pub container_port: u16,
    /// `TCP` or `UDP`.
    pub protocol: String,
}

/// A volume that lives as long as the pod.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Volume {
    /// Its name.
    pub name: String,
    /// Always there: an empty directory.
    pub empty_dir: EmptyDirectory,
}

/// An empty directory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmptyDirectory {}

/// Where a volume is mounted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VolumeMount {
    /// Name of the volume.
    pub name: String,
    /// Where.
    pub mount_path: String,
}
