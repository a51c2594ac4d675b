//! Image streams of a cluster, or of a snapshot of one, as a catalogue.

use super::bundled::add_ends_of_life;
use super::{Catalogue, CatalogueError, SCRIPTS_URL, Stream, Tag, USER};
use crate::evidence::{has_word, is_hidden};
use crate::reference::DEFAULT_TAG;
use crate::tag_name::TagName;
use crate::tags::Tags;
use fieldmark_objects::{ImageStream, Kind, TagReference};

impl Catalogue {
    /// Makes a catalogue of image streams, so that a decision can be made for the cluster that has them.
    ///
    /// Of a tag the version is the annotation `version` or what its name says, base and variant are what its name says.
    /// What streams do not tell (ports, where scripts are) is taken from the bundled stream of the same name. The day is
    /// that of the bundled catalogues, whose dates of ends of life hold; tags without an image are left out.
    ///
    /// # Errors
    /// A bundled document is wrong.
    pub fn from_streams<'s>(
        name: &str,
        streams: impl IntoIterator<Item = &'s ImageStream>,
    ) -> Result<Self, CatalogueError> {
        let bundled = [Self::bundled("openshift")?, Self::bundled("community")?];
        let known = |name: &str| bundled.iter().flat_map(|catalogue| &catalogue.streams).find(|this| this.name == name);
        let streams = streams.into_iter().map(|stream| self::stream(stream, known(&stream.metadata.name)));
        let mut streams: Vec<Stream> = streams.filter(|stream| !stream.tags.is_empty()).collect();
        add_ends_of_life(&mut streams)?;
        let [official, community] = bundled;
        Ok(Self {
            name: name.to_owned(),
            title: "image streams".to_owned(),
            as_of: official.as_of,
            source: name.to_owned(),
            aliases: community.aliases,
            streams,
        })
    }
}

fn stream(object: &ImageStream, known: Option<&Stream>) -> Stream {
    let tags = Tags::of(object);
    let builder = object.spec.tags.iter().any(|spec| has_word(spec, "builder"));
    let latest = tags.spec(DEFAULT_TAG);
    let followed = latest.and_then(|spec| spec.from.as_ref()).filter(|from| from.kind == Kind::ImageStreamTag);
    let followed = followed.map(|from| from.name.clone()).filter(|name| tags.spec(name).is_some());
    let offered = object.spec.tags.iter().filter(|spec| followed.is_none() || spec.name != DEFAULT_TAG);
    let known_or = |text: fn(&Stream) -> String, default: &str| known.map_or_else(|| default.to_owned(), text);
    Stream {
        name: object.metadata.name.clone(),
        builder,
        ports: known.map(|known| known.ports.clone()).unwrap_or_default(),
        volumes: known.map(|known| known.volumes.clone()).unwrap_or_default(),
        user: known_or(|known| known.user.clone(), USER),
        scripts_url: known_or(|known| known.scripts_url.clone(), SCRIPTS_URL),
        destination: known.and_then(|known| known.destination.clone()),
        assemble_user: known.and_then(|known| known.assemble_user.clone()),
        latest_hidden: latest.is_some_and(is_hidden),
        tags: offered.filter_map(|spec| tag(spec, &tags)).collect(),
        latest: followed.or_else(|| latest.map(|_| DEFAULT_TAG.to_owned())),
    }
}

/// A tag, if it is known what image it stands for.
fn tag(spec: &TagReference, tags: &Tags) -> Option<Tag> {
    let from = spec.from.as_ref().filter(|from| from.kind == Kind::ImageStreamTag);
    let own = tags.pull_spec(&spec.name);
    let image = if own.is_empty() { tags.pull_spec(&from?.name) } else { own };
    let name = TagName::parse(&spec.name);
    let version = spec.annotations.get("version").and_then(|version| version.parse().ok()).or(name.version);
    let supports = spec.annotations.get("supports").map(String::as_str).unwrap_or_default();
    (!image.is_empty()).then(|| Tag {
        name: spec.name.clone(),
        version,
        image,
        base: name.base,
        variant: name.variant,
        hidden: is_hidden(spec),
        supports: supports.split(',').map(str::trim).filter(|token| !token.is_empty()).map(str::to_owned).collect(),
        end_of_life: None,
    })
}
