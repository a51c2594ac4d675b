use super::*;
use crate::{Compat, DetectorError, Target};
use fieldmark_images::Snapshot;
use fieldmark_model::{ContainerFile, DECISION_SCHEMA, Decision, ExposedPort, Protocol, Skipped, Stages};
use serde_json::json;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Recognises nothing; a container file builds on what follows its last `FROM`.
struct Nothing;

impl Detector for Nothing {
    fn decide(&self, _: &Path) -> Result<Decision, DetectorError> {
        Ok(Decision {
            schema: DECISION_SCHEMA.to_owned(),
            components: Vec::new(),
            truncated: false,
            skipped: Skipped::default(),
            warnings: Vec::new(),
            plugins: Vec::new(),
        })
    }

    fn container_file(&self, text: &str) -> Result<Option<ContainerFile>, DetectorError> {
        let base = text.lines().rev().find_map(|line| line.strip_prefix("FROM ")).map(str::to_owned);
        Ok(Some(ContainerFile {
            path: "Dockerfile".to_owned(),
            base_image: base.clone(),
            base,
            stages: Stages::default(),
            ports: Vec::new(),
            ports_of_last_stage: None,
            user: None,
            volumes: Vec::new(),
        }))
    }
}

fn platform() -> Snapshot {
    let id = "sha256:0000000000000000000000000000000000000000000000000000000000000001";
    let stream = json!({
        "apiVersion": "image.openshift.io/v1", "kind": "ImageStream",
        "metadata": { "name": "fern", "namespace": "openshift" },
        "spec": { "tags": [{ "name": "latest", "annotations": { "tags": "builder" },
                             "from": { "kind": "DockerImage", "name": "registry.example/fern:1" } }] },
        "status": { "dockerImageRepository": "registry.example/openshift/fern",
                    "tags": [{ "tag": "latest", "items": [{ "dockerImageReference": "x", "image": id }] }] },
    });
    let tag = json!({
        "apiVersion": "image.openshift.io/v1", "kind": "ImageStreamTag",
        "metadata": { "name": "fern:latest", "namespace": "openshift" },
        "image": { "metadata": { "name": id }, "dockerImageMetadata": { "Config": {
            "User": "1001", "ExposedPorts": { "8080/tcp": {} } } } },
    });
    let list = json!({ "apiVersion": "v1", "kind": "List", "items": [stream, tag] });
    Snapshot::parse(&list.to_string()).unwrap().with_project("demo")
}

fn planned(request: &Request) -> Result<Plan, Refusal> {
    let (platform, git) = (platform(), Git::new());
    let mut secrets = || "abcdefghij_-01234567".to_owned();
    plan(request, Surroundings { platform: &platform, detector: &Nothing, git: &git, secrets: &mut secrets })
}

/// Finds one component that no builder image builds; nobody knows how it starts if there is no `program`.
struct Upstream {
    program: Option<&'static str>,
}

impl Detector for Upstream {
    fn decide(&self, directory: &Path) -> Result<Decision, DetectorError> {
        let start = self.program.map(|program| format!("./bin/{program}"));
        let component = json!({
            "path": ".", "language": "rust", "score": 90, "languages": ["rust"], "strategy": "source",
            "start": { "command": start, "ports": [3000], "origin": "unknown", "declared": [] },
            "services": [],
            "dockerfile": {
                "template": "rust", "variant": "cargo", "version": "1.98", "reason": "r",
                "from": ["docker.io/library/rust:1.98-bookworm", "docker.io/library/debian:12-slim"],
                "start": start, "ports": [3000], "program": self.program, "output": null,
            },
            "scripts": [], "evidence": [], "alternatives": [], "warnings": [], "plugin": "rust",
        });
        let components = vec![serde_json::from_value(component).unwrap()];
        Ok(Decision { components, ..Nothing.decide(directory)? })
    }

    fn container_file(&self, text: &str) -> Result<Option<ContainerFile>, DetectorError> {
        let port = ExposedPort { number: 3000, protocol: Protocol::Tcp, line: None };
        Ok(Nothing.container_file(text)?.map(|file| ContainerFile { ports: vec![port], ..file }))
    }
}

fn planned_upstream(request: &Request, program: Option<&'static str>) -> Result<Plan, Refusal> {
    let (platform, git) = (platform(), Git::new());
    let mut secrets = || "abcdefghij_-01234567".to_owned();
    let detector = Upstream { program };
    plan(request, Surroundings { platform: &platform, detector: &detector, git: &git, secrets: &mut secrets })
}

#[test]
fn source_without_a_builder_gets_a_dockerfile_of_its_own_making() {
    let (_parent, path) = directory("tide");
    fs::write(Path::new(&path).join("Cargo.toml"), "").unwrap();
    let plan = planned_upstream(&request(&[&path]), Some("tide")).unwrap();
    fieldmark_objects::check(&plan.objects).unwrap();
    let value = |kind: &str| plan.objects.items.iter().find(|object| object.kind() == kind).unwrap().to_value();
    let config = value("BuildConfig");
    assert_eq!(config["spec"]["strategy"], json!({ "type": "Docker", "dockerStrategy": {} }));
    let text = config["spec"]["source"]["dockerfile"].as_str().unwrap();
    assert!(text.contains("FROM docker.io/library/rust:1.98-bookworm AS build"), "{text}");
    assert!(text.contains("COPY Cargo.toml ./") && text.ends_with("CMD [\"./bin/tide\"]\n"), "{text}");
    assert_eq!(value("Service")["spec"]["ports"][0]["port"], 3000);
    assert!(plan.notes.iter().any(|note| matches!(note, Note::Dockerfile { language, .. } if language == "rust")));
    assert!(!plan.notes.iter().any(|note| matches!(note, Note::NoStart { .. } | Note::MissingImage { .. })));
    let unknown = planned_upstream(&request(&[&path]), None).unwrap();
    assert!(unknown.warnings().any(|note| matches!(note, Note::NoStart { .. })));
}

#[test]
fn dockerfile_is_not_made_where_something_else_was_asked_for() {
    let (_parent, path) = directory("tide");
    let with = |change: fn(&mut Request)| {
        let mut request = request(&[&path]);
        change(&mut request);
        planned_upstream(&request, Some("tide"))
    };
    assert!(with(|request| request.strategy = Some("docker".into())).is_ok());
    type Change = fn(&mut Request);
    let refused: [(Change, &str); 4] = [
        (|request| request.strategy = Some("source".into()), "new-app.no-builder"),
        (|request| request.strategy = Some("pipeline".into()), "new-app.no-pipeline-file"),
        (|request| request.compat = Compat::Oc, "new-app.no-language"),
        (|request| request.target = Target::Shipwright, "new-app.target"),
    ];
    for (change, code) in refused {
        assert_eq!(with(change).unwrap_err().code(), code);
    }
    let kubernetes = with(|request| request.target = Target::Kubernetes).unwrap();
    assert_eq!(names(&kubernetes), ["deployment.apps/tide", "service/tide"]);
    let named = planned_upstream(&request(&[&format!("fern~{path}")]), Some("tide")).unwrap();
    let config = named.objects.items.iter().find(|object| object.kind() == "BuildConfig").unwrap().to_value();
    assert_eq!(config["spec"]["strategy"]["type"], "Source", "a builder image was named");
}

fn directory(name: &str) -> (TempDir, String) {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join(name);
    fs::create_dir(&path).unwrap();
    let text = path.display().to_string();
    (parent, text)
}

fn request(arguments: &[&str]) -> Request {
    Request { arguments: arguments.iter().map(|text| (*text).to_owned()).collect(), ..Request::default() }
}

fn names(plan: &Plan) -> Vec<String> {
    plan.objects.items.iter().map(fieldmark_objects::Object::qualified_name).collect()
}

#[test]
fn folder_gives_the_name_and_with_oc_the_builder_does() {
    let (_parent, path) = directory("Shop_Front");
    let pair = request(&[&format!("fern~{path}")]);
    let better = planned(&pair).unwrap();
    let expected = ["imagestream.image.openshift.io", "buildconfig.build.openshift.io", "deployment.apps", "service"];
    assert_eq!(names(&better), expected.map(|kind| format!("{kind}/shop-front")));
    assert_eq!(better.uploads[0].from.as_deref(), Some(path.as_str()));
    let recorded = planned(&Request { compat: Compat::Oc, ..pair }).unwrap();
    assert_eq!(names(&recorded), expected.map(|kind| format!("{kind}/fern")));
}

#[test]
fn detection_that_fails_stops_only_oc_when_a_builder_is_named() {
    // new-app.md 14: origin#11602, #17704.
    let (_parent, path) = directory("blank");
    let both = request(&["fern", &path]);
    assert_eq!(names(&planned(&both).unwrap()).len(), 4);
    let refused = planned(&Request { compat: Compat::Oc, ..both }).unwrap_err();
    assert_eq!(refused.code(), "new-app.no-language");
}

#[test]
fn base_image_that_nobody_knows_stops_only_oc() {
    let build = Request {
        command: crate::Command::NewBuild,
        name: Some("page".to_owned()),
        build: crate::BuildOptions { dockerfile: Some("FROM moss:1\n".to_owned()), ..Default::default() },
        ..Request::default()
    };
    let plan = planned(&build).unwrap();
    let config = plan.objects.items.iter().find(|object| object.kind() == "BuildConfig").unwrap().to_value();
    assert_eq!(config["spec"]["strategy"]["dockerStrategy"], json!({}), "the container file says it by itself");
    assert!(planned(&Request { compat: Compat::Oc, ..build }).is_err());
}

#[test]
fn other_targets_have_no_objects_of_openshift() {
    let (_parent, path) = directory("shop");
    let pair = request(&[&format!("fern~{path}")]);
    let kinds = |target| -> Vec<&str> {
        let plan = planned(&Request { target, ..pair.clone() }).unwrap();
        fieldmark_objects::check(&plan.objects).unwrap();
        plan.objects.items.iter().map(fieldmark_objects::Object::kind).collect()
    };
    assert_eq!(kinds(Target::Kubernetes), ["Deployment", "Service"]);
    let shipwright = kinds(Target::Shipwright);
    assert_eq!(shipwright.len(), 4, "{shipwright:?}");
    assert_eq!(shipwright[2..], ["Deployment", "Service"]);
}

#[test]
fn custom_strategy_has_its_builder_image_its_socket_and_its_variables() {
    // build-config.md 6.3.
    let (_parent, path) = directory("shop");
    let custom = Request {
        command: crate::Command::NewBuild,
        strategy: Some("custom".to_owned()),
        build: crate::BuildOptions {
            builder_image: Some("fern".to_owned()),
            expose_docker_socket: true,
            ..Default::default()
        },
        build_variables: vec!["SPEED=slow".to_owned()],
        binary: false,
        ..request(&[&path])
    };
    let plan = planned(&custom).unwrap();
    fieldmark_objects::check(&plan.objects).unwrap();
    let config = plan.objects.items.iter().find(|object| object.kind() == "BuildConfig").unwrap().to_value();
    let strategy = &config["spec"]["strategy"];
    assert_eq!(strategy["type"], "Custom");
    let from = json!({ "kind": "ImageStreamTag", "namespace": "openshift", "name": "fern:latest" });
    assert_eq!(strategy["customStrategy"]["from"], from);
    assert_eq!(strategy["customStrategy"]["exposeDockerSocket"], true);
    assert_eq!(strategy["customStrategy"]["env"], json!([{ "name": "SPEED", "value": "slow" }]));
    let without = Request { build: crate::BuildOptions::default(), ..custom };
    assert_eq!(planned(&without).unwrap_err().code(), "new-app.custom-without-image");
}

#[test]
fn what_does_not_go_together_is_refused() {
    // new-app.md 5 and 6.5.
    let (_parent, path) = directory("shop");
    let with = |change: fn(&mut Request), arguments: &[&str]| {
        let mut request = request(arguments);
        change(&mut request);
        planned(&request).map(|plan| names(&plan)).unwrap_err().code()
    };
    type Change = fn(&mut Request);
    let cases: [(Change, &[&str], &str); 8] = [
        (|_| {}, &[], "new-app.no-arguments"),
        (|r| r.binary = true, &[&path], "new-app.binary-with-source"),
        (|r| r.binary = true, &[], "new-app.binary-without-name"),
        (|r| r.strategy = Some("magic".into()), &[&path], "new-app.strategy"),
        (|r| r.strategy = Some("Source".into()), &["fern"], "new-app.strategy-without-source"),
        (|r| r.name = Some("My_App".into()), &["fern"], "new-app.name"),
        (|r| r.command = crate::Command::NewBuild, &["fern"], "new-app.no-source"),
        (|_| {}, &["./nosuch"], "new-app.no-directory"),
    ];
    for (change, arguments, code) in cases {
        assert_eq!(with(change, arguments), code, "{arguments:?}");
    }
}
