//! Images in registries, and images that need not be there (new-app.md 6.4).

use super::{Candidate, Found};
use crate::{Image, ImageReference, Match, Platform, Searched};

/// A base with nothing in it, which no registry has.
const SCRATCH: &str = "scratch";

/// The image that a registry knows under exactly this name.
pub(super) fn search(platform: &dyn Platform, term: &str) -> Found {
    let mut found = Found::default();
    if term == SCRATCH {
        found.candidates.push(candidate(term, None, false));
        return found;
    }
    if term.parse::<ImageReference>().is_err() {
        return found;
    }
    match platform.registry_image(term) {
        Ok(Some(image)) => found.candidates.push(candidate(term, Some(image), false)),
        Ok(None) => {}
        Err(error) => found.errors.push(error),
    }
    found
}

/// Any image that might be called so.
pub(super) fn missing(term: &str) -> Found {
    let candidates = term.parse::<ImageReference>().is_ok().then(|| candidate(term, None, true));
    Found { candidates: candidates.into_iter().collect(), errors: Vec::new() }
}

fn candidate(term: &str, image: Option<Image>, missing: bool) -> Candidate {
    Candidate {
        found: Match {
            name: term.to_owned(),
            score: 0,
            found_by: if missing { Searched::Missing } else { Searched::Images },
            stream: None,
            reference: term.to_owned(),
            builder: crate::builder_evidence(image.as_ref(), None).is_some(),
            no_tags: false,
            missing,
            argument: format!("--image=\"{term}\""),
            reason: None,
            image,
        },
        name: 0,
        stands_in: false,
        version: None,
        looked_at: true,
    }
}
