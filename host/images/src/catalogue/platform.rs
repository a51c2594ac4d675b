//! A catalogue in the place of a cluster.

use super::Catalogue;
use crate::search::SHARED_PROJECT;
use crate::{Image, LookupError, Platform, ResourceKind};
use fieldmark_objects::ImageStream;
use serde_json::Value;
use std::sync::Arc;

/// A platform whose project `openshift` has the streams of a catalogue, and that has nothing else. What registries hold
/// it does not know ([`LookupError::Offline`]).
#[derive(Debug, Clone)]
pub struct CataloguePlatform {
    project: String,
    catalogue: Catalogue,
    streams: Arc<[ImageStream]>,
}

impl CataloguePlatform {
    /// The platform of a catalogue, for whoever works in this project.
    #[must_use]
    pub fn new(catalogue: Catalogue, project: &str) -> Self {
        let mut streams: Vec<ImageStream> =
            catalogue.streams.iter().map(|stream| stream.to_object(SHARED_PROJECT)).collect();
        streams.sort_by(|a, b| a.metadata.name.cmp(&b.metadata.name));
        Self { project: project.to_owned(), catalogue, streams: streams.into() }
    }

    /// The catalogue.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }
}

impl Platform for CataloguePlatform {
    fn project(&self) -> &str {
        &self.project
    }

    fn image_streams(&self, namespace: &str) -> Result<Arc<[ImageStream]>, LookupError> {
        if namespace == SHARED_PROJECT { Ok(Arc::clone(&self.streams)) } else { Ok(Arc::default()) }
    }

    fn tag_image(&self, namespace: &str, stream: &str, tag: &str) -> Result<Option<Image>, LookupError> {
        if namespace != SHARED_PROJECT {
            return Ok(None);
        }
        let stream = self.catalogue.streams.iter().find(|this| this.name == stream);
        Ok(stream.and_then(|stream| Some(stream.image(stream.tag(tag)?))))
    }

    fn registry_image(&self, reference: &str) -> Result<Option<Image>, LookupError> {
        Err(LookupError::Offline { asked: format!("the image {reference}") })
    }

    fn object(&self, _: ResourceKind, _: &str) -> Result<Option<Value>, LookupError> {
        Ok(None)
    }
}
