//! Which of several equally near tags of one stream is the best: the better rule beside the recorded one, which asks the
//! user to name a tag (new-app.md 14).

use crate::search::Candidate;
use crate::tag_name::{TagName, base_number};
use fieldmark_model::{Version, VersionRange};
use std::cmp::Reverse;

/// The best of the tags, if all that come into question are of one stream: those that stand in for `latest` of a stream
/// with the name that was asked for, or those that support exactly what was asked for.
pub(crate) fn preferred(found: &[Candidate]) -> Option<Candidate> {
    let near: Vec<&Candidate> = if found.iter().any(|candidate| candidate.found.score == 0) {
        found.iter().filter(|candidate| candidate.found.score == 0).collect()
    } else {
        found.iter().filter(|candidate| candidate.stands_in && candidate.name == 0).collect()
    };
    let stream =
        |candidate: &Candidate| candidate.found.stream.as_ref().map(|tag| (tag.namespace.clone(), tag.stream.clone()));
    let first = stream(near.first()?)?;
    // Streams of the current project come first, and so hide those of the same name that everyone may use.
    let ambiguous = near.iter().any(|candidate| !candidate.stands_in && stream(candidate).as_ref() != Some(&first));
    if ambiguous {
        return None;
    }
    let tags = near.into_iter().filter(|candidate| stream(candidate).as_ref() == Some(&first));
    let count = tags.clone().count();
    let mut best = tags.min_by_key(|candidate| rank(candidate))?.clone();
    best.found.reason = Some(reason(&best, count));
    best.found.score = 0;
    Some(best)
}

/// The tag nearest to one that was named and is not there, if all that fit are tags of one stream with the name that was
/// asked for.
pub(crate) fn nearest(found: &[Candidate], asked: &str) -> Option<Candidate> {
    let stream = |candidate: &Candidate| {
        candidate
            .found
            .stream
            .as_ref()
            .filter(|_| candidate.name == 0)
            .map(|tag| (tag.namespace.clone(), tag.stream.clone()))
    };
    let first = stream(found.first()?)?;
    if found.iter().any(|candidate| stream(candidate).as_ref() != Some(&first)) {
        return None;
    }
    let range: Option<VersionRange> =
        TagName::parse(asked).version.and_then(|version| format!("={version}").parse().ok());
    let distance = |candidate: &Candidate| {
        let version = version(candidate);
        range.as_ref().zip(version.as_ref()).map(|(range, version)| range.distance(version))
    };
    // A tag without a version is far from any.
    found.iter().min_by_key(|candidate| (distance(candidate).is_none(), distance(candidate), rank(candidate))).cloned()
}

fn version(candidate: &Candidate) -> Option<Version> {
    let tag = candidate.found.stream.as_ref().map_or("", |place| place.tag.as_str());
    candidate.version.as_deref().and_then(|version| version.parse().ok()).or_else(|| TagName::parse(tag).version)
}

fn reason(best: &Candidate, count: usize) -> String {
    let tag = best.found.stream.as_ref().map_or("", |place| place.tag.as_str());
    match (best.stands_in, count) {
        (true, 1) => format!("`latest` is not offered: {tag} is the only tag that is"),
        (true, count) => format!("`latest` is not offered: {tag} is the newest of {count} tags that are"),
        (false, count) => format!("{count} tags support it: {tag} is the newest"),
    }
}

/// Sorts the better tag before the worse: the full image before a variant with less in it, the highest version, the
/// newest base, the name that sorts first.
fn rank(candidate: &Candidate) -> impl Ord + use<> {
    let tag = candidate.found.stream.as_ref().map_or("", |place| place.tag.as_str());
    let name = TagName::parse(tag);
    let version = version(candidate);
    let base = name.base.as_deref().and_then(base_number);
    (name.variant.is_some(), Reverse(version), Reverse(base), tag.to_owned())
}
