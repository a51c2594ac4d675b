//! References from one object to another.

use serde::{Deserialize, Serialize};

/// Kinds that a reference to an image can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Tag of an image stream, `<stream>:<tag>`; inside of a stream's own specification the tag alone.
    ImageStreamTag,
    /// One image of an image stream, `<stream>@<digest>`.
    ImageStreamImage,
    /// Pull specification of an image.
    DockerImage,
}

/// `from` or `to` of builds, triggers and tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reference {
    /// What is referred to.
    pub kind: Kind,
    /// The project it is in; none for the object's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
}

impl Reference {
    /// A reference to a tag of an image stream.
    #[must_use]
    pub fn tag(namespace: Option<String>, stream: &str, tag: &str) -> Self {
        Self { kind: Kind::ImageStreamTag, namespace, name: format!("{stream}:{tag}") }
    }

    /// A reference to an image by its pull specification.
    #[must_use]
    pub fn image(name: impl Into<String>) -> Self {
        Self { kind: Kind::DockerImage, namespace: None, name: name.into() }
    }
}
