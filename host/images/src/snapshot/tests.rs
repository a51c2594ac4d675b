#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test reports by panicking")]

use super::*;
use crate::testing::small_cluster;

/// The same image in the spellings of an API server, of Docker and of OCI.
const SPELLINGS: [&str; 3] = [
    r#"{"Id": "sha256:1", "Created": "2026-01-01T00:00:00Z", "Config": {"ExposedPorts": {"8443/tcp": {}, "80/tcp": {}},
        "Volumes": {"/data": {}}, "User": "1001", "Env": ["A=b"], "Labels": {"l": "v"}, "OnBuild": ["COPY . /x"]}}"#,
    r#"{"id": "sha256:1", "created": "2026-01-01T00:00:00Z", "config": {"exposedPorts": ["80/tcp", "8443/tcp"],
        "volumes": ["/data"], "user": 1001, "env": ["A=b"], "labels": {"l": "v"}, "onBuild": ["COPY . /x"]}}"#,
    r#"{"Id": "sha256:1", "Created": "2026-01-01T00:00:00Z", "Config": {"User": "1001", "Labels": null},
        "ContainerConfig": {"ExposedPorts": {"80/tcp": {}, "8443/tcp": {}}, "Volumes": {"/data": {}}, "Env": ["A=b"],
        "Labels": {"l": "v"}, "OnBuild": ["COPY . /x"]}}"#,
];

#[test]
fn every_spelling_of_an_image_reads_the_same() {
    for spelling in SPELLINGS {
        let text = format!(
            r#"{{"kind": "ImageStreamTag", "metadata": {{"name": "app:1", "namespace": "team"}},
                "image": {{"dockerImageMetadata": {spelling}, "dockerImageReference": "quay.example/app@x"}}}}"#
        );
        let image = Snapshot::parse(&text).unwrap().tag_image("team", "app", "1").unwrap().unwrap();
        assert_eq!(image.id, "sha256:1", "{spelling}");
        assert_eq!(image.reference, "quay.example/app@x");
        assert_eq!(image.ports, ["80/tcp", "8443/tcp"], "sorted by number");
        assert_eq!(image.volumes, ["/data"]);
        assert_eq!(image.user, "1001");
        assert_eq!(image.env, ["A=b"]);
        assert_eq!(image.labels["l"], "v");
        assert_eq!(image.on_build, ["COPY . /x"]);
        assert_eq!(image.created.as_deref(), Some("2026-01-01T00:00:00Z"));
    }
}

#[test]
fn objects_come_alone_in_lists_and_in_several_documents() {
    let alone = "kind: ImageStream\nmetadata: {name: a, namespace: team}\n";
    let listed = "kind: List\nitems:\n- kind: ImageStream\n  metadata: {name: a, namespace: team}\n";
    let of_a_kind = "kind: ImageStreamList\nitems:\n- metadata: {name: a, namespace: team}\n";
    let documents = "---\nkind: ImageStream\nmetadata: {name: b, namespace: other}\n---\nkind: ImageStream\nmetadata: {name: a, namespace: team}\n---\nkind: Secret\nmetadata: {name: a}\n";
    let json = r#"{"kind": "ImageStream", "metadata": {"name": "a", "namespace": "team"}}"#;
    let flow = "{kind: ImageStream, metadata: {name: a, namespace: team}}";
    for text in [alone, listed, of_a_kind, documents, json, flow] {
        let streams = Snapshot::parse(text).unwrap().image_streams("team").unwrap();
        assert_eq!(streams.iter().map(|stream| stream.metadata.name.as_str()).collect::<Vec<_>>(), ["a"], "{text}");
    }
}

#[test]
fn objects_without_a_project_are_in_the_current_one() {
    let text = "kind: List\nitems:\n- kind: ImageStream\n  metadata: {name: a}\n- kind: Service\n  metadata: {name: web}\n- kind: Service\n  metadata: {name: web, namespace: other}\n";
    for project in ["shop", "team"] {
        let snapshot = Snapshot::parse(text).unwrap().with_project(project);
        assert_eq!(snapshot.project(), project);
        assert_eq!(snapshot.image_streams(project).unwrap().len(), 1);
        assert!(snapshot.object(ResourceKind::Service, "web").unwrap().is_some());
        assert!(snapshot.object(ResourceKind::Pod, "web").unwrap().is_none());
    }
    let other = Snapshot::parse(text).unwrap().with_project("other");
    let service = other.object(ResourceKind::Service, "web").unwrap().unwrap();
    assert_eq!(service["metadata"]["namespace"], "other");
}

#[test]
fn image_of_a_registry_is_known_by_every_name_of_it() {
    let text = r#"{"kind": "ImageStreamImport", "metadata": {"name": "x"},
        "spec": {"images": [{"from": {"kind": "DockerImage", "name": "nginx:1.27"}}, {"from": {"name": "absent:1"}}]},
        "status": {"images": [{"image": {"metadata": {"name": "sha256:1"}, "dockerImageMetadata": {}}},
            {"status": {"reason": "NotFound"}}],
            "repository": null}}"#;
    let snapshot = Snapshot::parse(text).unwrap();
    for name in ["nginx:1.27", "docker.io/nginx:1.27", "docker.io/library/nginx:1.27", "library/nginx:1.27"] {
        assert_eq!(snapshot.registry_image(name).unwrap().unwrap().id, "sha256:1", "{name}");
    }
    for name in ["nginx", "absent:1", "quay.example/nginx:1.27", "NO"] {
        assert_eq!(snapshot.registry_image(name).unwrap(), None, "{name}");
    }
}

#[test]
fn tag_with_an_image_of_which_nothing_is_said_is_not_a_deleted_one() {
    let stream = "kind: ImageStream\nmetadata: {name: a, namespace: team}\nstatus: {tags: [{tag: '1', items: [{image: 'sha256:1'}]}]}\n";
    let tag = "kind: ImageStreamTag\nmetadata: {name: 'a:2', namespace: team}\nimage: {metadata: {name: 'sha256:2'}}\n";
    let unknown = Snapshot::parse(stream).unwrap();
    assert_eq!(unknown.tag_image("team", "a", "1").unwrap_err().code(), "platform.offline");
    assert_eq!(unknown.tag_image("team", "a", "9").unwrap(), None);
    assert_eq!(unknown.tag_image("team", "b", "1").unwrap(), None);
    let deleted = Snapshot::parse(&format!("{stream}---\n{tag}")).unwrap();
    assert_eq!(deleted.tag_image("team", "a", "1").unwrap(), None);
}

#[test]
fn snapshot_is_the_same_after_being_written_and_read() {
    let cluster = small_cluster("shop");
    for text in [cluster.to_yaml(), cluster.to_json()] {
        let again = Snapshot::parse(&text).unwrap().with_project("shop");
        assert_eq!(again.contents, cluster.contents);
    }
    let taken = Snapshot::take(&cluster, &["team", "openshift"]).unwrap();
    let again = Snapshot::parse(&taken.to_yaml()).unwrap().with_project("shop");
    assert_eq!(again.contents, taken.contents);
    assert_eq!(taken.image_streams("team").unwrap(), cluster.image_streams("team").unwrap());
    assert_eq!(taken.tag_image("team", "words", "1.1"), cluster.tag_image("team", "words", "1.1"));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    // Text, code, line.
    let cases = [
        ("", "snapshot.empty", None),
        ("---\n", "snapshot.empty", None),
        ("kind: ImageStream\n  metadata: x\n", "snapshot.syntax", Some(2)),
        ("{\"kind\": \"ImageStream\",\n\"metadata\" 1}", "snapshot.syntax", Some(2)),
        ("metadata: {name: a}\n", "snapshot.object", None),
        ("[1]", "snapshot.object", None),
        ("kind: ImageStream\nmetadata: {name: ''}\n", "snapshot.object", None),
        ("kind: ImageStream\nmetadata: {name: a}\nspec: {tags: 7}\n", "snapshot.object", None),
        ("kind: ImageStreamTag\nmetadata: {name: a}\n", "snapshot.object", None),
        ("kind: List\nitems: 3\n", "snapshot.object", None),
        (
            "kind: ImageStreamTag\nmetadata: {name: 'a:1'}\nimage: {dockerImageMetadata: {Config: {Env: 1}}}\n",
            "snapshot.object",
            None,
        ),
        ("kind: Image\nmetadata: {name: x}\ndockerImageReference: Not/A/Reference\n", "snapshot.object", None),
    ];
    for (text, code, line) in cases {
        let error = Snapshot::parse(text).unwrap_err();
        assert_eq!(error.code(), code, "{text:?}: {error}");
        if let (Some(expected), SnapshotError::Syntax { line, .. }) = (line, &error) {
            assert_eq!(*line, expected, "{text:?}: {error}");
        }
        assert!(!error.to_string().contains('\n'), "one line: {error}");
    }
}

#[test]
fn bombs_are_refused_and_do_no_harm() {
    let deep_json = format!("{}{}", r#"{"kind": "List", "items": [{"a":"#.repeat(20_000), "1");
    let deep_flow = format!("kind: {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_block: String = (0..500).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        laughs.push_str(&format!("a{level}: &a{level} [{}]\n", before.trim_end_matches(", ")));
    }
    let lists = "{\"kind\": \"List\", \"items\": [".repeat(10) + &"]}".repeat(10);
    for text in [deep_json, deep_flow, deep_block, laughs, lists] {
        let begun = text.chars().take(60).collect::<String>();
        let error = Snapshot::parse(&text).expect_err(&begun);
        assert!(matches!(error.code(), "snapshot.syntax" | "snapshot.object"), "{begun}: {error}");
    }
    let large = "#".repeat(MAX_SNAPSHOT_BYTES + 1);
    assert_eq!(Snapshot::parse(&large).unwrap_err().code(), "snapshot.too-large");
}
