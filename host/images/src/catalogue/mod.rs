//! Catalogues of image streams: which streams and tags a platform has, as of a stated day.

mod bundled;
mod choice;
mod document;
mod error;
mod objects;
mod platform;
mod streams;

pub use choice::Choice;
pub use error::CatalogueError;
pub use platform::CataloguePlatform;

use fieldmark_model::Version;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where builder images keep their scripts unless they say otherwise.
const SCRIPTS_URL: &str = "image:///usr/libexec/s2i";
/// The user that images run as unless they say otherwise.
const USER: &str = "1001";

/// The image streams of one platform, as of a stated day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    /// Name by which users choose it.
    pub name: String,
    /// What it is, in a few words.
    pub title: String,
    /// The day it describes, `YYYY-MM-DD`: versions whose end of life is earlier count as unmaintained.
    pub as_of: String,
    /// Where its contents were taken from.
    pub source: String,
    /// Names under which plugins ask for a stream that is called otherwise here, in order of preference.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// The streams, in the order of the file.
    pub streams: Vec<Stream>,
}

/// An image stream.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Stream {
    /// Its name.
    pub name: String,
    /// Whether its images build applications from source.
    #[serde(default = "yes")]
    pub builder: bool,
    /// Ports that its images expose.
    #[serde(default)]
    pub ports: Vec<u16>,
    /// Volumes that its images declare.
    #[serde(default)]
    pub volumes: Vec<String>,
    /// The user that its images run as.
    #[serde(default = "user")]
    pub user: String,
    /// Where its images keep the scripts that build and start, `image:///<directory>`; counts for builders only.
    #[serde(default = "scripts_url")]
    pub scripts_url: String,
    /// Directory into which sources are put, if its images name one.
    pub destination: Option<String>,
    /// The user that builds, if its images name another than the one they run as.
    pub assemble_user: Option<String>,
    /// The tag that `latest` follows; `latest` where it has an image of its own.
    pub latest: Option<String>,
    /// Whether `latest` is not offered to users although the tag that it follows is.
    #[serde(default)]
    pub latest_hidden: bool,
    /// Its tags.
    #[serde(rename = "tag")]
    pub tags: Vec<Tag>,
}

const fn yes() -> bool {
    true
}

fn user() -> String {
    USER.to_owned()
}

fn scripts_url() -> String {
    SCRIPTS_URL.to_owned()
}

/// A tag of an image stream.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// Version of the language in the image.
    pub version: Option<Version>,
    /// The image it points to.
    pub image: String,
    /// What the image is made from (`ubi9`).
    pub base: Option<String>,
    /// Set for an image with less in it than others of the version (`minimal`).
    pub variant: Option<String>,
    /// Not offered to users, and not chosen as long as there is another.
    #[serde(default)]
    pub hidden: bool,
    /// What the tag says it supports (`java:17`).
    #[serde(default)]
    pub supports: Vec<String>,
    /// Day after which the version is not maintained upstream, `YYYY-MM-DD`.
    #[serde(skip)]
    pub end_of_life: Option<String>,
}

impl Catalogue {
    /// The stream of a builder image that a plugin asks for, under this name or one that stands for it.
    #[must_use]
    pub fn stream(&self, name: &str) -> Option<&Stream> {
        let named = |name: &str| self.streams.iter().find(|stream| stream.builder && stream.name == name);
        named(name).or_else(|| self.aliases.get(name)?.iter().find_map(|alias| named(alias)))
    }

    /// Whether a tag's version is no longer maintained upstream on the day of the catalogue.
    #[must_use]
    pub fn is_over(&self, tag: &Tag) -> bool {
        tag.end_of_life.as_ref().is_some_and(|end| *end < self.as_of)
    }
}

#[cfg(test)]
mod tests;
