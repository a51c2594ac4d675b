//! Image streams that are made for images and outputs (new-app.md 8, 8.1).

use crate::Refusal;
use crate::image_in_use::{Handle, ImageInUse, stream};
use crate::pipeline::Output;
use crate::planner::Planner;
use fieldmark_objects::{ImageStream, ImageStreamTag, ImportPolicy, Metadata, Object, Reference, TagReference};
use std::collections::BTreeMap;

/// Where an image came from.
const IMPORTED_FROM: &str = "openshift.io/imported-from";
/// One image for one architecture, and not the list of all.
const LEGACY: &str = "Legacy";

/// A tag that has to be there.
struct Wanted<'w> {
    namespace: Option<&'w str>,
    stream: &'w str,
    tag: &'w str,
    /// The image it points to when it is made as an object of its own.
    image: String,
    /// Whether a new stream points to that image, too.
    tracks: bool,
    /// Whether it is said how the image is imported.
    import_mode: bool,
}

impl Planner<'_> {
    /// The stream for an image that something is built on or that runs; none when it has one already.
    pub(crate) fn image_stream(
        &self,
        image: &ImageInUse,
        import_mode: bool,
        made: &[Object],
    ) -> Result<Option<Object>, Refusal> {
        match &image.handle {
            Handle::New { stream, tag } => {
                let image = image.pull.clone();
                self.wanted(&Wanted { namespace: None, stream, tag, image, tracks: true, import_mode }, made)
            }
            Handle::Stream(at) => {
                let (namespace, image) = (Some(at.namespace.as_str()), image.pull.clone());
                let wanted = Wanted { namespace, stream: &at.stream, tag: &at.tag, image, tracks: true, import_mode };
                self.wanted(&wanted, made)
            }
            Handle::Direct => Ok(None),
        }
    }

    /// The stream that takes the image of a build; none when it is there.
    pub(crate) fn output_stream(&self, output: &Output, made: &[Object]) -> Result<Option<Object>, Refusal> {
        let Output::Tag { stream, tag } = output else { return Ok(None) };
        let image = format!("{stream}:{tag}");
        let wanted = Wanted { namespace: None, stream, tag, image, tracks: false, import_mode: true };
        self.wanted(&wanted, made)
    }

    /// A stream, or only a tag of one that is there or made in the same run; nothing when the tag is there as well.
    fn wanted(&self, wanted: &Wanted<'_>, made: &[Object]) -> Result<Option<Object>, Refusal> {
        let project = self.platform.project();
        let found = stream(self.platform, wanted.namespace.unwrap_or(project), wanted.stream)?;
        let metadata =
            |name: String| Metadata { namespace: wanted.namespace.map(str::to_owned), ..Metadata::named(name) };
        let in_run = made.iter().any(|object| {
            matches!(object, Object::ImageStream(made)
                if made.metadata.name == wanted.stream && made.metadata.namespace.as_deref() == wanted.namespace)
        });
        if found.is_none() && !in_run {
            let mut new = ImageStream { metadata: metadata(wanted.stream.to_owned()), ..ImageStream::default() };
            if wanted.tracks {
                let annotations = BTreeMap::from([(IMPORTED_FROM.to_owned(), wanted.image.clone())]);
                new.spec.tags.push(TagReference { annotations, ..self.tag(wanted) });
            }
            return Ok(Some(new.into()));
        }
        // A tag without an image is none to servers.
        let has_tag = found.is_some_and(|stream| stream.status.tags.iter().any(|events| events.tag == wanted.tag));
        let name = format!("{}:{}", wanted.stream, wanted.tag);
        let tag_in_run = made.iter().any(|object| {
            matches!(object, Object::ImageStreamTag(made) if made.metadata.name == name)
                || (!self.compat() && tracks(object, wanted))
        });
        if has_tag || tag_in_run {
            return Ok(None);
        }
        let mut metadata = metadata(name);
        metadata.annotations.insert(IMPORTED_FROM.to_owned(), wanted.image.clone());
        Ok(Some(ImageStreamTag { metadata, tag: Some(self.tag(wanted)), ..ImageStreamTag::default() }.into()))
    }

    fn tag(&self, wanted: &Wanted<'_>) -> TagReference {
        let lookup = &self.request.lookup;
        let mode = lookup.import_mode.clone().unwrap_or_else(|| LEGACY.to_owned());
        TagReference {
            name: wanted.tag.to_owned(),
            from: Some(Reference::image(&wanted.image)),
            import_policy: Some(ImportPolicy {
                insecure: lookup.insecure_registry,
                import_mode: wanted.import_mode.then_some(mode),
            }),
            ..TagReference::default()
        }
    }
}

/// Whether a stream of this run has the tag already.
fn tracks(object: &Object, wanted: &Wanted<'_>) -> bool {
    matches!(object, Object::ImageStream(made)
        if made.metadata.name == wanted.stream && made.spec.tags.iter().any(|tag| tag.name == wanted.tag))
}
