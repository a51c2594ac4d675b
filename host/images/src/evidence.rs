//! How it is known that an image builds applications from source (new-app.md 5).

use crate::Image;
use fieldmark_objects::TagReference;

/// The label that names the place of the scripts. Its old name is no evidence.
const SCRIPTS_LABEL: &str = "io.openshift.s2i.scripts-url";
/// Variables of images that were made before there were labels.
const SCRIPTS_VARIABLES: [&str; 3] = ["STI_LOCATION", "STI_SCRIPTS_URL", "STI_BUILDER"];
/// Imported so that nothing can be known of its contents.
const PRESERVED: &str = "PreserveOriginal";

/// One reason to take an image for a builder image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuilderEvidence {
    /// The label that names its scripts.
    Label(&'static str),
    /// A variable of its environment.
    Variable(String),
    /// The word `builder` in the annotation `tags` of the tag.
    Annotation,
    /// The tag keeps the manifest list of its image: nobody can look inside.
    ManifestList,
}

/// The first reason to take an image for a builder image, if there is any.
#[must_use]
pub fn builder_evidence(image: Option<&Image>, tag: Option<&TagReference>) -> Option<BuilderEvidence> {
    image.and_then(from_image).or_else(|| tag.and_then(from_tag))
}

fn from_image(image: &Image) -> Option<BuilderEvidence> {
    if image.labels.contains_key(SCRIPTS_LABEL) {
        return Some(BuilderEvidence::Label(SCRIPTS_LABEL));
    }
    let names = image.env.iter().map(|variable| variable.split_once('=').map_or(variable.as_str(), |(name, _)| name));
    names
        .into_iter()
        .find(|name| SCRIPTS_VARIABLES.contains(name))
        .map(|name| BuilderEvidence::Variable(name.to_owned()))
}

fn from_tag(tag: &TagReference) -> Option<BuilderEvidence> {
    if has_word(tag, "builder") {
        return Some(BuilderEvidence::Annotation);
    }
    let mode = tag.import_policy.as_ref().and_then(|policy| policy.import_mode.as_deref());
    (mode == Some(PRESERVED)).then_some(BuilderEvidence::ManifestList)
}

/// Whether a tag is not offered to users.
pub(crate) fn is_hidden(tag: &TagReference) -> bool {
    has_word(tag, "hidden")
}

/// Whether a word is in the comma list of the annotation `tags` (image-streams.md 1).
pub(crate) fn has_word(tag: &TagReference, word: &str) -> bool {
    tag.annotations.get("tags").is_some_and(|words| words.split(',').any(|this| this.trim() == word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_objects::ImportPolicy;
    use std::collections::BTreeMap;

    fn image(labels: &[&str], env: &[&str]) -> Image {
        Image {
            labels: labels.iter().map(|label| ((*label).to_owned(), "x".to_owned())).collect(),
            env: env.iter().map(|variable| (*variable).to_owned()).collect(),
            ..Image::default()
        }
    }

    fn tag(words: &str, mode: Option<&str>) -> TagReference {
        TagReference {
            annotations: BTreeMap::from([("tags".to_owned(), words.to_owned())]),
            import_policy: mode
                .map(|mode| ImportPolicy { import_mode: Some(mode.to_owned()), ..ImportPolicy::default() }),
            ..TagReference::default()
        }
    }

    #[test]
    fn every_kind_of_evidence_counts() {
        // new-app.md 5, first table.
        let cases = [
            (image(&["io.openshift.s2i.scripts-url"], &[]), tag("", None), true),
            (image(&["io.s2i.scripts-url"], &[]), tag("", None), false),
            (image(&[], &["STI_LOCATION=/tmp"]), tag("", None), true),
            (image(&[], &["STI_SCRIPTS_URL=image:///x"]), tag("", None), true),
            (image(&[], &["STI_BUILDER="]), tag("", None), true),
            (image(&[], &["STI_SCRIPTS_PATH=/x"]), tag("", None), false),
            (image(&[], &[]), tag("builder,web", None), true),
            (image(&[], &[]), tag("web, builder", None), true),
            (image(&[], &[]), tag("builders", None), false),
            (image(&[], &[]), tag("", Some("PreserveOriginal")), true),
            (image(&[], &[]), tag("", Some("Legacy")), false),
        ];
        for (image, tag, builder) in cases {
            assert_eq!(builder_evidence(Some(&image), Some(&tag)).is_some(), builder, "{image:?} {tag:?}");
        }
        assert_eq!(builder_evidence(None, Some(&tag("builder", None))), Some(BuilderEvidence::Annotation));
        assert_eq!(builder_evidence(None, None), None);
    }
}
