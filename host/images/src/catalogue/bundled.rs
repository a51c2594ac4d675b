//! The catalogues that come with fieldmark: data of `rules/`, embedded as the JSON that `build.rs` makes of it.

use super::document::Cover;
use super::{Catalogue, CatalogueError, Stream};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// The catalogues, in the order in which they are tried for a stream that the chosen one does not have.
const CATALOGUES: &[Bundled] = include!(concat!(env!("OUT_DIR"), "/catalogues.rs"));
/// When versions of languages are no longer maintained, as JSON.
const END_OF_LIFE: &str = include_str!(concat!(env!("OUT_DIR"), "/end-of-life.json"));

/// A catalogue as the build script wrote it down.
struct Bundled {
    name: &'static str,
    /// All of it but its streams, as JSON.
    cover: &'static str,
    streams: &'static [BundledStream],
}

struct BundledStream {
    name: &'static str,
    /// The stream as JSON.
    text: &'static str,
    /// When versions of its language are no longer maintained, as JSON.
    dates: &'static str,
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
    /// A catalogue that comes with fieldmark.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn bundled(name: &str) -> Result<Self, CatalogueError> {
        let bundled = find(name)?;
        let streams = bundled.streams.iter().map(|stream| stream.read(name)).collect::<Result<_, _>>()?;
        Ok(read::<Cover>(name, bundled.cover)?.with(streams))
    }

    /// Of a catalogue that comes with fieldmark the part that [`Catalogue::stream`] takes this stream from: reading all of
    /// it takes longer than all else about choosing a builder.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn bundled_part(name: &str, stream: &str) -> Result<Self, CatalogueError> {
        let bundled = find(name)?;
        let cover: Cover = read(name, bundled.cover)?;
        let aliases = cover.aliases.get(stream).into_iter().flatten().map(String::as_str);
        let names: Vec<&str> = std::iter::once(stream).chain(aliases).collect();
        let streams = bundled.streams.iter().filter(|stream| names.contains(&stream.name));
        let streams = streams.map(|stream| stream.read(name)).collect::<Result<_, _>>()?;
        Ok(cover.with(streams))
    }

    /// Names of the catalogues that come with fieldmark, the default first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        CATALOGUES.iter().map(|bundled| bundled.name)
    }
}

fn find(name: &str) -> Result<&'static Bundled, CatalogueError> {
    let known = || Catalogue::names().map(str::to_owned).collect();
    let found = CATALOGUES.iter().find(|bundled| bundled.name == name);
    found.ok_or_else(|| CatalogueError::Unknown { name: name.to_owned(), known: known() })
}

impl BundledStream {
    fn read(&self, catalogue: &str) -> Result<Stream, CatalogueError> {
        let mut stream: Stream = read(catalogue, self.text)?;
        stream.date(&read(catalogue, self.dates)?);
        Ok(stream)
    }
}

impl Stream {
    /// Adds the days after which versions are not maintained.
    fn date(&mut self, dates: &BTreeMap<String, String>) {
        for tag in &mut self.tags {
            tag.end_of_life = tag.version.as_ref().and_then(|version| dates.get(&version.to_string()).cloned());
        }
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
        if let Some(cycle) = cycles.languages.iter().find(|cycle| cycle.stream_names.contains(&stream.name)) {
            stream.date(&cycle.dates);
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
            let whole = Catalogue::parse(name, &text).unwrap();
            assert_eq!(whole, Catalogue::bundled(name).unwrap(), "{name}");
            let streams = whole.streams.iter().map(|stream| &stream.name).chain(whole.aliases.keys());
            for stream in streams.map(String::as_str).chain(["nonesuch"]) {
                let part = Catalogue::bundled_part(name, stream).unwrap();
                assert_eq!(part.stream(stream), whole.stream(stream), "{name}: {stream}");
                assert_eq!((&part.name, &part.as_of, &part.aliases), (&whole.name, &whole.as_of, &whole.aliases));
                assert!(part.streams.len() <= 1 + whole.aliases.get(stream).map_or(0, Vec::len), "{name}: {stream}");
            }
        }
        let text = std::fs::read_to_string(format!("{rules}/end-of-life.toml")).unwrap();
        let (written, embedded) = (parse_document::<LifeCycles>(&text).unwrap(), read("", END_OF_LIFE).unwrap());
        let dates = |cycles: LifeCycles| cycles.languages.into_iter().map(|cycle| cycle.dates).collect::<Vec<_>>();
        assert_eq!(dates(written), dates(embedded));
    }
}
