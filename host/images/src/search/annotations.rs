//! Tags of image streams by what they say they support (new-app.md 6.3).

use super::streams::{candidate, look_at};
use super::{Candidate, Found, projects};
use crate::tags::Tags;
use crate::{LookupError, Platform, SearchOptions, Searched};
use fieldmark_objects::ImageStream;

/// The tags that say they support what a term names.
pub(super) fn search(platform: &dyn Platform, term: &str, options: &SearchOptions, precise: bool) -> Found {
    let mut found = Found::default();
    for namespace in projects(platform, None) {
        let streams = match platform.image_streams(namespace) {
            Ok(streams) => streams,
            Err(error) => {
                found.errors.push(error);
                continue;
            }
        };
        let before = found.candidates.len();
        for stream in streams.iter() {
            if let Err(error) = supporting(platform, namespace, stream, term, options, &mut found.candidates) {
                found.errors.push(error);
            }
        }
        if precise && found.candidates[before..].iter().any(|candidate| candidate.found.score == 0) {
            break;
        }
    }
    found
}

/// The tags of one stream. Hidden ones count as well where everything is to be as recorded.
fn supporting(
    platform: &dyn Platform,
    namespace: &str,
    stream: &ImageStream,
    term: &str,
    options: &SearchOptions,
    out: &mut Vec<Candidate>,
) -> Result<(), LookupError> {
    let mut tags = None;
    for spec in &stream.spec.tags {
        let Some(score) = spec.annotations.get("supports").and_then(|supports| distance(supports, term)) else {
            continue;
        };
        let tags = tags.get_or_insert_with(|| Tags::of(stream));
        if !tags.has_image(&spec.name) || (!options.compat && tags.is_hidden(&spec.name)) {
            continue;
        }
        let mut candidate = candidate(namespace, stream, tags, &spec.name, score);
        candidate.found.found_by = Searched::Annotations;
        if score > 0 || look_at(platform, tags, &mut candidate)? {
            out.push(candidate);
        }
    }
    Ok(())
}

/// Distance of the annotation `supports` from a term, in hundredths; none when it has nothing to do with it.
fn distance(supports: &str, term: &str) -> Option<u32> {
    let language = |text: &str| text.split(':').next().map(str::to_owned);
    let tokens = || supports.split(',').map(str::trim).filter(|token| !token.is_empty());
    if tokens().any(|token| token == term) {
        Some(0)
    } else if tokens().any(|token| language(token) == language(term)) {
        Some(50)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotation_is_compared_by_its_tokens() {
        // new-app.md 6.3, the vectors and the example values.
        let cases = [
            ("wildfly:8.0", "java,wildfly,wildfly:7.0,wildfly:8.0,jee", Some(0)),
            ("ruby:2.0", "ruby:1.9,ruby:1.8", Some(50)),
            ("ruby", "ruby:2.0,ruby:2.1", Some(50)),
            ("ruby:2.1", "rails,ruby", Some(50)),
            ("jee", "", None),
            ("java", "jee,wildfly:8.0,wildfly:7.0", None),
            ("jee", "jee,java", Some(0)),
            ("java", "java:17,java", Some(0)),
            ("dotnet", "dotnet,dotnet:9.0", Some(0)),
            ("go", "golang", None),
        ];
        for (term, supports, expected) in cases {
            assert_eq!(distance(supports, term), expected, "{term} in {supports:?}");
        }
    }
}
