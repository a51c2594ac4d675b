//! Which tag of an image stream builds a component.

use super::{Catalogue, Stream, Tag};
use crate::tag_name::base_number;
use fieldmark_model::{Builder, Version, VersionRange};
use std::cmp::Reverse;

/// A tag with the reasons for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The tag, its image, and why it was taken.
    pub builder: Builder,
    /// Version of the language in the image.
    pub version: Option<Version>,
    /// Findings about the choice: code and note.
    pub findings: Vec<(&'static str, String)>,
}

impl Catalogue {
    /// Chooses a tag. Of the tags that satisfy the range (or, if none does, of those nearest to it) the first in this order:
    ///
    /// 1. offered before hidden;
    /// 2. maintained upstream on the catalogue's day before unmaintained;
    /// 3. the full image before a variant with less in it;
    /// 4. the highest version;
    /// 5. the newest base;
    /// 6. the name that sorts first.
    ///
    /// None when the stream has no tag.
    #[must_use]
    pub fn choose(&self, stream: &Stream, range: Option<&VersionRange>) -> Option<Choice> {
        let fits = |tag: &&Tag| match (&tag.version, range) {
            (Some(version), Some(range)) => range.accepts(version),
            // An unnumbered tag says nothing against a range, but nothing for it either.
            (None, Some(_)) => false,
            (_, None) => true,
        };
        let best = |tags: &mut dyn Iterator<Item = &Tag>| tags.min_by_key(|tag| preference(self, tag)).cloned();
        if let Some(tag) = best(&mut stream.tags.iter().filter(fits)) {
            let reason = reason(self, &tag, range);
            return Some(choice(self, stream, tag, reason, Vec::new()));
        }
        let range = range?;
        let nearest = nearest(stream, range);
        let tag = best(&mut stream.tags.iter().filter(|tag| tag.version == nearest))?;
        let note = format!(
            "{} {range} is asked for and image stream {} has {}; {} is the nearest",
            stream.name,
            stream.name,
            versions(stream),
            tag.name
        );
        let reason = "no tag has the version asked for: the nearest".to_owned();
        Some(choice(self, stream, tag, reason, vec![("builder.version-unavailable", note)]))
    }

    /// The tag of a stream that somebody names; none when the stream does not have it.
    #[must_use]
    pub fn named(&self, stream: &Stream, tag: &str) -> Option<Choice> {
        let tag = stream.tags.iter().find(|known| known.name == tag)?.clone();
        Some(choice(self, stream, tag, "it is named".to_owned(), Vec::new()))
    }
}

/// Sorts the better tag before the worse.
fn preference(catalogue: &Catalogue, tag: &Tag) -> impl Ord + use<> {
    (
        tag.hidden,
        catalogue.is_over(tag),
        tag.variant.is_some(),
        Reverse(tag.version.clone()),
        Reverse(tag.base.as_deref().and_then(base_number)),
        tag.name.clone(),
    )
}

fn nearest(stream: &Stream, range: &VersionRange) -> Option<Version> {
    let offered = stream.tags.iter().filter(|tag| !tag.hidden).filter_map(|tag| tag.version.clone());
    offered.min_by_key(|version| (range.distance(version), Reverse(version.clone())))
}

fn versions(stream: &Stream) -> String {
    let mut versions: Vec<&Version> = stream.tags.iter().filter_map(|tag| tag.version.as_ref()).collect();
    versions.sort_unstable();
    versions.dedup();
    versions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn reason(catalogue: &Catalogue, tag: &Tag, range: Option<&VersionRange>) -> String {
    let over = if catalogue.is_over(tag) { "no maintained tag" } else { "newest supported" };
    match range {
        Some(range) if !range.as_str().is_empty() => format!("{range} is asked for: {over} that satisfies it"),
        _ => format!("no version asked: {over}"),
    }
}

fn choice(
    catalogue: &Catalogue,
    stream: &Stream,
    tag: Tag,
    reason: String,
    mut findings: Vec<(&'static str, String)>,
) -> Choice {
    if catalogue.is_over(&tag) {
        let (name, end) = (&stream.name, tag.end_of_life.as_deref().unwrap_or_default());
        findings
            .push(("builder.end-of-life", format!("{name}:{} is no longer maintained upstream since {end}", tag.name)));
    }
    let builder = Builder {
        stream: stream.name.clone(),
        tag: tag.name,
        image: tag.image,
        catalogue: catalogue.name.clone(),
        reason,
        end_of_life: tag.end_of_life,
    };
    Choice { builder, version: tag.version, findings }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CATALOGUE: &str = r#"
        [catalogue]
        name = "t"
        title = "test"
        as-of = "2026-08-01"
        source = "none"
        [[stream]]
        name = "python"
        tag = [
            { name = "3.6-ubi8", version = "3.6", image = "a", base = "ubi8" },
            { name = "3.12-ubi8", version = "3.12", image = "b", base = "ubi8" },
            { name = "3.12-ubi9", version = "3.12", image = "c", base = "ubi9" },
            { name = "3.12-minimal-ubi10", version = "3.12", image = "d", base = "ubi10", variant = "minimal" },
            { name = "3.13-ubi10", version = "3.13", image = "e", base = "ubi10", hidden = true },
        ]
    "#;

    fn chosen(range: Option<&str>) -> (String, Vec<&'static str>) {
        let catalogue = Catalogue::parse("t", CATALOGUE).unwrap();
        let range = range.map(|range| range.parse().unwrap());
        let choice = catalogue.choose(catalogue.stream("python").unwrap(), range.as_ref()).unwrap();
        (choice.builder.tag, choice.findings.into_iter().map(|(code, _)| code).collect())
    }

    #[test]
    fn without_a_range_the_newest_full_offered_tag_on_the_newest_base_wins() {
        assert_eq!(chosen(None), ("3.12-ubi9".into(), vec![]));
        assert_eq!(chosen(Some("")), ("3.12-ubi9".into(), vec![]));
    }

    #[test]
    fn named_tag_is_taken_whatever_it_is() {
        let catalogue = Catalogue::parse("t", CATALOGUE).unwrap();
        let python = catalogue.stream("python").unwrap();
        let choice = catalogue.named(python, "3.6-ubi8").unwrap();
        assert_eq!((choice.builder.image.as_str(), choice.findings[0].0), ("a", "builder.end-of-life"));
        assert_eq!(catalogue.named(python, "3.6"), None);
    }

    #[test]
    fn the_range_decides_before_everything_else() {
        assert_eq!(chosen(Some(">=3.9")), ("3.12-ubi9".into(), vec![]));
        assert_eq!(chosen(Some("=3.13")), ("3.13-ubi10".into(), vec![]));
        assert_eq!(chosen(Some("<3.8")), ("3.6-ubi8".into(), vec!["builder.end-of-life"]));
    }

    #[test]
    fn unsatisfied_range_yields_the_nearest_with_a_finding() {
        assert_eq!(chosen(Some("=3.11")), ("3.12-ubi9".into(), vec!["builder.version-unavailable"]));
        assert_eq!(chosen(Some("=2.7")).0, "3.6-ubi8");
    }
}
