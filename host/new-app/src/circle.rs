//! Builds that would replace what they are built from (new-app.md 6.5).

use crate::Refusal;
use crate::image_in_use::{Handle, ImageInUse, stream};
use fieldmark_images::{Platform, StreamTag, follow};
use fieldmark_objects::Kind;

/// Most tags that are followed.
const MAX_STEPS: usize = 100;

/// The image that a build would replace although it is built from it; none when all is well.
///
/// It would if the output is the tag it builds from, or one that this tag follows. `oc` also takes two tags of the same
/// image for one (recorded), though neither changes with the other.
pub(crate) fn replaced(
    platform: &dyn Platform,
    base: &ImageInUse,
    output: &StreamTag,
    compat: bool,
) -> Result<Option<String>, Refusal> {
    let base_tag = match &base.handle {
        Handle::Stream(tag) => tag.clone(),
        Handle::New { stream, tag } => {
            StreamTag { namespace: output.namespace.clone(), stream: stream.clone(), tag: tag.clone() }
        }
        Handle::Direct => return Ok(None),
    };
    if compat {
        let same = base_tag == *output;
        let image = image_of(platform, &base_tag)?;
        let twice = image.is_some() && image == image_of(platform, output)?;
        return Ok((same || twice).then(|| image.unwrap_or_else(|| format!("{}:{}", base_tag.stream, base_tag.tag))));
    }
    let tags = follow(platform, &base_tag).map_or_else(|_| vec![base_tag.clone()], |chain| chain.tags);
    Ok(tags.contains(output).then(|| base_tag.to_string()))
}

/// The pull specification that a tag leads to. A reference to a tag of the same stream by its bare name is not followed
/// (recorded).
fn image_of(platform: &dyn Platform, tag: &StreamTag) -> Result<Option<String>, Refusal> {
    let mut tag = tag.clone();
    for _ in 0..MAX_STEPS {
        let Some(stream) = stream(platform, &tag.namespace, &tag.stream)? else { return Ok(None) };
        let spec = stream.spec.tags.into_iter().find(|spec| spec.name == tag.tag);
        let Some(from) = spec.and_then(|spec| spec.from) else { return Ok(None) };
        match (from.kind, from.name.split_once(':')) {
            (Kind::DockerImage, tagged) => {
                let whole = if tagged.is_some() { from.name.clone() } else { format!("{}:latest", from.name) };
                return Ok(Some(whole));
            }
            (Kind::ImageStreamTag, Some((stream, name))) => {
                let namespace = from.namespace.unwrap_or(tag.namespace);
                tag = StreamTag { namespace, stream: stream.to_owned(), tag: name.to_owned() };
            }
            _ => return Ok(None),
        }
    }
    Ok(None)
}
