//! Image streams by their name (new-app.md 6.2).

use super::name::{LIMIT, distance};
use super::{Candidate, Found, projects};
use crate::reference::DEFAULT_TAG;
use crate::tags::Tags;
use crate::{ImageReference, LookupError, Match, Platform, SearchOptions, Searched, StreamTag};
use fieldmark_objects::ImageStream;

/// What is asked for of each stream whose name is near enough.
struct Question<'q> {
    platform: &'q dyn Platform,
    options: &'q SearchOptions,
    namespace: &'q str,
    tag: &'q str,
    /// Whether the user named the tag.
    named: bool,
}

/// The tags that a term may mean. A term with a registry, or that is no reference, means none.
pub(super) fn search(platform: &dyn Platform, term: &str, options: &SearchOptions, precise: bool) -> Found {
    let mut found = Found::default();
    let Ok(reference) = term.parse::<ImageReference>() else { return found };
    if reference.registry.is_some() || reference.digest.is_some() {
        return found;
    }
    let tag = reference.tag.as_deref();
    for namespace in projects(platform, reference.namespace.as_deref()) {
        let streams = match platform.image_streams(namespace) {
            Ok(streams) => streams,
            Err(error) => {
                found.errors.push(error);
                continue;
            }
        };
        let question = Question { platform, options, namespace, tag: tag.unwrap_or(DEFAULT_TAG), named: tag.is_some() };
        let before = found.candidates.len();
        for stream in streams.iter() {
            let score = distance(&stream.metadata.name, &reference.name);
            if score < LIMIT
                && let Err(error) = question.candidates(stream, score, &mut found.candidates)
            {
                found.errors.push(error);
            }
        }
        if precise && found.candidates[before..].iter().any(|candidate| candidate.found.score == 0) {
            break;
        }
    }
    found
}

impl Question<'_> {
    /// The tags of one stream that the question may mean.
    fn candidates(&self, stream: &ImageStream, name: u32, out: &mut Vec<Candidate>) -> Result<(), LookupError> {
        let tags = Tags::of(stream);
        if !self.named && tags.all_hidden() {
            return Ok(());
        }
        let tag = if self.named { self.tag } else { tags.followed(self.tag) };
        if tags.has_image(tag) && (self.named || !tags.is_hidden(tag)) {
            out.extend(self.with_image(stream, &tags, tag, name)?);
        } else if self.options.allow_missing_stream_tags {
            out.push(self.candidate(stream, &tags, tag, name));
        } else {
            self.others(stream, &tags, name, out);
        }
        Ok(())
    }

    /// Any tag on offer, for want of the one that was asked for.
    fn others(&self, stream: &ImageStream, tags: &Tags, name: u32, out: &mut Vec<Candidate>) {
        let mut any = false;
        for tag in tags.with_images().filter(|tag| !tags.is_hidden(tag)) {
            any = true;
            let mut candidate = self.candidate(stream, tags, tag, name);
            candidate.found.score += 50;
            candidate.stands_in = !self.named;
            out.push(candidate);
        }
        if !any {
            let mut candidate = self.candidate(stream, tags, "", name);
            candidate.found.score += 50;
            candidate.found.no_tags = true;
            out.push(candidate);
        }
    }

    /// A tag with its image; none when the image was deleted.
    fn with_image(
        &self,
        stream: &ImageStream,
        tags: &Tags,
        tag: &str,
        name: u32,
    ) -> Result<Option<Candidate>, LookupError> {
        let mut candidate = self.candidate(stream, tags, tag, name);
        Ok(look_at(self.platform, tags, &mut candidate)?.then_some(candidate))
    }

    fn candidate(&self, stream: &ImageStream, tags: &Tags, tag: &str, name: u32) -> Candidate {
        candidate(self.namespace, stream, tags, tag, name)
    }
}

/// A tag of a stream as something that a term may mean; its image is not asked for.
pub(super) fn candidate(namespace: &str, stream: &ImageStream, tags: &Tags, tag: &str, score: u32) -> Candidate {
    let place =
        StreamTag { namespace: namespace.to_owned(), stream: stream.metadata.name.clone(), tag: tag.to_owned() };
    let name = place.to_string();
    Candidate {
        found: Match {
            argument: format!("--image-stream=\"{name}\""),
            name,
            score,
            found_by: Searched::Streams,
            image: None,
            reference: tags.pull_spec(tag),
            builder: crate::builder_evidence(None, tags.spec(tag)).is_some(),
            no_tags: false,
            missing: false,
            reason: None,
            stream: Some(place),
        },
        name: score,
        stands_in: false,
        version: tags.spec(tag).and_then(|spec| spec.annotations.get("version").cloned()),
        looked_at: false,
    }
}

/// Asks for the image of a tag and says whether it is there. Where nobody can know, it is taken to be.
pub(super) fn look_at(platform: &dyn Platform, tags: &Tags, candidate: &mut Candidate) -> Result<bool, LookupError> {
    let Some(place) = &candidate.found.stream else { return Ok(false) };
    candidate.looked_at = true;
    match platform.tag_image(&place.namespace, &place.stream, &place.tag) {
        Ok(None) => Ok(false),
        Ok(Some(image)) => {
            candidate.found.builder = crate::builder_evidence(Some(&image), tags.spec(&place.tag)).is_some();
            candidate.found.image = Some(image);
            Ok(true)
        }
        Err(LookupError::Offline { .. }) => Ok(true),
        Err(error) => Err(error),
    }
}
