//! Looking a term up in one kind of place.

mod annotations;
mod images;
mod name;
mod streams;

use crate::{LookupError, Match, Platform, SearchOptions, Searched};

/// The project whose image streams everyone may use.
pub const SHARED_PROJECT: &str = "openshift";

/// Something that a term may mean, with what is needed to choose among several.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) found: Match,
    /// Distance of the name alone, in hundredths.
    pub(crate) name: u32,
    /// Whether it stands in for `latest`, which nobody asked for by name.
    pub(crate) stands_in: bool,
    /// The annotation `version` of the tag.
    pub(crate) version: Option<String>,
    /// Whether its image was already asked for.
    pub(crate) looked_at: bool,
}

/// What a search found, and which questions could not be answered.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) errors: Vec<LookupError>,
}

/// Looks a term up in one kind of place. With `precise` an exact hit in one project ends the search.
pub(crate) fn search(
    platform: &dyn Platform,
    place: Searched,
    term: &str,
    options: &SearchOptions,
    precise: bool,
) -> Found {
    match place {
        Searched::Streams => streams::search(platform, term, options, precise),
        Searched::Annotations => annotations::search(platform, term, options, precise),
        Searched::Images => images::search(platform, term),
        Searched::Missing if options.allow_missing_images => images::missing(term),
        Searched::Missing => Found::default(),
    }
}

/// The projects in which a term is looked for: the one it names, or the current one and then the shared one.
fn projects<'p>(platform: &'p dyn Platform, named: Option<&'p str>) -> Vec<&'p str> {
    match named {
        Some(project) => vec![project],
        None if platform.project() == SHARED_PROJECT => vec![SHARED_PROJECT],
        None => vec![platform.project(), SHARED_PROJECT],
    }
}
