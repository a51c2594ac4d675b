//! The one thing that a term means (new-app.md 6.1).

use crate::chain::{ChainError, follow};
use crate::preference::{nearest, preferred};
use crate::search::{Candidate, search as search_place};
use crate::{ImageReference, LookupError, Match, Platform, Purpose, SearchOptions, Searched, Unresolved};
use std::collections::HashSet;

/// Finds what a term means.
///
/// Places of equal weight are searched together, the lightest first. If exactly one match of a group is exact it wins,
/// and the heavier ones are not asked. Otherwise scores are multiplied by the weight, and at the end the best match of
/// all wins if it is exact and no other is.
///
/// # Errors
/// Nothing was found, or nothing that is exact, or several things; tags of image streams refer to each other in a ring.
pub fn resolve(
    platform: &dyn Platform,
    term: &str,
    purpose: Purpose,
    options: &SearchOptions,
) -> Result<Match, Unresolved> {
    let mut asked = Asked { term, candidates: Vec::new(), searched: Vec::new(), errors: Vec::new() };
    for group in purpose.searches().chunk_by(|a, b| a.1 == b.1) {
        let mut found = Vec::new();
        for (place, _) in group.iter().filter(|(place, _)| options.allow_missing_images || *place != Searched::Missing)
        {
            asked.searched.push(*place);
            let result = search_place(platform, *place, term, options, true);
            found.extend(result.candidates);
            asked.errors.extend(result.errors);
        }
        found.sort_by_key(|candidate| candidate.found.score);
        if exact(&found) == 1 {
            return finish(platform, term, found.swap_remove(0));
        }
        if !options.compat
            && let Some(best) = preferred(&found)
        {
            return finish(platform, term, best);
        }
        let weight = group.first().map_or(0, |(_, weight)| *weight);
        asked.candidates.extend(found.into_iter().map(|candidate| weighted(candidate, weight)));
    }
    finish(platform, term, asked.best(options)?)
}

/// Everything that a term might mean, in image streams by name and by annotation, the nearest first.
///
/// # Errors
/// The platform cannot be asked at all.
pub fn search(platform: &dyn Platform, term: &str, options: &SearchOptions) -> Result<Vec<Match>, LookupError> {
    let mut matches: Vec<Match> = Vec::new();
    let mut errors = Vec::new();
    for place in [Searched::Streams, Searched::Annotations] {
        let found = search_place(platform, place, term, options, false);
        errors.extend(found.errors);
        matches.extend(found.candidates.into_iter().map(|candidate| candidate.found));
    }
    if let Some(error) = errors.into_iter().next().filter(|_| matches.is_empty()) {
        return Err(error);
    }
    matches.sort_by(|a, b| (a.score, &a.name).cmp(&(b.score, &b.name)));
    let mut seen = HashSet::new();
    matches.retain(|found| seen.insert(found.name.clone()));
    Ok(matches)
}

/// What came of the places that were asked so far.
struct Asked<'t> {
    term: &'t str,
    candidates: Vec<Candidate>,
    searched: Vec<Searched>,
    errors: Vec<LookupError>,
}

impl Asked<'_> {
    /// The best of all candidates, if it is exact and alone.
    fn best(mut self, options: &SearchOptions) -> Result<Candidate, Unresolved> {
        let term = self.term.to_owned();
        self.candidates.sort_by_key(|candidate| candidate.found.score);
        let equals = match self.candidates.first() {
            None => return Err(self.nothing(options)),
            Some(best) => self.candidates.iter().filter(|other| other.found.score == best.found.score).count(),
        };
        if equals > 1 {
            let tag =
                term.parse::<ImageReference>().ok().and_then(|reference| reference.tag).filter(|_| !options.compat);
            if let Some(found) = tag.and_then(|tag| nearest(&self.candidates[..equals], &tag)) {
                return Err(Unresolved::Partial { term, found: Box::new(found.found) });
            }
            let matches = self.candidates.into_iter().map(|candidate| candidate.found).collect();
            return Err(Unresolved::Several { term, matches });
        }
        let best = self.candidates.swap_remove(0);
        match best.found {
            Match { score: 0, .. } => Ok(best),
            Match { no_tags: true, .. } => Err(Unresolved::NoTags { term, found: Box::new(best.found) }),
            _ => Err(Unresolved::Partial { term, found: Box::new(best.found) }),
        }
    }

    fn nothing(self, options: &SearchOptions) -> Unresolved {
        let term = self.term.to_owned();
        // That nothing could be asked is no answer; the recorded program takes it for one.
        let unanswered = |error: &LookupError| !matches!(error, LookupError::Offline { .. });
        match self.errors.iter().find(|error| !options.compat && unanswered(error)) {
            Some(error) => Unresolved::Lookup { term, error: error.clone() },
            None => Unresolved::None { term, searched: self.searched, lookups: self.errors },
        }
    }
}

fn exact(found: &[Candidate]) -> usize {
    found.iter().filter(|candidate| candidate.found.score == 0).count()
}

fn weighted(mut candidate: Candidate, weight: u32) -> Candidate {
    if weight != 0 {
        candidate.found.score *= weight;
    }
    candidate
}

/// What is known of the winner's image, and whether its tag leads anywhere.
fn finish(platform: &dyn Platform, term: &str, winner: Candidate) -> Result<Match, Unresolved> {
    let mut found = winner.found;
    let Some(place) = &found.stream else { return Ok(found) };
    if !winner.looked_at
        && let Ok(Some(image)) = platform.tag_image(&place.namespace, &place.stream, &place.tag)
    {
        found.builder |= crate::builder_evidence(Some(&image), None).is_some();
        found.image = Some(image);
    }
    match follow(platform, place) {
        Err(ChainError::Circular { tags }) => Err(Unresolved::CircularTags { term: term.to_owned(), tags }),
        // A tag of a project that the user may not look into can be built from all the same.
        Ok(_) | Err(_) => Ok(found),
    }
}

#[cfg(test)]
mod tests;
