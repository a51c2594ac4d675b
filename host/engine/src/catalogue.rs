//! Catalogues of builder images: which image streams and tags there are.

use crate::BuildError;
use crate::rules::{self, CATALOGUES};
use fieldmark_model::Version;
use serde::Deserialize;
use std::collections::BTreeMap;

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
    /// Ports that its images expose.
    #[serde(default)]
    pub ports: Vec<u16>,
    /// The tag that `latest` follows.
    pub latest: Option<String>,
    /// Its tags.
    #[serde(rename = "tag")]
    pub tags: Vec<Tag>,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Document {
    catalogue: Head,
    #[serde(default)]
    aliases: BTreeMap<String, Vec<String>>,
    #[serde(rename = "stream")]
    streams: Vec<Stream>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Head {
    name: String,
    title: String,
    as_of: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct LifeCycles {
    #[serde(rename = "language")]
    languages: Vec<LifeCycle>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct LifeCycle {
    stream_names: Vec<String>,
    #[serde(rename = "source")]
    _source: String,
    dates: BTreeMap<String, String>,
}

impl Catalogue {
    /// Reads a catalogue in its TOML form.
    ///
    /// # Errors
    /// The text is not of that form.
    pub fn parse(name: &str, text: &str) -> Result<Self, BuildError> {
        let document: Document = rules::read(name, text)?;
        let mut catalogue = Self {
            name: document.catalogue.name,
            title: document.catalogue.title,
            as_of: document.catalogue.as_of,
            source: document.catalogue.source,
            aliases: document.aliases,
            streams: document.streams,
        };
        let cycles: LifeCycles = rules::read("end-of-life.toml", rules::END_OF_LIFE)?;
        catalogue.add_ends_of_life(&cycles);
        Ok(catalogue)
    }

    /// A catalogue that comes with fieldmark.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn bundled(name: &str) -> Result<Self, BuildError> {
        let known = || CATALOGUES.iter().map(|(name, _)| (*name).to_owned()).collect();
        let (name, text) = CATALOGUES
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| BuildError::UnknownCatalogue { name: name.to_owned(), known: known() })?;
        Self::parse(name, text)
    }

    /// Names of the catalogues that come with fieldmark, the default first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        CATALOGUES.iter().map(|(name, _)| *name)
    }

    /// The stream a plugin asks for, under this name or one that stands for it.
    #[must_use]
    pub fn stream(&self, name: &str) -> Option<&Stream> {
        let named = |name: &str| self.streams.iter().find(|stream| stream.name == name);
        named(name).or_else(|| self.aliases.get(name)?.iter().find_map(|alias| named(alias)))
    }

    fn add_ends_of_life(&mut self, cycles: &LifeCycles) {
        for stream in &mut self.streams {
            let Some(cycle) = cycles.languages.iter().find(|cycle| cycle.stream_names.contains(&stream.name)) else {
                continue;
            };
            for tag in &mut stream.tags {
                tag.end_of_life =
                    tag.version.as_ref().and_then(|version| cycle.dates.get(&version.to_string()).cloned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_catalogues_are_sound() {
        for name in Catalogue::names() {
            let catalogue = Catalogue::bundled(name).unwrap();
            assert_eq!(catalogue.name, name);
            for stream in &catalogue.streams {
                let names: Vec<_> = stream.tags.iter().map(|tag| &tag.name).collect();
                assert!(stream.latest.as_ref().is_none_or(|latest| names.contains(&latest)), "{name} {}", stream.name);
                assert!(
                    names.iter().all(|name| names.iter().filter(|n| n == &name).count() == 1),
                    "{name} {}",
                    stream.name
                );
            }
            for streams in catalogue.aliases.values() {
                assert!(
                    streams.iter().all(|alias| catalogue.streams.iter().any(|stream| stream.name == *alias)),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn unknown_catalogue_is_told_with_the_known_ones() {
        let error = Catalogue::bundled("okd").unwrap_err();
        assert_eq!(error.to_string(), "there is no catalogue `okd`; there are openshift, community, era-3.5");
    }
}
