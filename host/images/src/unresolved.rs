//! A term that means nothing, or not one thing.

use crate::{LookupError, Match, Searched};
use thiserror::Error;

/// Why a term was not resolved (new-app.md 6.5).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Unresolved {
    /// Nothing has this name.
    #[error("unable to locate any {} with name \"{term}\"", types(searched))]
    None {
        /// What was looked for.
        term: String,
        /// Where it was looked for.
        searched: Vec<Searched>,
        /// Places that could not be asked.
        lookups: Vec<LookupError>,
    },
    /// Something has nearly this name; the user has to write it in full.
    #[error("only a partial match was found for \"{term}\": \"{}\"", found.name)]
    Partial {
        /// What was looked for.
        term: String,
        /// What is nearly it.
        found: Box<Match>,
    },
    /// Several things fit equally well.
    #[error("multiple images or templates matched \"{term}\": {}", matches.len())]
    Several {
        /// What was looked for.
        term: String,
        /// What fits, the best first.
        matches: Vec<Match>,
    },
    /// The image stream is there, but none of its tags has an image.
    #[error("no tags found on matching image stream: \"{}\"", found.name)]
    NoTags {
        /// What was looked for.
        term: String,
        /// The stream.
        found: Box<Match>,
    },
    /// Tags of image streams that refer to each other.
    #[error("image stream tag reference \"{}\" is a circular loop of image stream tags", tags.first().map_or("", String::as_str))]
    CircularTags {
        /// What was looked for.
        term: String,
        /// The tags in the order in which they refer to each other, the first one again at the end.
        tags: Vec<String>,
    },
    /// Nothing was found, and a place that might have it could not be asked.
    #[error("\"{term}\" cannot be looked up: {error}")]
    Lookup {
        /// What was looked for.
        term: String,
        /// What went wrong.
        error: LookupError,
    },
}

fn types(searched: &[Searched]) -> String {
    searched.iter().map(|place| place.as_str()).collect::<Vec<_>>().join(", ")
}

impl Unresolved {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::None { .. } => "image.no-match",
            Self::Partial { .. } => "image.partial-match",
            Self::Several { .. } => "image.several-matches",
            Self::NoTags { .. } => "image.no-tags",
            Self::CircularTags { .. } => "image.circular-tags",
            Self::Lookup { error, .. } => error.code(),
        }
    }

    /// What was looked for.
    #[must_use]
    pub fn term(&self) -> &str {
        match self {
            Self::None { term, .. }
            | Self::Partial { term, .. }
            | Self::Several { term, .. }
            | Self::NoTags { term, .. }
            | Self::CircularTags { term, .. }
            | Self::Lookup { term, .. } => term,
        }
    }
}
