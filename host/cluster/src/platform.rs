//! Questions about image streams, images and objects, answered by a cluster.

use crate::path::ApiPath;
use crate::{Cluster, ClusterError};
use fieldmark_images::{Image, LookupError, Platform, ResourceKind, Snapshot};
use fieldmark_objects::ImageStream;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;

const IMAGES: &str = "image.openshift.io/v1";
/// Image streams of one page.
const PAGE: &str = "500";
/// Most pages of one project.
const MAX_PAGES: usize = 200;

impl Platform for Cluster {
    fn project(&self) -> &str {
        self.namespace()
    }

    fn image_streams(&self, namespace: &str) -> Result<Arc<[ImageStream]>, LookupError> {
        if let Some(streams) = self.known().streams.get(namespace) {
            return Ok(streams.clone());
        }
        let asked = || format!("image streams of {namespace}");
        let streams = self.list_streams(namespace).map_err(|error| lookup(asked(), &error))?;
        self.known().streams.insert(namespace.to_owned(), streams.clone());
        Ok(streams)
    }

    fn tag_image(&self, namespace: &str, stream: &str, tag: &str) -> Result<Option<Image>, LookupError> {
        let key = (namespace.to_owned(), stream.to_owned(), tag.to_owned());
        if let Some(image) = self.known().tags.get(&key) {
            return Ok(image.clone());
        }
        let asked = format!("image of {namespace}/{stream}:{tag}");
        let path = ApiPath::collection(IMAGES, namespace, "imagestreamtags").below(&format!("{stream}:{tag}"));
        let image = match self.connection.get(&path) {
            Err(ClusterError::NotFound { .. }) => None,
            Err(error) => return Err(lookup(asked, &error)),
            Ok(object) => snapshot(&object, namespace, &asked)?.tag_image(namespace, stream, tag)?,
        };
        self.known().tags.insert(key, image.clone());
        Ok(image)
    }

    fn registry_image(&self, reference: &str) -> Result<Option<Image>, LookupError> {
        if let Some(image) = self.known().registry.get(reference) {
            return Ok(image.clone());
        }
        let asked = format!("image {reference}");
        let import = self.look_into_registry(reference).map_err(|error| lookup(asked.clone(), &error))?;
        let image = snapshot(&import, self.namespace(), &asked)?.registry_image(reference)?;
        self.known().registry.insert(reference.to_owned(), image.clone());
        Ok(image)
    }

    fn object(&self, kind: ResourceKind, name: &str) -> Result<Option<Value>, LookupError> {
        let (api_version, resource) = resource(kind);
        let asked = || format!("{} {name}", kind.as_str());
        match self.read(api_version, resource, name) {
            Ok(object) => Ok(object),
            // A cluster without the kind has no object of it.
            Err(ClusterError::NoApi { .. }) => Ok(None),
            Err(error) => Err(lookup(asked(), &error)),
        }
    }
}

impl Cluster {
    /// All image streams of a project, page by page, sorted by name.
    fn list_streams(&self, namespace: &str) -> Result<Arc<[ImageStream]>, ClusterError> {
        let first = ApiPath::collection(IMAGES, namespace, "imagestreams").with("limit", PAGE);
        let mut path = first.clone();
        let malformed =
            |problem: String| ClusterError::Malformed { asked: format!("GET {}", first.without_query()), problem };
        let mut streams = Vec::new();
        for _ in 0..MAX_PAGES {
            let mut page = self.connection.get(&path)?;
            let Value::Array(items) = page["items"].take() else {
                return Err(malformed("the list has no items".to_owned()));
            };
            for item in items {
                streams.push(ImageStream::deserialize(item).map_err(|error| malformed(error.to_string()))?);
            }
            match page["metadata"]["continue"].as_str().filter(|token| !token.is_empty()) {
                Some(token) => path = first.clone().with("continue", token),
                None => {
                    streams.sort_by(|a, b| a.metadata.name.cmp(&b.metadata.name));
                    return Ok(streams.into());
                }
            }
        }
        Err(malformed(format!("the list has more than {MAX_PAGES} pages")))
    }
}

/// Objects are read in one place only, wherever they come from.
fn snapshot(object: &Value, namespace: &str, asked: &str) -> Result<Snapshot, LookupError> {
    let unavailable = |detail: String| LookupError::Unavailable { asked: asked.to_owned(), detail };
    let snapshot = Snapshot::parse(&object.to_string()).map_err(|error| unavailable(error.to_string()))?;
    Ok(snapshot.with_project(namespace))
}

fn lookup(asked: String, error: &ClusterError) -> LookupError {
    let detail = error.to_string();
    match error {
        ClusterError::Forbidden { .. } | ClusterError::Unauthorised { .. } => LookupError::Forbidden { asked, detail },
        _ => LookupError::Unavailable { asked, detail },
    }
}

const fn resource(kind: ResourceKind) -> (&'static str, &'static str) {
    match kind {
        ResourceKind::Service => ("v1", "services"),
        ResourceKind::Deployment => ("apps/v1", "deployments"),
        ResourceKind::DeploymentConfig => ("apps.openshift.io/v1", "deploymentconfigs"),
        ResourceKind::ReplicationController => ("v1", "replicationcontrollers"),
        ResourceKind::Pod => ("v1", "pods"),
        ResourceKind::BuildConfig => ("build.openshift.io/v1", "buildconfigs"),
        ResourceKind::Build => ("build.openshift.io/v1", "builds"),
        ResourceKind::ServiceAccount => ("v1", "serviceaccounts"),
    }
}
