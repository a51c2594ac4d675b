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

#[test]
fn every_stream_says_what_its_images_hold() {
    // builders.md 1 and 9; image-streams.md 4.
    let cases = [
        ("openshift", "python", "image:///usr/libexec/s2i", "1001", "8080/tcp"),
        ("openshift", "java", "image:///usr/local/s2i", "185", "8080/tcp 8443/tcp"),
        ("community", "wildfly-s2i", "image:///usr/local/s2i", "185", "8080/tcp"),
        ("openshift", "postgresql", "", "26", "5432/tcp"),
        ("openshift", "mysql", "", "27", "3306/tcp"),
        ("openshift", "redis", "", "1001", "6379/tcp"),
        ("openshift", "jenkins", "", "1001", "8080/tcp 50000/tcp"),
    ];
    for (name, stream, scripts, user, ports) in cases {
        let catalogue = Catalogue::bundled(name).unwrap();
        let stream = catalogue.streams.iter().find(|this| this.name == stream).unwrap();
        let image = stream.image(&stream.tags[0]);
        let label = image.labels.get("io.openshift.s2i.scripts-url").map_or("", String::as_str);
        assert_eq!(
            (label, image.user.as_str(), image.ports.join(" ").as_str()),
            (scripts, user, ports),
            "{}",
            stream.name
        );
        assert_eq!(catalogue.stream(&stream.name).is_some(), !scripts.is_empty(), "only builders are given to plugins");
    }
}

#[test]
fn streams_of_a_cluster_are_a_catalogue() {
    let text = "kind: ImageStreamList\nitems:\n- metadata: {name: python, namespace: openshift}\n  spec:\n    tags:\n    - {name: 3.9-ubi8, annotations: {tags: 'builder,python', version: '3.9'}, from: {kind: DockerImage, name: r/python-39}}\n    - {name: 3.12-minimal-ubi9, annotations: {tags: 'builder,hidden', supports: 'python, python:3.12'}, from: {kind: DockerImage, name: r/python-312}}\n    - {name: odd, annotations: {tags: builder, version: 2.x}, from: {kind: ImageStreamTag, name: 3.9-ubi8}}\n    - {name: latest, annotations: {tags: 'builder,hidden'}, from: {kind: ImageStreamTag, name: 3.9-ubi8}}\n- metadata: {name: store, namespace: openshift}\n  spec:\n    tags:\n    - {name: latest, from: {kind: DockerImage, name: r/store}}\n- metadata: {name: pushed, namespace: openshift}\n";
    let catalogue = Catalogue::parse("cluster.yaml", text).unwrap();
    assert_eq!(catalogue.name, "cluster.yaml");
    let names: Vec<&str> = catalogue.streams.iter().map(|stream| stream.name.as_str()).collect();
    assert_eq!(names, ["python", "store"], "a stream without a tag has nothing to offer");
    let python = catalogue.stream("python").unwrap();
    assert_eq!((python.latest.as_deref(), python.latest_hidden), (Some("3.9-ubi8"), true));
    assert_eq!(python.ports, [8080], "as the bundled stream of that name");
    let tags: Vec<_> = python
        .tags
        .iter()
        .map(|tag| {
            let version = tag.version.as_ref().map(ToString::to_string).unwrap_or_default();
            let text = |part: &Option<String>| part.clone().unwrap_or_default();
            format!("{} {version} {} {}{} {}", tag.name, text(&tag.base), text(&tag.variant), tag.hidden, tag.image)
        })
        .collect();
    assert_eq!(
        tags,
        [
            "3.9-ubi8 3.9 ubi8 false r/python-39",
            "3.12-minimal-ubi9 3.12 ubi9 minimaltrue r/python-312",
            "odd   false r/python-39"
        ]
    );
    assert_eq!(python.tags[1].supports, ["python", "python:3.12"]);
    assert_eq!(python.tags[0].end_of_life.as_deref(), Some("2025-10-31"));
    let store = &catalogue.streams[1];
    assert_eq!((store.builder, store.latest.as_deref(), store.tags.len()), (false, Some("latest"), 1));
    assert!(catalogue.stream("store").is_none());
}

#[test]
fn bundled_catalogue_is_the_same_after_a_way_through_a_cluster() {
    for name in ["openshift", "community"] {
        let catalogue = Catalogue::bundled(name).unwrap();
        let objects: Vec<_> = catalogue.streams.iter().map(|stream| stream.to_object("openshift")).collect();
        let again = Catalogue::from_streams("again", &objects).unwrap();
        for (before, after) in catalogue.streams.iter().zip(&again.streams) {
            assert_eq!((&before.name, before.builder, &before.latest), (&after.name, after.builder, &after.latest));
            let facts = |stream: &Stream| -> Vec<_> {
                stream
                    .tags
                    .iter()
                    .map(|tag| (tag.name.clone(), tag.image.clone(), tag.hidden, tag.supports.clone()))
                    .collect()
            };
            assert_eq!(facts(before), facts(after), "{}", before.name);
        }
        assert_eq!(catalogue.streams.len(), again.streams.len());
    }
}

#[test]
fn wrong_documents_are_told_by_their_form() {
    let cases = [
        ("[catalogue]\nname = 1\n", "rules.invalid"),
        ("kind: ImageStream\nmetadata: [\n", "snapshot.syntax"),
        ("{\"kind\": 1}", "snapshot.object"),
    ];
    for (text, code) in cases {
        assert_eq!(Catalogue::parse("c", text).unwrap_err().code(), code, "{text}");
    }
}
