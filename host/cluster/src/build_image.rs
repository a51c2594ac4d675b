//! The images of a build, as its pod has them: references resolved to what is pulled and pushed (build-config.md 10).

use fieldmark_images::{LookupError, Platform};
use fieldmark_objects::{Kind, Reference};

/// The image that a builder is pulled from: the newest of a tag (build-config.md 10).
pub(crate) fn pull_specification(from: &Reference, platform: &dyn Platform) -> Result<Option<String>, LookupError> {
    let project = from.namespace.as_deref().unwrap_or_else(|| platform.project());
    let (stream, part) = match from.kind {
        Kind::DockerImage => return Ok(Some(from.name.clone())),
        Kind::ImageStreamTag => from.name.split_once(':'),
        Kind::ImageStreamImage => from.name.split_once('@'),
    }
    .unwrap_or((&from.name, "latest"));
    let streams = platform.image_streams(project)?;
    let Some(stream) = streams.iter().find(|known| known.metadata.name == stream) else { return Ok(None) };
    if from.kind == Kind::ImageStreamImage {
        let mut items = stream.status.tags.iter().flat_map(|events| &events.items);
        return Ok(items.find(|item| item.image == part).map(|item| item.docker_image_reference.clone()));
    }
    let mut events = stream.status.tags.iter().filter(|events| events.tag == part);
    let newest = events.find_map(|events| events.items.first()).map(|item| item.docker_image_reference.clone());
    // What was not imported yet is pulled from where it is to be imported from.
    let imported_from = stream.spec.tags.iter().find(|tag| tag.name == part).and_then(|tag| tag.from.as_ref());
    let imported_from = imported_from.filter(|from| from.kind == Kind::DockerImage).map(|from| from.name.clone());
    Ok(newest.filter(|image| !image.is_empty()).or(imported_from))
}

/// The image that is pushed: a tag in the repository of its stream. None when the repository is not known.
pub(crate) fn push_specification(to: &Reference, platform: &dyn Platform) -> Result<Option<String>, LookupError> {
    if to.kind == Kind::DockerImage {
        return Ok(Some(to.name.clone()));
    }
    let (stream, tag) = to.name.split_once(':').unwrap_or((&to.name, "latest"));
    let streams = platform.image_streams(to.namespace.as_deref().unwrap_or_else(|| platform.project()))?;
    let stream = streams.iter().find(|known| known.metadata.name == stream);
    let repository =
        stream.map(|stream| stream.status.docker_image_repository.as_str()).filter(|text| !text.is_empty());
    Ok(repository.map(|repository| format!("{repository}:{tag}")))
}
