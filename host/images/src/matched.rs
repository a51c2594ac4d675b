//! What a term turned out to be.

use crate::{Image, Searched};
use std::fmt;

/// A tag of an image stream, by its three names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamTag {
    /// The project.
    pub namespace: String,
    /// The stream.
    pub stream: String,
    /// The tag; empty for a stream that has none to offer.
    pub tag: String,
}

impl fmt::Display for StreamTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.namespace, self.stream)?;
        if self.tag.is_empty() { Ok(()) } else { write!(f, ":{}", self.tag) }
    }
}

/// Something that a term may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Its full name: `openshift/ruby:3.3-ubi9` for a tag, a pull specification for an image.
    pub name: String,
    /// How far it is from what was asked for, in hundredths: 0 is exact, 100 is nothing in common (new-app.md 6.1).
    pub score: u32,
    /// Where it was found.
    pub found_by: Searched,
    /// The tag of an image stream that it is; none for an image of a registry.
    pub stream: Option<StreamTag>,
    /// What is known of its image; none when nothing is.
    pub image: Option<Image>,
    /// The pull specification to use. For a tag it is where its image comes from, as far as that is known; empty when
    /// it is not.
    pub reference: String,
    /// Whether the image builds applications from source (new-app.md 5).
    pub builder: bool,
    /// The stream is there, but no tag of it has an image.
    pub no_tags: bool,
    /// The image is not known to be there; it was allowed to be missing.
    pub missing: bool,
    /// What a user writes to mean exactly this one: `--image-stream=…` or `--image=…`.
    pub argument: String,
    /// Why this one was taken although others came as near; only where the better rules decide (new-app.md 14).
    pub reason: Option<String>,
}

impl Match {
    /// What kind of thing it is, for people: `image stream "ruby" (tag "3.3-ubi9") in project "openshift"`.
    #[must_use]
    pub fn description(&self) -> String {
        match &self.stream {
            Some(StreamTag { namespace, stream, tag }) if tag.is_empty() => {
                format!("image stream \"{stream}\" in project \"{namespace}\"")
            }
            Some(StreamTag { namespace, stream, tag }) => {
                format!("image stream \"{stream}\" (tag \"{tag}\") in project \"{namespace}\"")
            }
            None => format!("container image \"{}\"", self.name),
        }
    }
}
