//! Where a tag leads when it refers to another tag, and that to another.

use crate::{LookupError, Platform, StreamTag};
use fieldmark_objects::{Kind, Reference};
use std::collections::HashSet;
use thiserror::Error;

/// Longest chain that is followed.
const MAX_STEPS: usize = 1000;

/// A tag, the tags that it leads to, and what the last one refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagChain {
    /// The tags, the one that was asked for first.
    pub tags: Vec<StreamTag>,
    /// What the last one refers to: an image by its pull specification or by its digest in a stream; none when it was
    /// pushed, or is not there.
    pub end: Option<Reference>,
}

/// A tag that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ChainError {
    /// It leads back to itself, or into a ring.
    #[error("image stream tags refer to each other: {}", tags.join(" -> "))]
    Circular {
        /// The tags of the ring, the first one again at the end.
        tags: Vec<String>,
    },
    /// The chain is longer than anyone makes one.
    #[error("more than {MAX_STEPS} image stream tags refer to each other")]
    TooLong,
    /// A stream on the way cannot be asked for.
    #[error(transparent)]
    Lookup(#[from] LookupError),
}

impl ChainError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Circular { .. } => "image.circular-tags",
            Self::TooLong => "image.tag-chain",
            Self::Lookup(error) => error.code(),
        }
    }
}

/// Follows a tag to its end, over streams and projects.
///
/// # Errors
/// The tags refer to each other in a ring; the chain is too long; a stream cannot be asked for.
pub fn follow(platform: &dyn Platform, tag: &StreamTag) -> Result<TagChain, ChainError> {
    let mut chain = TagChain { tags: vec![tag.clone()], end: None };
    let mut seen = HashSet::from([tag.clone()]);
    while let Some(last) = chain.tags.last().cloned() {
        let Some(from) = reference(platform, &last)? else { return Ok(chain) };
        if from.kind != Kind::ImageStreamTag {
            chain.end = Some(from);
            return Ok(chain);
        }
        let next = target(&last, &from);
        if !seen.insert(next.clone()) {
            let ring = chain.tags.iter().skip_while(|tag| **tag != next).chain([&next]);
            return Err(ChainError::Circular { tags: ring.map(ToString::to_string).collect() });
        }
        if chain.tags.len() == MAX_STEPS {
            return Err(ChainError::TooLong);
        }
        chain.tags.push(next);
    }
    Ok(chain)
}

/// What a tag refers to.
fn reference(platform: &dyn Platform, tag: &StreamTag) -> Result<Option<Reference>, LookupError> {
    let streams = platform.image_streams(&tag.namespace)?;
    let stream = streams.binary_search_by(|stream| stream.metadata.name.as_str().cmp(&tag.stream)).ok();
    let spec = stream.and_then(|at| streams[at].spec.tags.iter().find(|spec| spec.name == tag.tag));
    Ok(spec.and_then(|spec| spec.from.clone()))
}

/// The tag that a reference means: a bare name is a tag of the same stream.
fn target(at: &StreamTag, from: &Reference) -> StreamTag {
    let namespace = from.namespace.clone().unwrap_or_else(|| at.namespace.clone());
    match from.name.split_once(':') {
        Some((stream, tag)) => StreamTag { namespace, stream: stream.to_owned(), tag: tag.to_owned() },
        None => StreamTag { namespace, stream: at.stream.clone(), tag: from.name.clone() },
    }
}
