//! The tags of one image stream, looked up by name.

use crate::evidence::is_hidden;
use fieldmark_objects::{ImageStream, Kind, TagEvent, TagReference};
use std::collections::HashMap;

/// Index of the tags of a stream: as they were asked for, and the images they have.
pub(crate) struct Tags<'s> {
    stream: &'s ImageStream,
    specs: HashMap<&'s str, &'s TagReference>,
    images: HashMap<&'s str, &'s TagEvent>,
}

impl<'s> Tags<'s> {
    pub(crate) fn of(stream: &'s ImageStream) -> Self {
        let images = stream.status.tags.iter().filter_map(|events| Some((events.tag.as_str(), events.items.first()?)));
        Self {
            stream,
            specs: stream.spec.tags.iter().map(|spec| (spec.name.as_str(), spec)).collect(),
            images: images.collect(),
        }
    }

    /// The tag as it was asked for; none for one that was pushed only.
    pub(crate) fn spec(&self, tag: &str) -> Option<&'s TagReference> {
        self.specs.get(tag).copied()
    }

    pub(crate) fn has_image(&self, tag: &str) -> bool {
        self.images.contains_key(tag)
    }

    pub(crate) fn is_hidden(&self, tag: &str) -> bool {
        self.spec(tag).is_some_and(is_hidden)
    }

    /// Whether there are tags, and none is offered.
    pub(crate) fn all_hidden(&self) -> bool {
        !self.specs.is_empty() && self.specs.keys().chain(self.images.keys()).all(|tag| self.is_hidden(tag))
    }

    /// The tags with an image, in the order of the stream.
    pub(crate) fn with_images(&self) -> impl Iterator<Item = &'s str> {
        let events = self.stream.status.tags.iter();
        events.filter(|events| !events.items.is_empty()).map(|events| events.tag.as_str())
    }

    /// The tag of the same stream that this one refers to, if neither is hidden and that one has an image; one step
    /// only. Otherwise the tag itself (new-app.md 6.2).
    pub(crate) fn followed<'t>(&self, tag: &'t str) -> &'t str
    where
        's: 't,
    {
        let from = self.spec(tag).filter(|spec| !is_hidden(spec)).and_then(|spec| spec.from.as_ref());
        let Some(from) = from.filter(|from| from.kind == Kind::ImageStreamTag && !from.name.contains(':')) else {
            return tag;
        };
        if self.has_image(&from.name) && !self.is_hidden(&from.name) { &from.name } else { tag }
    }

    /// Where the image of a tag comes from: as it was asked for, or as it was found; empty when neither is known.
    pub(crate) fn pull_spec(&self, tag: &str) -> String {
        let asked = self.spec(tag).and_then(|spec| spec.from.as_ref());
        if let Some(from) = asked.filter(|from| from.kind == Kind::DockerImage) {
            return from.name.clone();
        }
        self.images.get(tag).map(|event| event.docker_image_reference.clone()).unwrap_or_default()
    }
}
