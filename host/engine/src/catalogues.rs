//! The catalogues that builders are chosen from. Those that come with fieldmark are read when they are first looked into:
//! most repositories need one of them, and many none.

use crate::builder::Era;
use crate::error::BuildError;
use fieldmark_images::Catalogue;
use std::borrow::Cow;
use std::sync::OnceLock;

/// The chosen catalogue, and after it those that are tried for what it does not have.
pub(crate) struct Catalogues {
    shelves: Vec<Shelf>,
    /// The day on which a version counts as maintained or not, if it is not the catalogue's own.
    as_of: Option<String>,
}

struct Shelf {
    name: String,
    catalogue: OnceLock<Option<Catalogue>>,
}

impl Catalogues {
    /// A catalogue that is at hand goes first, or else a bundled one by its name, or else the era's own.
    pub(crate) fn new(
        at_hand: Option<Catalogue>,
        name: Option<&str>,
        era: Era,
        as_of: Option<String>,
    ) -> Result<Self, BuildError> {
        let by_era = if era == Era::OpenShift35 { "era-3.5" } else { "openshift" };
        let name = name.unwrap_or(by_era);
        let mut catalogues = Self { shelves: Vec::new(), as_of };
        match at_hand {
            Some(mut catalogue) => {
                catalogues.date(&mut catalogue);
                let name = catalogue.name.clone();
                catalogues.shelves.push(Shelf { name, catalogue: OnceLock::from(Some(catalogue)) });
            }
            // A name that nobody knows is told now.
            None if !Catalogue::names().any(|known| known == name) => _ = Catalogue::bundled(name)?,
            None => catalogues.shelves.push(Shelf { name: name.to_owned(), catalogue: OnceLock::new() }),
        }
        // The catalogue of another era builds for another platform: it is never the second choice.
        if catalogues.first() != "era-3.5" {
            for name in ["openshift", "community"] {
                if catalogues.shelves.iter().all(|shelf| shelf.name != name) {
                    catalogues.shelves.push(Shelf { name: name.to_owned(), catalogue: OnceLock::new() });
                }
            }
        }
        Ok(catalogues)
    }

    /// Name of the chosen one.
    pub(crate) fn first(&self) -> &str {
        self.shelves.first().map_or("", |shelf| shelf.name.as_str())
    }

    /// All of them in their order, each read when its turn comes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Catalogue> {
        self.shelves.iter().filter_map(|shelf| {
            // They are part of the program, and all of them are read in a test.
            let read = || {
                let mut catalogue = Catalogue::bundled(&shelf.name).ok()?;
                self.date(&mut catalogue);
                Some(catalogue)
            };
            shelf.catalogue.get_or_init(read).as_ref()
        })
    }

    /// Those that have this stream, in their order, each with no more of it than it takes to look at the stream.
    pub(crate) fn with_stream(&self, stream: &str) -> impl Iterator<Item = Cow<'_, Catalogue>> {
        let parts = self.shelves.iter().filter_map(move |shelf| match shelf.catalogue.get() {
            Some(catalogue) => catalogue.as_ref().map(Cow::Borrowed),
            // They are part of the program, and all of them are read in a test.
            None => {
                let mut part = Catalogue::bundled_part(&shelf.name, stream).ok()?;
                self.date(&mut part);
                Some(Cow::Owned(part))
            }
        });
        parts.filter(move |catalogue| catalogue.stream(stream).is_some())
    }

    fn date(&self, catalogue: &mut Catalogue) {
        if let Some(day) = &self.as_of {
            catalogue.as_of.clone_from(day);
        }
    }
}
