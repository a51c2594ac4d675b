//! What a platform held at one time, read from a document.

mod document;
mod error;
mod image_config;
mod read;
mod write;

pub use error::SnapshotError;

use crate::{Image, ImageReference, LookupError, Platform, ResourceKind, StreamTag};
use fieldmark_objects::ImageStream;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most bytes of a document.
pub const MAX_SNAPSHOT_BYTES: usize = 64 << 20;
/// The project of who names none.
const DEFAULT_PROJECT: &str = "default";

/// Image streams, images and objects that were saved: what `oc get -o yaml` prints, or [`Snapshot::to_yaml`].
///
/// Objects without a project belong to the current one. A tag that has an image of which the document says nothing more
/// is a question that only a cluster can answer ([`LookupError::Offline`]), unless the document holds
/// `ImageStreamTag` objects of that stream: then the image was deleted.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    project: String,
    contents: Contents,
    /// Streams as they are asked for, by project.
    streams: BTreeMap<String, Arc<[ImageStream]>>,
}

/// Everything of a document, by project; the empty name stands for the current project.
#[derive(Debug, Clone, Default, PartialEq)]
struct Contents {
    streams: BTreeMap<String, BTreeMap<String, ImageStream>>,
    /// By project, stream and tag.
    tag_images: BTreeMap<(String, String, String), Image>,
    /// Images of registries, by their canonical reference.
    registry: BTreeMap<String, Image>,
    objects: BTreeMap<(&'static str, String, String), Value>,
}

impl Snapshot {
    /// Reads a document in YAML or JSON: one object, a `List`, or several documents. Kinds that no question is about are
    /// passed over.
    ///
    /// # Errors
    /// It is too large, is neither YAML nor JSON, is nested too deeply, or an object does not have the form of its kind.
    pub fn parse(text: &str) -> Result<Self, SnapshotError> {
        let mut contents = Contents::default();
        for document in document::documents(text)? {
            read::document(document, &mut contents)?;
        }
        Ok(Self::of(contents, DEFAULT_PROJECT))
    }

    /// The same with another current project.
    #[must_use]
    pub fn with_project(self, project: &str) -> Self {
        Self::of(self.contents, project)
    }

    /// Image streams of projects of a platform, with what it knows of their images.
    ///
    /// # Errors
    /// The platform cannot be asked.
    pub fn take(platform: &dyn Platform, projects: &[&str]) -> Result<Self, LookupError> {
        let mut contents = Contents::default();
        for project in projects {
            for stream in platform.image_streams(project)?.iter() {
                for tag in tags_with_images(stream) {
                    match platform.tag_image(project, &stream.metadata.name, tag) {
                        Ok(Some(image)) => {
                            let key = ((*project).to_owned(), stream.metadata.name.clone(), tag.to_owned());
                            contents.tag_images.insert(key, image);
                        }
                        Ok(None) | Err(LookupError::Offline { .. }) => {}
                        Err(error) => return Err(error),
                    }
                }
                contents.add_stream(project, stream.clone());
            }
        }
        Ok(Self::of(contents, platform.project()))
    }

    /// A snapshot of these streams, with nothing of their images.
    #[must_use]
    pub fn from_streams(streams: &[ImageStream]) -> Self {
        let mut contents = Contents::default();
        for stream in streams {
            contents.add_stream(stream.metadata.namespace.as_deref().unwrap_or_default(), stream.clone());
        }
        Self::of(contents, DEFAULT_PROJECT)
    }

    /// The image streams of all projects, by project and name.
    pub fn all_streams(&self) -> impl Iterator<Item = &ImageStream> {
        self.streams.values().flat_map(|streams| streams.iter())
    }

    /// The projects that have image streams.
    pub fn projects(&self) -> impl Iterator<Item = &str> {
        self.streams.keys().map(String::as_str)
    }

    /// All objects of a kind, whatever project they are in, sorted by project and name.
    pub fn objects(&self, kind: ResourceKind) -> impl Iterator<Item = &Value> {
        let kind = kind.as_str();
        self.contents.objects.iter().filter(move |(key, _)| key.0 == kind).map(|(_, value)| value)
    }

    /// The images of registries that it knows, by reference.
    pub fn registry_images(&self) -> impl Iterator<Item = (&str, &Image)> {
        self.contents.registry.iter().map(|(reference, image)| (reference.as_str(), image))
    }

    fn of(contents: Contents, project: &str) -> Self {
        let place = |name: &str| if name.is_empty() { project.to_owned() } else { name.to_owned() };
        let mut by_name: BTreeMap<String, BTreeMap<String, ImageStream>> = BTreeMap::new();
        for (namespace, streams) in &contents.streams {
            by_name.entry(place(namespace)).or_default().extend(streams.clone());
        }
        let streams = by_name.into_iter().map(|(namespace, streams)| (namespace, streams.into_values().collect()));
        Self { project: project.to_owned(), streams: streams.collect(), contents }
    }

    /// The names under which what is in a project may be kept.
    fn names<'n>(&self, project: &'n str) -> impl Iterator<Item = &'n str> {
        [Some(project), (project == self.project).then_some("")].into_iter().flatten()
    }
}

impl Contents {
    fn add_stream(&mut self, namespace: &str, stream: ImageStream) {
        self.streams.entry(namespace.to_owned()).or_default().insert(stream.metadata.name.clone(), stream);
    }
}

fn tags_with_images(stream: &ImageStream) -> impl Iterator<Item = &str> {
    stream.status.tags.iter().filter(|events| !events.items.is_empty()).map(|events| events.tag.as_str())
}

impl Platform for Snapshot {
    fn project(&self) -> &str {
        &self.project
    }

    fn image_streams(&self, namespace: &str) -> Result<Arc<[ImageStream]>, LookupError> {
        Ok(self.streams.get(namespace).cloned().unwrap_or_default())
    }

    fn tag_image(&self, namespace: &str, stream: &str, tag: &str) -> Result<Option<Image>, LookupError> {
        let key = |name: &str, tag: &str| (name.to_owned(), stream.to_owned(), tag.to_owned());
        for name in self.names(namespace) {
            if let Some(image) = self.contents.tag_images.get(&key(name, tag)) {
                return Ok(Some(image.clone()));
            }
        }
        let any_of_stream = self.names(namespace).any(|name| {
            let mut of_stream = self.contents.tag_images.range(key(name, "")..);
            of_stream.next().is_some_and(|((project, of, _), _)| project == name && of == stream)
        });
        let streams = self.image_streams(namespace)?;
        let at = streams.binary_search_by(|this| this.metadata.name.as_str().cmp(stream));
        let has_image = at.is_ok_and(|at| tags_with_images(&streams[at]).any(|this| this == tag));
        if has_image && !any_of_stream {
            let place = StreamTag { namespace: namespace.to_owned(), stream: stream.to_owned(), tag: tag.to_owned() };
            return Err(LookupError::Offline { asked: format!("the image of {place}") });
        }
        Ok(None)
    }

    fn registry_image(&self, reference: &str) -> Result<Option<Image>, LookupError> {
        let Ok(parsed) = reference.parse::<ImageReference>() else { return Ok(None) };
        Ok(self.contents.registry.get(&parsed.canonical().to_string()).cloned())
    }

    fn object(&self, kind: ResourceKind, name: &str) -> Result<Option<Value>, LookupError> {
        let mut found = self
            .names(&self.project)
            .filter_map(|namespace| self.contents.objects.get(&(kind.as_str(), namespace.to_owned(), name.to_owned())));
        Ok(found.next().cloned())
    }
}

#[cfg(test)]
mod tests;
