//! A catalogue in the TOML form of `rules/catalogues`, or as image streams are printed.

use super::bundled::add_ends_of_life;
use super::{Catalogue, CatalogueError, Stream};
use crate::Snapshot;
use fieldmark_model::parse_document;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Document {
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
        let document =
            parse_document(text).map_err(|source| CatalogueError::Document { name: name.to_owned(), source })?;
        Self::of_document(document)
    }

    pub(super) fn of_document(mut document: Document) -> Result<Self, CatalogueError> {
        add_ends_of_life(&mut document.streams)?;
        Ok(Self {
            name: document.catalogue.name,
            title: document.catalogue.title,
            as_of: document.catalogue.as_of,
            source: document.catalogue.source,
            aliases: document.aliases,
            streams: document.streams,
        })
    }
}

/// Whether a text holds objects in YAML or JSON: no TOML document begins with a brace, or has a line `kind: …`.
fn are_objects(text: &str) -> bool {
    let key = |line: &str| ["apiVersion:", "kind:", "items:"].iter().any(|key| line.starts_with(key));
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{') || text.lines().any(key)
}
