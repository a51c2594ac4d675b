//! The catalogues that come with fieldmark: data of `rules/`, embedded as text.

use super::{Catalogue, CatalogueError, Stream};
use fieldmark_model::parse_document;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The catalogues, in the order in which they are tried for a stream that the chosen one does not have.
const CATALOGUES: [(&str, &str); 3] = [
    ("openshift", include_str!("../../../../rules/catalogues/openshift.toml")),
    ("community", include_str!("../../../../rules/catalogues/community.toml")),
    ("era-3.5", include_str!("../../../../rules/catalogues/era-3.5.toml")),
];
/// When versions of languages are no longer maintained.
const END_OF_LIFE: &str = include_str!("../../../../rules/end-of-life.toml");

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
    /// A catalogue that comes with fieldmark.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn bundled(name: &str) -> Result<Self, CatalogueError> {
        let known = || CATALOGUES.iter().map(|(name, _)| (*name).to_owned()).collect();
        let (name, text) = CATALOGUES
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| CatalogueError::Unknown { name: name.to_owned(), known: known() })?;
        Self::parse(name, text)
    }

    /// Names of the catalogues that come with fieldmark, the default first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        CATALOGUES.iter().map(|(name, _)| *name)
    }
}

/// Adds the days after which versions are not maintained.
pub(super) fn add_ends_of_life(streams: &mut [Stream]) -> Result<(), CatalogueError> {
    let cycles: LifeCycles = parse_document(END_OF_LIFE)
        .map_err(|source| CatalogueError::Document { name: "end-of-life.toml".to_owned(), source })?;
    for stream in streams {
        let Some(cycle) = cycles.languages.iter().find(|cycle| cycle.stream_names.contains(&stream.name)) else {
            continue;
        };
        for tag in &mut stream.tags {
            tag.end_of_life = tag.version.as_ref().and_then(|version| cycle.dates.get(&version.to_string()).cloned());
        }
    }
    Ok(())
}
