//! An image that something is built on or that runs, and how objects refer to it.

use crate::Refusal;
use fieldmark_images::{Image, ImageReference, Match, Platform, StreamTag, Unresolved};
use fieldmark_objects::{ImageStream, Reference};

/// How objects refer to an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Handle {
    /// By a tag of a stream that is there.
    Stream(StreamTag),
    /// By a tag of a stream that is made for it.
    New { stream: String, tag: String },
    /// By its pull specification.
    Direct,
}

/// An image, how objects refer to it, and what is known of it.
#[derive(Debug, Clone)]
pub(crate) struct ImageInUse {
    pub(crate) handle: Handle,
    /// Its pull specification; of a stream's tag that of the integrated registry.
    pub(crate) pull: String,
    pub(crate) config: Option<Image>,
    /// Whether nobody has seen it.
    pub(crate) missing: bool,
}

impl ImageInUse {
    /// What a match is used as.
    pub(crate) fn of(found: &Match, platform: &dyn Platform) -> Result<Self, Refusal> {
        let config = found.image.clone();
        if let Some(tag) = &found.stream {
            let stream = stream(platform, &tag.namespace, &tag.stream)?;
            let repository = stream.map(|stream| stream.status.docker_image_repository).filter(|text| !text.is_empty());
            // A stream without a repository is one of a catalogue: its images are where they come from.
            let pull = match repository {
                Some(repository) => format!("{repository}:{}", tag.tag),
                None if !found.reference.is_empty() => found.reference.clone(),
                None => format!("{}/{}:{}", tag.namespace, tag.stream, tag.tag),
            };
            return Ok(Self { handle: Handle::Stream(tag.clone()), pull, config, missing: false });
        }
        if found.missing {
            return Ok(Self::direct(&found.reference, true));
        }
        let reference: ImageReference = found.reference.parse().unwrap_or_default();
        let tag = reference.tag.clone().unwrap_or_else(|| "latest".to_owned());
        let handle = Handle::New { stream: reference.name_suggestion(), tag };
        Ok(Self { handle, pull: found.reference.clone(), config, missing: false })
    }

    /// An image by its pull specification alone.
    pub(crate) fn direct(pull: &str, missing: bool) -> Self {
        Self { handle: Handle::Direct, pull: pull.to_owned(), config: None, missing }
    }

    /// What objects made for it may be called.
    pub(crate) fn suggestion(&self) -> String {
        match &self.handle {
            Handle::Stream(tag) => tag.stream.clone(),
            Handle::New { stream, .. } => stream.clone(),
            Handle::Direct => self.pull.parse::<ImageReference>().unwrap_or_default().name_suggestion(),
        }
    }

    /// How builds refer to it.
    pub(crate) fn reference(&self) -> Reference {
        self.tag().unwrap_or_else(|| Reference::image(&self.pull))
    }

    /// How triggers refer to it; none when it has no tag that could change.
    pub(crate) fn tag(&self) -> Option<Reference> {
        match &self.handle {
            Handle::Stream(tag) => Some(Reference::tag(Some(tag.namespace.clone()), &tag.stream, &tag.tag)),
            Handle::New { stream, tag } => Some(Reference::tag(None, stream, tag)),
            Handle::Direct => None,
        }
    }
}

/// An image stream of a platform.
pub(crate) fn stream(platform: &dyn Platform, namespace: &str, name: &str) -> Result<Option<ImageStream>, Refusal> {
    let streams =
        platform.image_streams(namespace).map_err(|error| Unresolved::Lookup { term: name.to_owned(), error })?;
    let at = streams.binary_search_by(|stream| stream.metadata.name.as_str().cmp(name)).ok();
    Ok(at.and_then(|at| streams.get(at).cloned()))
}
