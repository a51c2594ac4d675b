#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

use super::*;

#[test]
fn bundled_catalogues_are_sound() {
    for name in Catalogue::names() {
        let catalogue = Catalogue::bundled(name).unwrap();
        assert_eq!(catalogue.name, name);
        for stream in &catalogue.streams {
            let names: Vec<_> = stream.tags.iter().map(|tag| &tag.name).collect();
            assert!(stream.latest.as_ref().is_none_or(|latest| names.contains(&latest)), "{name} {}", stream.name);
            assert!(
                names.iter().all(|name| names.iter().filter(|n| n == &name).count() == 1),
                "{name} {}",
                stream.name
            );
        }
        for streams in catalogue.aliases.values() {
            assert!(streams.iter().all(|alias| catalogue.streams.iter().any(|stream| stream.name == *alias)), "{name}");
        }
    }
}

#[test]
fn unknown_catalogue_is_told_with_the_known_ones() {
    let error = Catalogue::bundled("okd").unwrap_err();
    assert_eq!(error.to_string(), "there is no catalogue `okd`; there are openshift, community, era-3.5");
}
