//! A catalogue in the TOML form of `rules/catalogues`, or as image streams are printed.

use super::bundled::add_ends_of_life;
use super::{Catalogue, CatalogueError, Stream};
use crate::Snapshot;
use fieldmark_model::parse_document;
use serde::Deserialize;
use std::collections::BTreeMap;

/// All of a catalogue but its streams.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Cover {
    catalogue: Head,
    #[serde(default)]
    pub(super) aliases: BTreeMap<String, Vec<String>>,
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

impl Catalogue {
    /// Reads a catalogue in its TOML form, or of image streams as `oc get imagestreams -o yaml` prints them.
    ///
    /// # Errors
    /// The text is of neither form.
    pub fn parse(name: &str, text: &str) -> Result<Self, CatalogueError> {
        if are_objects(text) {
            let snapshot =
                Snapshot::parse(text).map_err(|source| CatalogueError::Streams { name: name.to_owned(), source })?;
            return Self::from_streams(name, snapshot.all_streams());
        }
        let document: Document =
            parse_document(text).map_err(|source| CatalogueError::Document { name: name.to_owned(), source })?;
        let Document { catalogue, aliases, mut streams } = document;
        add_ends_of_life(&mut streams)?;
        Ok(Cover { catalogue, aliases }.with(streams))
    }
}

impl Cover {
    /// The catalogue with these streams.
    pub(super) fn with(self, streams: Vec<Stream>) -> Catalogue {
        let Head { name, title, as_of, source } = self.catalogue;
        Catalogue { name, title, as_of, source, aliases: self.aliases, streams }
    }
}

/// Whether a text holds objects in YAML or JSON: no TOML document begins with a brace, or has a line `kind: …`.
fn are_objects(text: &str) -> bool {
    let key = |line: &str| ["apiVersion:", "kind:", "items:"].iter().any(|key| line.starts_with(key));
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{') || text.lines().any(key)
}
