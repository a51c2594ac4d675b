#![allow(clippy::unwrap_used, clippy::panic, reason = "a test reports by panicking")]

use super::*;
use crate::testing::small_cluster;
use crate::{Catalogue, CataloguePlatform, Snapshot};

const RECORDED: SearchOptions =
    SearchOptions { compat: true, allow_missing_images: false, allow_missing_stream_tags: false };
const BETTER: SearchOptions = SearchOptions { compat: false, ..RECORDED };
const MISSING_IMAGES: SearchOptions = SearchOptions { allow_missing_images: true, ..RECORDED };
const MISSING_TAGS: SearchOptions = SearchOptions { allow_missing_stream_tags: true, ..RECORDED };

/// The name of what is found, or the code of the error with what it names.
fn outcome(platform: &dyn Platform, term: &str, purpose: Purpose, options: &SearchOptions) -> String {
    match resolve(platform, term, purpose, options) {
        Ok(found) => found.name,
        Err(Unresolved::Partial { found, .. }) => format!("partial {}", found.name),
        Err(Unresolved::NoTags { found, .. }) => format!("no-tags {}", found.name),
        Err(Unresolved::Several { matches, .. }) => {
            let names: Vec<&str> = matches.iter().map(|found| found.name.as_str()).collect();
            format!("several {}", names.join(" "))
        }
        Err(error) => error.code().to_owned(),
    }
}

/// new-app.md 6.2: a tag that is not there makes all others equal, of which the nearest is named.
#[test]
fn nearest_tag_is_named_where_the_one_asked_for_is_not_there() {
    for (term, recorded, better) in [
        ("old:3", "several team/old:2 team/old:4 team/old:4-minimal", "partial team/old:4"),
        ("old:1", "several team/old:2 team/old:4 team/old:4-minimal", "partial team/old:2"),
        ("old:9", "several team/old:2 team/old:4 team/old:4-minimal", "partial team/old:4"),
        ("words:7", "several team/words:1.0 team/words:1.1 team/words:latest", "partial team/words:1.1"),
    ] {
        let platform = small_cluster("team");
        assert_eq!(outcome(&platform, term, Purpose::Component, &RECORDED), recorded, "{term}");
        assert_eq!(outcome(&platform, term, Purpose::Component, &BETTER), better, "{term}");
    }
}

#[test]
fn terms_are_resolved_as_recorded() {
    use Purpose::{BaseImage, Component, Image, ImageStream, Language};
    let several_net = "several openshift/net:latest openshift/net:10.0 openshift/net:9.0-ubi8 openshift/net:9.0 \
                       openshift/net:10.0 openshift/net:9.0-ubi8";
    // Project, term, purpose, options, outcome; new-app.md 6.1 to 6.4, in the order of its tables.
    let cases = [
        // A tag that exists wins at once, hidden or not.
        ("team", "words:1.0", Component, RECORDED, "team/words:1.0"),
        ("team", "words:latest", Component, RECORDED, "team/words:latest"),
        ("team", "half:latest", Component, RECORDED, "team/half:latest"),
        ("team", "secret:1", Component, RECORDED, "team/secret:1"),
        // `latest` follows a tag of its stream, if that has an image and is not hidden.
        ("team", "words", Component, RECORDED, "team/words:1.1"),
        ("team", "behind", Component, RECORDED, "team/behind:latest"),
        ("team", "veiled", Component, RECORDED, "team/veiled:latest"),
        // Without `latest` any other tag on offer is nearly it.
        ("team", "half", Component, RECORDED, "partial team/half:0.9"),
        ("team", "old", Component, RECORDED, "several team/old:2 team/old:4 team/old:4-minimal"),
        ("team", "words:7", Component, RECORDED, "several team/words:1.0 team/words:1.1 team/words:latest"),
        ("team", "secret", Component, RECORDED, "image.no-match"),
        ("team", "empty", Component, RECORDED, "no-tags team/empty"),
        ("team", "empty", Component, MISSING_TAGS, "team/empty:latest"),
        ("team", "empty:1", Component, MISSING_TAGS, "team/empty:1"),
        // Projects: the one that is named, else the current one and then the shared one.
        ("shop", "words", Component, RECORDED, "image.no-match"),
        ("shop", "team/words", Component, RECORDED, "team/words:1.1"),
        ("team", "python", Component, RECORDED, "openshift/python:3.12"),
        ("twins", "python", Component, RECORDED, "twins/python:latest"),
        ("twins", "openshift/python", Component, RECORDED, "openshift/python:3.12"),
        ("openshift", "python", Component, RECORDED, "openshift/python:3.12"),
        // Part of a name; capital letters do not parse; a registry is no stream.
        ("shop", "pyth", Component, RECORDED, "partial openshift/python:3.12"),
        ("shop", "ytho", Component, RECORDED, "partial openshift/python:3.12"),
        ("shop", "PYTHON", Component, RECORDED, "image.no-match"),
        ("shop", "quay.example/python", Component, RECORDED, "image.no-match"),
        // Registries: only exact hits, and they come after the streams.
        ("shop", "nginx:1.27", Component, RECORDED, "nginx:1.27"),
        ("shop", "nginx", Component, RECORDED, "image.no-match"),
        ("shop", "quay.example/acme/base", Image, RECORDED, "quay.example/acme/base"),
        ("shop", "python:9", Component, RECORDED, "python:9"),
        ("shop", "python:3.9", Image, RECORDED, "image.no-match"),
        ("shop", "scratch", BaseImage, RECORDED, "scratch"),
        // Missing images weigh most.
        ("shop", "registry.example/no/tool:1", Component, MISSING_IMAGES, "registry.example/no/tool:1"),
        ("shop", "registry.example/no/tool:1", Component, RECORDED, "image.no-match"),
        ("shop", "python", Component, MISSING_IMAGES, "openshift/python:3.12"),
        ("shop", "no:7", BaseImage, MISSING_IMAGES, "no:7"),
        ("shop", "NO", Component, MISSING_IMAGES, "image.no-match"),
        // Languages: by name, then by annotation, hidden tags included.
        ("shop", "python", Language, RECORDED, "openshift/python:3.12"),
        ("team", "jee", Language, RECORDED, "team/servlets:10"),
        ("team", "jee", Component, RECORDED, "image.no-match"),
        ("shop", "jee", Language, RECORDED, "image.no-match"),
        ("twins", "jee", Language, RECORDED, "several twins/maker:1 twins/maker:2 twins/veils:3"),
        ("team", "servlets:9", Language, RECORDED, "several team/servlets:10 team/servlets:10"),
        ("shop", "net", Language, RECORDED, several_net),
        ("shop", "net", Component, RECORDED, "several openshift/net:10.0 openshift/net:9.0-ubi8"),
        // A stream that is named as one: annotations come first.
        ("shop", "net:9.0", ImageStream, RECORDED, "openshift/net:9.0"),
        ("shop", "python:3.9", ImageStream, RECORDED, "openshift/python:3.9"),
        // Tags that refer to each other.
        ("team", "ring", Component, RECORDED, "image.circular-tags"),
        ("team", "ring:next", Component, RECORDED, "image.circular-tags"),
    ];
    for (project, term, purpose, options, expected) in cases {
        let cluster = small_cluster(project);
        assert_eq!(outcome(&cluster, term, purpose, &options), expected, "{term} for {purpose:?} in {project}");
    }
}

#[test]
fn better_rules_choose_among_tags_of_one_stream_and_say_why() {
    use Purpose::{Component, Language};
    // Project, term, purpose, outcome, words of the reason; new-app.md 14.
    let cases = [
        ("shop", "net", Language, "openshift/net:10.0", "newest of 2 tags"),
        ("shop", "net", Component, "openshift/net:10.0", "`latest` is not offered"),
        ("team", "half", Component, "team/half:0.9", "the only tag"),
        ("team", "old", Component, "team/old:4", "newest of 3 tags"),
        ("twins", "jee", Language, "twins/maker:2", "2 tags support it"),
        // What is exact by the recorded rules stays, without a reason.
        ("shop", "python", Language, "openshift/python:3.12", ""),
        ("team", "jee", Language, "team/servlets:10", ""),
        // What was asked for by name and is not there is never replaced.
        ("team", "words:7", Component, "partial team/words:1.1", ""),
        ("team", "secret", Component, "image.no-match", ""),
        ("shop", "pyth", Component, "partial openshift/python:3.12", ""),
    ];
    for (project, term, purpose, expected, why) in cases {
        let cluster = small_cluster(project);
        assert_eq!(outcome(&cluster, term, purpose, &BETTER), expected, "{term} for {purpose:?} in {project}");
        if let Ok(found) = resolve(&cluster, term, purpose, &BETTER) {
            let reason = found.reason.unwrap_or_default();
            assert!(reason.contains(why) && reason.is_empty() == why.is_empty(), "{term}: {reason:?}");
        }
    }
}

#[test]
fn match_carries_what_is_known_of_the_image() {
    let cluster = small_cluster("team");
    let found = resolve(&cluster, "words", Purpose::Component, &RECORDED).unwrap();
    assert_eq!(found.score, 0);
    assert_eq!(found.argument, "--image-stream=\"team/words:1.1\"");
    assert_eq!(found.reference, "quay.example/words:1.1");
    assert_eq!(found.description(), "image stream \"words\" (tag \"1.1\") in project \"team\"");
    assert_eq!(found.image.unwrap().ports, ["8080/tcp"]);
    assert!(found.builder);
    let image = resolve(&cluster, "nginx:1.27", Purpose::Component, &RECORDED).unwrap();
    assert_eq!((image.argument.as_str(), image.builder, image.stream), ("--image=\"nginx:1.27\"", false, None));
    let missing = resolve(&cluster, "no/tool:1", Purpose::Component, &MISSING_IMAGES).unwrap();
    assert!(missing.missing && missing.image.is_none());
}

#[test]
fn stream_whose_image_was_deleted_is_passed_over() {
    // new-app.md 6.2. The tag object of another tag shows that the server has them.
    let text = "kind: List\nitems:\n- kind: ImageStream\n  metadata: {name: a, namespace: team}\n  spec: {tags: [{name: '1'}]}\n  status: {tags: [{tag: '1', items: [{image: x}]}]}\n- kind: ImageStreamTag\n  metadata: {name: 'a:2', namespace: team}\n  image: {metadata: {name: y}}\n";
    let cluster = Snapshot::parse(text).unwrap().with_project("team");
    assert_eq!(outcome(&cluster, "a:1", Purpose::Component, &RECORDED), "image.no-match");
}

#[test]
fn search_finds_by_name_and_by_annotation_each_tag_once() {
    // Project, term, matches with their scores; new-app.md 6.2 and 6.3.
    let cases = [
        ("shop", "pyth", "openshift/python:3.12=10"),
        ("team", "java", "team/servlets:10=0"),
        ("team", "servlets", "team/servlets:10=50"),
        (
            "shop",
            "net:9.0",
            "openshift/net:9.0=0 openshift/net:9.0-ubi8=0 openshift/net:10.0=50 openshift/net:latest=50",
        ),
        ("shop", "nothing", ""),
    ];
    for (project, term, expected) in cases {
        let found = search(&small_cluster(project), term, &RECORDED).unwrap();
        let found: Vec<String> = found.iter().map(|found| format!("{}={}", found.name, found.score)).collect();
        assert_eq!(found.join(" "), expected, "{term} in {project}");
    }
}

#[test]
fn message_names_what_was_searched() {
    let error = resolve(&small_cluster("shop"), "jee", Purpose::Language, &RECORDED).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unable to locate any images in image streams, image stream images with a 'supports' annotation, images in \
         registries with name \"jee\""
    );
}

#[test]
fn catalogue_answers_like_a_cluster_without_registries() {
    use Purpose::{Component, Language};
    // Catalogue, term, purpose, recorded, better; image-streams.md 2 and 7.
    let cases = [
        ("openshift", "ruby", Language, "openshift/ruby:3.3-ubi9", "openshift/ruby:3.3-ubi9"),
        ("openshift", "nodejs", Language, "openshift/nodejs:22-ubi9", "openshift/nodejs:22-ubi9"),
        ("openshift", "php", Language, "openshift/php:8.4-ubi10", "openshift/php:8.4-ubi10"),
        ("openshift", "python", Language, "openshift/python:3.12-ubi8", "openshift/python:3.12-ubi8"),
        ("community", "python", Language, "openshift/python:3.12-ubi9", "openshift/python:3.12-ubi9"),
        ("openshift", "perl", Language, "openshift/perl:5.40-ubi10", "openshift/perl:5.40-ubi10"),
        ("openshift", "golang", Language, "openshift/golang:1.18-ubi8", "openshift/golang:1.18-ubi8"),
        ("openshift", "jee", Language, "image.no-match", "image.no-match"),
        ("openshift", "scala", Language, "image.no-match", "image.no-match"),
        ("openshift", "dotnet", Language, "several", "openshift/dotnet:10.0"),
        ("community", "jee", Language, "several", "several"),
        ("era-3.5", "jee", Language, "several", "openshift/wildfly:10.1"),
        ("era-3.5", "dotnet", Language, "openshift/dotnet:1.1", "openshift/dotnet:1.1"),
        ("openshift", "postgresql", Component, "openshift/postgresql:16-el9", "openshift/postgresql:16-el9"),
        ("openshift", "redis", Component, "openshift/redis:6-el8", "openshift/redis:6-el8"),
        ("openshift", "quay.example/a/b", Component, "image.no-match", "image.no-match"),
    ];
    for (name, term, purpose, recorded, better) in cases {
        let platform = CataloguePlatform::new(Catalogue::bundled(name).unwrap(), "shop");
        for (options, expected) in [(RECORDED, recorded), (BETTER, better)] {
            let outcome = outcome(&platform, term, purpose, &options);
            assert_eq!(outcome.split(' ').next(), Some(expected), "{term} in {name}: {outcome}");
        }
    }
}

#[test]
fn ten_thousand_tags_are_no_burden() {
    let tag = |number: u32| {
        format!(
            "{{name: 't{number}', annotations: {{supports: 'big:{number}'}}, from: {{kind: ImageStreamTag, name: 't{}'}}}}",
            number + 1
        )
    };
    let event = |number: u32| format!("{{tag: 't{number}', items: [{{image: x}}]}}");
    let list = |one: &dyn Fn(u32) -> String| (0..10_000).map(one).collect::<Vec<_>>().join(", ");
    let text = format!(
        "{{kind: ImageStream, metadata: {{name: big, namespace: team}}, spec: {{tags: [{}]}}, status: {{tags: [{}]}}}}",
        list(&tag),
        list(&event)
    );
    let cluster = Snapshot::parse(&text).unwrap().with_project("team");
    let begun = std::time::Instant::now();
    for term in ["big:none", "big:9999", "big:0"] {
        for purpose in [Purpose::Component, Purpose::Language] {
            assert!(!outcome(&cluster, term, purpose, &RECORDED).is_empty());
        }
    }
    assert!(begun.elapsed().as_secs() < 20, "six searches took {:?}", begun.elapsed());
    let chain =
        follow(&cluster, &crate::StreamTag { namespace: "team".into(), stream: "big".into(), tag: "t0".into() });
    assert_eq!(chain.unwrap_err().code(), "image.tag-chain");
}
