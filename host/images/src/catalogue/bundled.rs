//! The catalogues that come with fieldmark: data of `rules/`, embedded as the JSON that `build.rs` makes of it.

use super::document::Document;
use super::{Catalogue, CatalogueError, Stream};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// The catalogues as JSON, in the order in which they are tried for a stream that the chosen one does not have.
const CATALOGUES: [(&str, &str); 3] = [
    ("openshift", include_str!(concat!(env!("OUT_DIR"), "/openshift.json"))),
    ("community", include_str!(concat!(env!("OUT_DIR"), "/community.json"))),
    ("era-3.5", include_str!(concat!(env!("OUT_DIR"), "/era-3.5.json"))),
];
/// When versions of languages are no longer maintained, as JSON.
const END_OF_LIFE: &str = include_str!(concat!(env!("OUT_DIR"), "/end-of-life.json"));

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
        Self::of_document(read::<Document>(name, text)?)
    }

    /// Names of the catalogues that come with fieldmark, the default first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        CATALOGUES.iter().map(|(name, _)| *name)
    }
}

/// Reads an embedded document.
fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, CatalogueError> {
    serde_json::from_str(text)
        .map_err(|error| CatalogueError::Bundled { name: name.to_owned(), problem: error.to_string() })
}

/// Adds the days after which versions are not maintained.
pub(super) fn add_ends_of_life(streams: &mut [Stream]) -> Result<(), CatalogueError> {
    let cycles: LifeCycles = read("end-of-life", END_OF_LIFE)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_model::parse_document;

    #[test]
    fn documents_of_the_rules_are_what_is_embedded() {
        let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules");
        for name in Catalogue::names() {
            let text = std::fs::read_to_string(format!("{rules}/catalogues/{name}.toml")).unwrap();
            assert_eq!(Catalogue::parse(name, &text).unwrap(), Catalogue::bundled(name).unwrap(), "{name}");
        }
        let text = std::fs::read_to_string(format!("{rules}/end-of-life.toml")).unwrap();
        let (written, embedded) = (parse_document::<LifeCycles>(&text).unwrap(), read("", END_OF_LIFE).unwrap());
        let dates = |cycles: LifeCycles| cycles.languages.into_iter().map(|cycle| cycle.dates).collect::<Vec<_>>();
        assert_eq!(dates(written), dates(embedded));
    }
}
