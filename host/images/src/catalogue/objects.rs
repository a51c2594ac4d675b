//! A catalogue's streams as objects, as a cluster would show them.

use super::{Stream, Tag};
use crate::Image;
use crate::reference::DEFAULT_TAG;
use fieldmark_objects::{
    ImageStream, ImageStreamSpec, ImageStreamStatus, Kind, Metadata, NamedTagEvents, Reference, TagEvent, TagReference,
};
use std::collections::BTreeMap;

impl Stream {
    /// The stream as an object of a project. Every tag has an image; its digest is not known.
    #[must_use]
    pub fn to_object(&self, namespace: &str) -> ImageStream {
        let mut tags: Vec<TagReference> = self.tags.iter().map(|tag| self.tag_object(tag)).collect();
        let mut events: Vec<NamedTagEvents> = self.tags.iter().map(|tag| event(&tag.name, &tag.image)).collect();
        if let Some(followed) = self.followed_by_latest() {
            tags.push(self.latest_object(followed));
            events.push(event(DEFAULT_TAG, &followed.image));
        }
        ImageStream {
            metadata: Metadata { namespace: Some(namespace.to_owned()), ..Metadata::named(self.name.clone()) },
            spec: ImageStreamSpec { tags, ..ImageStreamSpec::default() },
            status: ImageStreamStatus { docker_image_repository: String::new(), tags: events },
        }
    }

    /// The tag that a name means: `latest` is the one that it follows.
    #[must_use]
    pub fn tag(&self, name: &str) -> Option<&Tag> {
        let own = self.tags.iter().find(|tag| tag.name == name);
        own.or_else(|| self.followed_by_latest().filter(|_| name == DEFAULT_TAG))
    }

    /// What is known of the image of a tag: it is the same for all of a stream, except where it comes from.
    #[must_use]
    pub fn image(&self, tag: &Tag) -> Image {
        let mut labels = BTreeMap::new();
        if self.builder {
            labels.insert("io.openshift.s2i.scripts-url".to_owned(), self.scripts_url.clone());
            let others = [("destination", &self.destination), ("assemble-user", &self.assemble_user)];
            for (name, value) in others {
                labels.extend(value.clone().map(|value| (format!("io.openshift.s2i.{name}"), value)));
            }
        }
        Image {
            reference: tag.image.clone(),
            ports: self.ports.iter().map(|port| format!("{port}/tcp")).collect(),
            volumes: self.volumes.clone(),
            user: self.user.clone(),
            labels,
            ..Image::default()
        }
    }

    fn followed_by_latest(&self) -> Option<&Tag> {
        let followed = self.latest.as_deref().filter(|followed| *followed != DEFAULT_TAG)?;
        self.tags.iter().find(|tag| tag.name == followed)
    }

    fn tag_object(&self, tag: &Tag) -> TagReference {
        let version = tag.version.as_ref().map(|version| ("version".to_owned(), version.to_string()));
        let supports = Some(tag.supports.join(",")).filter(|all| !all.is_empty());
        let mut annotations: BTreeMap<String, String> = version.into_iter().collect();
        annotations.extend(supports.map(|supports| ("supports".to_owned(), supports)));
        annotations.insert("tags".to_owned(), self.words(tag.hidden));
        TagReference {
            name: tag.name.clone(),
            annotations,
            from: Some(Reference::image(tag.image.clone())),
            ..TagReference::default()
        }
    }

    /// `latest` supports what the tag that it follows does, whatever its version (image-streams.md 3 and 7).
    fn latest_object(&self, followed: &Tag) -> TagReference {
        let mut object = self.tag_object(followed);
        let supports: Vec<&str> = followed.supports.iter().map(String::as_str).filter(|s| !s.contains(':')).collect();
        DEFAULT_TAG.clone_into(&mut object.name);
        object.annotations.insert("tags".to_owned(), self.words(self.latest_hidden || followed.hidden));
        if object.annotations.contains_key("supports") {
            object.annotations.insert("supports".to_owned(), supports.join(","));
        }
        object.from = Some(Reference { kind: Kind::ImageStreamTag, namespace: None, name: followed.name.clone() });
        object
    }

    fn words(&self, hidden: bool) -> String {
        let words = [self.builder.then_some("builder"), Some(self.name.as_str()), hidden.then_some("hidden")];
        words.into_iter().flatten().collect::<Vec<_>>().join(",")
    }
}

fn event(tag: &str, image: &str) -> NamedTagEvents {
    let item = TagEvent { docker_image_reference: image.to_owned(), image: String::new() };
    NamedTagEvents { tag: tag.to_owned(), items: vec![item] }
}
