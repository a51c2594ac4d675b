//! Image streams (`image.openshift.io/v1`; image-streams.md 1, new-app.md 8.1).

use crate::metadata::or_empty;
use crate::{Metadata, Reference};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Named set of tags of an image.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImageStream {
    /// Name, labels, annotations.
    pub metadata: Metadata,
    /// What was asked for.
    pub spec: ImageStreamSpec,
    /// What is there. Never written.
    #[serde(skip_serializing)]
    pub status: ImageStreamStatus,
}

/// What tags a stream is to have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImageStreamSpec {
    /// Whether plain pods may use the stream's name as an image.
    pub lookup_policy: LookupPolicy,
    /// Repository all of whose tags are imported; the form of old servers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub docker_image_repository: Option<String>,
    /// The tags, in order.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub tags: Vec<TagReference>,
}

/// Whether plain pods resolve the stream's name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LookupPolicy {
    /// Whether they do.
    pub local: bool,
}

/// A tag as it was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TagReference {
    /// Its name.
    pub name: String,
    /// `tags`, `supports`, `version`, …
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "or_empty")]
    pub annotations: BTreeMap<String, String>,
    /// What it points to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Reference>,
    /// How it is imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import_policy: Option<ImportPolicy>,
    /// Where pods pull from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference_policy: Option<ReferencePolicy>,
}

/// How a tag is imported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImportPolicy {
    /// Whether the registry may be spoken to without checking its certificate.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub insecure: bool,
    /// `Legacy` or `PreserveOriginal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import_mode: Option<String>,
}

/// Where pods pull an image from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReferencePolicy {
    /// `Source` or `Local`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// What images a stream has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImageStreamStatus {
    /// Repository of the integrated registry.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub docker_image_repository: String,
    /// Images by tag.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub tags: Vec<NamedTagEvents>,
}

/// Images that a tag pointed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NamedTagEvents {
    /// Name of the tag.
    pub tag: String,
    /// The images, the newest first.
    #[serde(deserialize_with = "or_empty")]
    pub items: Vec<TagEvent>,
}

/// One image that a tag pointed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TagEvent {
    /// Its pull specification.
    pub docker_image_reference: String,
    /// Its digest.
    pub image: String,
}

/// A tag as an object of its own, for a stream that is there already (new-app.md 8).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImageStreamTag {
    /// `<stream>:<tag>`, labels, annotations.
    pub metadata: Metadata,
    /// The tag as it is asked for.
    pub tag: Option<TagReference>,
    /// Whether plain pods may use it.
    pub lookup_policy: LookupPolicy,
}
