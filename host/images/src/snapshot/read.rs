//! From values to contents.

use super::image_config;
use super::{Contents, SnapshotError};
use crate::{Image, ImageReference, ResourceKind};
use fieldmark_objects::ImageStream;
use serde::Deserialize;
use serde_json::Value;

/// Kinds of objects that are kept as they are.
const KEPT: [ResourceKind; 8] = [
    ResourceKind::Service,
    ResourceKind::Deployment,
    ResourceKind::DeploymentConfig,
    ResourceKind::ReplicationController,
    ResourceKind::Pod,
    ResourceKind::BuildConfig,
    ResourceKind::Build,
    ResourceKind::ServiceAccount,
];
/// Lists inside of lists that are looked into.
const MAX_LISTS: usize = 4;

/// Takes in one document.
pub(super) fn document(value: Value, contents: &mut Contents) -> Result<(), SnapshotError> {
    object(value, None, MAX_LISTS, contents)
}

/// Takes in an object or a list. Items of a list of one kind need not say what they are.
fn object(value: Value, kind: Option<&str>, lists: usize, contents: &mut Contents) -> Result<(), SnapshotError> {
    let own = value["kind"].as_str().filter(|own| !own.is_empty());
    let Some(kind) = own.or(kind).map(str::to_owned) else {
        return Err(wrong("an object", "it does not say of what kind it is"));
    };
    if let Some(of) = kind.strip_suffix("List") {
        return items(value, &kind, Some(of).filter(|of| !of.is_empty()), lists, contents);
    }
    let named = format!("{kind} `{}`", value["metadata"]["name"].as_str().unwrap_or_default());
    let wrong = |problem: String| SnapshotError::Object { object: named.clone(), problem };
    match kind.as_str() {
        "ImageStream" => stream(value, contents).map_err(wrong),
        "ImageStreamTag" => stream_tag(&value, contents).map_err(wrong),
        "ImageStreamImport" => import(&value, contents).map_err(wrong),
        "Image" => registry_image(&value, None, contents).map_err(wrong),
        _ => {
            keep(kind.as_str(), value, contents);
            Ok(())
        }
    }
}

fn items(
    mut value: Value,
    kind: &str,
    of: Option<&str>,
    lists: usize,
    contents: &mut Contents,
) -> Result<(), SnapshotError> {
    if lists == 0 {
        return Err(wrong(kind, "lists are in one another"));
    }
    match value["items"].take() {
        Value::Null => Ok(()),
        Value::Array(items) => items.into_iter().try_for_each(|item| object(item, of, lists - 1, contents)),
        _ => Err(wrong(kind, "`items` is no list")),
    }
}

fn wrong(object: &str, problem: &str) -> SnapshotError {
    SnapshotError::Object { object: object.to_owned(), problem: problem.to_owned() }
}

fn stream(value: Value, contents: &mut Contents) -> Result<(), String> {
    let stream = ImageStream::deserialize(value).map_err(|error| error.to_string())?;
    if stream.metadata.name.is_empty() {
        return Err("it has no name".to_owned());
    }
    let namespace = stream.metadata.namespace.clone().unwrap_or_default();
    contents.add_stream(&namespace, stream);
    Ok(())
}

fn stream_tag(value: &Value, contents: &mut Contents) -> Result<(), String> {
    let name = value["metadata"]["name"].as_str().unwrap_or_default();
    let (stream, tag) = name.split_once(':').ok_or("its name is not of the form stream:tag")?;
    let namespace = value["metadata"]["namespace"].as_str().unwrap_or_default();
    if let Some(image) = image(&value["image"])? {
        contents.tag_images.insert((namespace.to_owned(), stream.to_owned(), tag.to_owned()), image);
    }
    Ok(())
}

/// What the server found in registries: each image that was asked for, and those of a whole repository.
fn import(value: &Value, contents: &mut Contents) -> Result<(), String> {
    let asked = value["spec"]["images"].as_array().map_or(&[][..], Vec::as_slice);
    let found = value["status"]["images"].as_array().map_or(&[][..], Vec::as_slice);
    for (index, found) in found.iter().enumerate() {
        let name = asked.get(index).and_then(|asked| asked["from"]["name"].as_str());
        registry_image(&found["image"], name, contents)?;
    }
    let repository = value["spec"]["repository"]["from"]["name"].as_str();
    for found in value["status"]["repository"]["images"].as_array().map_or(&[][..], Vec::as_slice) {
        let name = repository.zip(found["tag"].as_str()).map(|(name, tag)| format!("{name}:{tag}"));
        registry_image(&found["image"], name.as_deref(), contents)?;
    }
    Ok(())
}

/// An image of a registry, under the name that was asked for and under the one it says it has.
fn registry_image(value: &Value, asked: Option<&str>, contents: &mut Contents) -> Result<(), String> {
    let Some(image) = image(value)? else { return Ok(()) };
    for name in [asked, Some(image.reference.as_str()).filter(|name| !name.is_empty())].into_iter().flatten() {
        let reference: ImageReference = name.parse().map_err(|error| format!("`{name}`: {error}"))?;
        let mut known = image.clone();
        if known.reference.is_empty() {
            name.clone_into(&mut known.reference);
        }
        contents.registry.insert(reference.canonical().to_string(), known);
    }
    Ok(())
}

/// An `Image`; none where there is nothing.
fn image(value: &Value) -> Result<Option<Image>, String> {
    if value.is_null() {
        return Ok(None);
    }
    let configuration = &value["dockerImageMetadata"];
    let mut image = image_config::read(configuration)?;
    if let Some(id) = value["metadata"]["name"].as_str() {
        id.clone_into(&mut image.id);
    }
    if let Some(reference) = value["dockerImageReference"].as_str() {
        reference.clone_into(&mut image.reference);
    }
    Ok(Some(image))
}

fn keep(kind: &str, value: Value, contents: &mut Contents) {
    let Some(kind) = KEPT.iter().map(|kept| kept.as_str()).find(|kept| *kept == kind) else { return };
    let text = |key: &str| value["metadata"][key].as_str().unwrap_or_default().to_owned();
    contents.objects.insert((kind, text("namespace"), text("name")), value);
}
