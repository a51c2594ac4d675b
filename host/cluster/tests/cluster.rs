//! The connection to a cluster against a server on loopback: questions, refusals, and everything that breaks.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

mod server;

use fieldmark_cluster::{
    Access, Action, ApplyOptions, BinaryInput, BuildCall, Cluster, ClusterError, Limits, NotApplied, Upload,
};
use fieldmark_images::{LookupError, Platform, ResourceKind};
use fieldmark_objects::{BuildRequest, ImageStream, ImageStreamTag, List, Metadata, Service};
use serde_json::{Value, json};
use server::{Reply, Request, Server};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(5),
        answer: Duration::from_secs(5),
        upload: Duration::from_secs(5),
        answer_bytes: 1 << 20,
    }
}

fn access(kubeconfig: &Path) -> Access {
    Access { kubeconfig: vec![kubeconfig.to_owned()], ..Access::default() }
}

/// A server with a cluster that leads to it; the directory holds the kubeconfig file.
fn cluster(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> (Server, Cluster, tempfile::TempDir) {
    let server = Server::start(handler);
    let directory = tempfile::tempdir().unwrap();
    let cluster = Cluster::from_kubeconfig(&access(&server.kubeconfig(directory.path())), limits()).unwrap();
    (server, cluster, directory)
}

fn not_found(kind: &str, name: &str) -> Reply {
    let message = format!("{kind} \"{name}\" not found");
    Reply::Json(
        404,
        json!({ "kind": "Status", "message": message, "details": { "name": name, "kind": kind }, "code": 404 }),
    )
}

fn stream(name: &str) -> Value {
    json!({ "metadata": { "name": name, "namespace": "openshift" }, "spec": { "lookupPolicy": { "local": false } } })
}

#[test]
fn image_streams_come_in_pages_and_are_asked_for_once() {
    let (server, cluster, _directory) = cluster(|request| {
        let page = |items: Vec<Value>, more: &str| {
            Reply::Json(200, json!({ "kind": "ImageStreamList", "metadata": { "continue": more }, "items": items }))
        };
        match request.path.split_once("&continue=").map(|(_, token)| token) {
            None => page(vec![stream("python"), stream("ruby")], "two/2"),
            Some("two%2F2") => page(vec![stream("golang")], "three"),
            Some("three") => page(vec![stream("httpd")], ""),
            Some(other) => panic!("unknown token {other}"),
        }
    });
    for _ in 0..2 {
        let streams = cluster.image_streams("openshift").unwrap();
        let names: Vec<&str> = streams.iter().map(|stream| stream.metadata.name.as_str()).collect();
        assert_eq!(names, ["golang", "httpd", "python", "ruby"]);
    }
    let paths: Vec<String> = server.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths.len(), 3, "{paths:?}");
    assert_eq!(paths[0], "/apis/image.openshift.io/v1/namespaces/openshift/imagestreams?limit=500");
}

#[test]
fn pages_that_never_end_are_an_error() {
    let (server, cluster, _directory) =
        cluster(|_| Reply::Json(200, json!({ "metadata": { "continue": "again" }, "items": [] })));
    let error = cluster.image_streams("openshift").unwrap_err();
    assert!(error.to_string().contains("more than 200 pages"), "{error}");
    assert_eq!(server.requests().len(), 200);
}

fn image(id: &str) -> Value {
    json!({
        "metadata": { "name": id },
        "dockerImageReference": format!("registry.example/python@{id}"),
        "dockerImageMetadata": { "Created": "2026-01-02T03:04:05Z", "Config": {
            "ExposedPorts": { "8080/tcp": {} }, "User": "1001", "Env": ["A=1"], "Labels": { "l": "v" } } },
    })
}

#[test]
fn image_of_a_tag_and_of_a_registry_are_read() {
    let (server, cluster, _directory) = cluster(|request| match (request.method.as_str(), request.path.as_str()) {
        ("GET", path) if path.ends_with("/openshift/imagestreamtags/python:3.12") => Reply::Json(
            200,
            json!({ "kind": "ImageStreamTag", "metadata": { "name": "python:3.12", "namespace": "openshift" },
                "image": image("sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") }),
        ),
        ("GET", _) => not_found("imagestreamtags", "python:9"),
        ("POST", path) if path.ends_with("/demo/imagestreamimports") => {
            let name = request.json()["spec"]["images"][0]["from"]["name"].clone();
            if name == "quay.io/acme/base:1" {
                Reply::Json(
                    201,
                    json!({ "kind": "ImageStreamImport", "status": { "images": [
                    { "status": { "status": "Success" }, "image": image("sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb") }] } }),
                )
            } else {
                Reply::Json(
                    201,
                    json!({ "status": { "images": [{ "status": { "status": "Failure", "reason": "NotFound" } }] } }),
                )
            }
        }
        (method, path) => panic!("{method} {path}"),
    });
    for _ in 0..2 {
        let found = cluster.tag_image("openshift", "python", "3.12").unwrap().unwrap();
        assert_eq!(
            (found.id.as_str(), found.ports, found.user.as_str()),
            (
                "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                vec!["8080/tcp".to_owned()],
                "1001"
            )
        );
        assert_eq!(cluster.tag_image("openshift", "python", "9").unwrap(), None);
        assert_eq!(
            cluster.registry_image("quay.io/acme/base:1").unwrap().unwrap().id,
            "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
        );
        assert_eq!(cluster.registry_image("quay.io/acme/none:1").unwrap(), None);
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 4, "each is asked for once");
    assert_eq!(requests[2].json()["spec"]["import"], false, "nothing is stored");
}

#[test]
fn objects_are_read_or_absent() {
    let (_server, cluster, _directory) = cluster(|request| match request.path.as_str() {
        "/api/v1/namespaces/demo/services/web" => {
            Reply::Json(200, json!({ "kind": "Service", "metadata": { "name": "web" } }))
        }
        path if path.starts_with("/apis/apps.openshift.io/") => Reply::Text(404, "404 page not found\n".to_owned()),
        _ => not_found("services", "none"),
    });
    assert_eq!(cluster.object(ResourceKind::Service, "web").unwrap().unwrap()["kind"], "Service");
    assert_eq!(cluster.object(ResourceKind::Service, "none").unwrap(), None);
    assert_eq!(cluster.object(ResourceKind::DeploymentConfig, "web").unwrap(), None, "no such API, no such object");
}

/// One row a fault: what the server does, and what it is called.
#[test]
fn faults_have_stable_names() {
    type Fault = (fn() -> Reply, &'static str);
    let cases: Vec<Fault> = vec![
        (|| Reply::Json(403, json!({ "message": "no" })), "cluster.forbidden"),
        (|| Reply::Text(404, "404 page not found\n".to_owned()), "cluster.no-api"),
        (|| Reply::Json(409, json!({ "message": "taken" })), "cluster.conflict"),
        (|| Reply::Json(500, json!({ "message": "broken" })), "cluster.refused"),
        (|| Reply::Json(503, json!({ "message": "later" })), "cluster.refused"),
        (|| Reply::Text(200, "<html>".to_owned()), "cluster.malformed"),
        (|| Reply::Cut("{\"kind\":".to_owned()), "cluster.broken"),
        (|| Reply::Huge((1 << 20) + 1), "cluster.too-large"),
        (|| Reply::Late(Duration::from_millis(10)), "cluster.unreachable"),
    ];
    for (reply, code) in cases {
        let (server, cluster, _directory) = cluster(move |_| reply());
        let error = cluster.read("v1", "services", "web").unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert_eq!(server.requests().len(), 1, "{code}: a request is sent once");
    }
}

#[test]
fn slow_answer_ends_in_time() {
    let server = Server::start(|_| Reply::Late(Duration::from_secs(4)));
    let directory = tempfile::tempdir().unwrap();
    let limits = Limits { answer: Duration::from_millis(200), ..limits() };
    let cluster = Cluster::from_kubeconfig(&access(&server.kubeconfig(directory.path())), limits).unwrap();
    let started = Instant::now();
    let error = cluster.read("v1", "services", "web").unwrap_err();
    assert_eq!(error.code(), "cluster.timed-out", "{error}");
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}

#[test]
fn certificate_of_another_authority_is_not_trusted() {
    let server = Server::start(|_| panic!("nothing is asked of a server that is not trusted"));
    let directory = tempfile::tempdir().unwrap();
    let path = server.kubeconfig_with(directory.path(), "token: secret", false);
    let cluster = Cluster::from_kubeconfig(&access(&path), limits()).unwrap();
    let error = cluster.read("v1", "services", "web").unwrap_err();
    assert_eq!(error.code(), "cluster.untrusted", "{error}");
    assert!(server.requests().is_empty(), "the token was sent to somebody else");
}

#[test]
fn wrong_token_and_nobody_there_are_told_apart() {
    let server = Server::start(|_| panic!("the token is wrong"));
    let directory = tempfile::tempdir().unwrap();
    let path = server.kubeconfig_with(directory.path(), "token: other", true);
    let cluster = Cluster::from_kubeconfig(&access(&path), limits()).unwrap();
    let error = cluster.read("v1", "services", "web").unwrap_err();
    assert_eq!(error.code(), "cluster.unauthorised", "{error}");
    let lookup = cluster.image_streams("openshift").unwrap_err();
    assert!(matches!(lookup, LookupError::Forbidden { .. }), "{lookup}");
    drop(server);
    let error = cluster.read("v1", "services", "web").unwrap_err();
    assert_eq!(error.code(), "cluster.unreachable", "{error}");
}

#[test]
fn kubeconfig_files_that_lead_nowhere_are_told_apart() {
    let server = Server::start(|_| panic!("nothing is asked"));
    let directory = tempfile::tempdir().unwrap();
    let at = directory.path();
    let open = |access: &Access| Cluster::from_kubeconfig(access, limits()).map(|_| ()).unwrap_err();
    let code = |access: &Access| open(access).code();
    assert_eq!(code(&access(&at.join("none"))), "cluster.kubeconfig-missing");
    assert_eq!(code(&access(at)), "cluster.kubeconfig-unreadable");
    std::fs::write(at.join("odd"), "a: [").unwrap();
    assert_eq!(code(&access(&at.join("odd"))), "cluster.kubeconfig-malformed");
    std::fs::write(at.join("empty"), "").unwrap();
    assert_eq!(code(&access(&at.join("empty"))), "cluster.unknown-context");
    let path = server.kubeconfig(at);
    for context in ["none", "lost"] {
        let access = Access { context: Some(context.to_owned()), ..access(&path) };
        assert_eq!(code(&access), "cluster.unknown-context", "{context}");
    }
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        text.replace("    certificate-authority:", "    proxy-url: http://127.0.0.1:1\n    certificate-authority:"),
    )
    .unwrap();
    assert_eq!(code(&access(&path)), "cluster.unsupported");
}

/// As `kubectl` merges them: the first that names something counts, and those that are not there are passed over.
#[test]
fn several_kubeconfig_files_are_one() {
    let server = Server::start(|_| Reply::Json(200, json!({})));
    let directory = tempfile::tempdir().unwrap();
    let at = directory.path();
    let whole = std::fs::read_to_string(server.kubeconfig(at)).unwrap();
    let (head, users) = whole.split_once("users:").unwrap();
    std::fs::write(at.join("places"), head).unwrap();
    std::fs::write(at.join("people"), format!("apiVersion: v1\nkind: Config\nusers:{users}")).unwrap();
    let other =
        "apiVersion: v1\nkind: Config\ncurrent-context: elsewhere\nusers:\n- name: tester\n  user: {token: other}\n";
    std::fs::write(at.join("last"), other).unwrap();
    let files = ["none", "places", "people", "last"].map(|name| at.join(name)).to_vec();
    let open =
        |kubeconfig: Vec<PathBuf>| Cluster::from_kubeconfig(&Access { kubeconfig, ..Access::default() }, limits());
    let cluster = open(files.clone()).unwrap();
    assert_eq!(cluster.namespace(), "demo");
    assert!(cluster.read("v1", "services", "web").unwrap().is_some());
    assert_eq!(open(files[..1].to_vec()).unwrap_err().code(), "cluster.kubeconfig-missing");
    assert_eq!(open(Vec::new()).unwrap_err().code(), "cluster.kubeconfig-missing");
}

#[cfg(unix)]
#[test]
fn program_for_credentials_runs_only_when_it_may() {
    let server = Server::start(|_| Reply::Json(200, json!({})));
    let directory = tempfile::tempdir().unwrap();
    let program = directory.path().join("hand-out.sh");
    let mark = directory.path().join("mark");
    let credential =
        r#"{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"TOKEN"}}"#;
    let script =
        format!("#!/bin/sh\ntouch {}\necho '{}'\n", mark.display(), credential.replace("TOKEN", server::TOKEN));
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let user = "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./hand-out.sh, interactiveMode: Never}";
    let path = server.kubeconfig_with(directory.path(), user, true);
    let error = Cluster::from_kubeconfig(&access(&path), limits()).unwrap_err();
    assert!(
        matches!(&error, ClusterError::ProgramRefused { command, .. } if command.ends_with("hand-out.sh")),
        "{error}"
    );
    assert!(!mark.exists(), "the program ran");
    let allowed = Access { allow_programs: true, ..access(&path) };
    let cluster = Cluster::from_kubeconfig(&allowed, limits()).unwrap();
    assert!(cluster.read("v1", "services", "web").unwrap().is_some());
    assert!(mark.exists());
}

fn named(name: &str) -> Metadata {
    Metadata::named(name)
}

fn list() -> List {
    let stream = ImageStream { metadata: named("shop"), ..ImageStream::default() };
    let service = Service { metadata: named("shop"), ..Service::default() };
    let tag = ImageStreamTag { metadata: named("base:latest"), ..ImageStreamTag::default() };
    List { items: vec![stream.into(), service.into(), tag.into()] }
}

#[test]
fn list_is_applied_on_the_server_in_its_order() {
    let (server, cluster, _directory) = cluster(|request| {
        let status = if request.path.contains("/services/") { 200 } else { 201 };
        Reply::Json(status, request.json())
    });
    let applied = cluster.apply(&list(), &ApplyOptions::default()).unwrap();
    let done: Vec<(&str, Action)> = applied.iter().map(|one| (one.object.as_str(), one.action)).collect();
    assert_eq!(
        done,
        [
            ("imagestream.image.openshift.io/shop", Action::Created),
            ("service/shop", Action::Applied),
            ("imagestreamtag.image.openshift.io/base:latest", Action::OnlyCreated(NotApplied::NoOwners)),
        ]
    );
    let requests = server.requests();
    let sent: Vec<(&str, &str, &str)> = requests
        .iter()
        .map(|request| (request.method.as_str(), request.path.as_str(), request.content_type.as_str()))
        .collect();
    assert_eq!(
        sent,
        [
            (
                "PATCH",
                "/apis/image.openshift.io/v1/namespaces/demo/imagestreams/shop?force=false&fieldManager=fieldmark",
                "application/apply-patch+yaml"
            ),
            (
                "PATCH",
                "/api/v1/namespaces/demo/services/shop?force=false&fieldManager=fieldmark",
                "application/apply-patch+yaml"
            ),
            (
                "POST",
                "/apis/image.openshift.io/v1/namespaces/demo/imagestreamtags?fieldManager=fieldmark",
                "application/json"
            ),
        ]
    );
}

#[test]
fn object_without_a_name_is_created_and_said_to_be() {
    let (_server, cluster, _directory) = cluster(|_| Reply::Json(201, json!({ "metadata": { "name": "shop-x7" } })));
    let run = ImageStream {
        metadata: Metadata { generate_name: Some("shop-".to_owned()), ..Metadata::default() },
        ..ImageStream::default()
    };
    let applied = cluster.apply(&List { items: vec![run.into()] }, &ApplyOptions::default()).unwrap();
    assert_eq!(applied[0].object, "imagestream.image.openshift.io/shop-x7");
    assert_eq!(applied[0].action, Action::OnlyCreated(NotApplied::NoName));
}

#[test]
fn dry_run_and_force_are_said_in_every_request() {
    let (server, cluster, _directory) = cluster(|request| Reply::Json(200, request.json()));
    let options = ApplyOptions { dry_run: true, force: true, field_manager: "tests".to_owned() };
    cluster.apply(&list(), &options).unwrap();
    for request in server.requests() {
        assert!(request.path.contains("dryRun=All") && request.path.contains("fieldManager=tests"), "{}", request.path);
        assert_eq!(request.path.contains("force=true"), request.method == "PATCH", "{}", request.path);
    }
}

#[test]
fn first_refusal_stops_and_says_what_was_done() {
    let (server, cluster, _directory) = cluster(|request| {
        if request.path.contains("/services/") {
            Reply::Json(409, json!({ "message": "conflict with \"kubectl\": .spec.ports" }))
        } else {
            Reply::Json(201, request.json())
        }
    });
    let error = cluster.apply(&list(), &ApplyOptions::default()).unwrap_err();
    assert_eq!((error.object.as_str(), error.code(), error.left), ("service/shop", "cluster.conflict", 1));
    assert_eq!(error.done.len(), 1);
    assert_eq!(server.requests().len(), 2, "what follows is not sent");
}

#[test]
fn builds_are_started_repeated_and_fed() {
    let (server, cluster, _directory) = cluster(|request| {
        if request.path.contains("/webhooks/") {
            return Reply::Text(200, String::new());
        }
        Reply::Json(201, json!({ "kind": "Build", "metadata": { "name": "shop-5" } }))
    });
    let request = |name: &str| BuildRequest { metadata: named(name), ..BuildRequest::default() };
    let input = BinaryInput { as_file: "server.js".to_owned(), revision: None };
    let hook = "/apis/build.openshift.io/v1/namespaces/demo/buildconfigs/shop/webhooks/s3/generic";
    let cases = [
        (BuildCall::Start(request("shop")), "/buildconfigs/shop/instantiate", json!("shop-5")),
        (BuildCall::Repeat(request("shop-4")), "/builds/shop-4/clone", json!("shop-5")),
        (
            BuildCall::Upload { name: "parcel".to_owned(), input },
            "/buildconfigs/parcel/instantiatebinary?asFile=server.js&name=parcel&namespace=demo",
            json!("shop-5"),
        ),
        (
            BuildCall::Hook { path: hook.to_owned(), event: json!({}) },
            "/buildconfigs/shop/webhooks/s3/generic",
            Value::Null,
        ),
    ];
    for (index, (call, path, name)) in cases.into_iter().enumerate() {
        let build = cluster.send_build(&call, Upload(b"bytes".to_vec())).unwrap();
        assert_eq!(build["metadata"]["name"], name);
        let sent = &server.requests()[index];
        assert_eq!(sent.method, "POST");
        assert_eq!(sent.path, format!("/apis/build.openshift.io/v1/namespaces/demo{path}"));
        match call.body() {
            Some(body) => assert_eq!(sent.json(), body),
            None => assert_eq!(sent.body, b"bytes"),
        }
    }
}

fn build(phase: &str, version: usize) -> Value {
    json!({ "kind": "Build", "metadata": { "name": "shop-5", "resourceVersion": version.to_string() },
        "status": { "phase": phase, "reason": "GenericBuildFailed", "message": "it failed" } })
}

#[test]
fn watch_that_breaks_is_taken_up_again() {
    let asked = AtomicUsize::new(0);
    let (server, cluster, _directory) = cluster(move |request| {
        let turn = asked.fetch_add(1, Ordering::SeqCst);
        let event = |kind: &str, phase: &str| json!({ "type": kind, "object": build(phase, turn) }).to_string();
        match (turn, request.path.contains("watch=true")) {
            (0 | 2 | 4 | 6, false) => Reply::Json(200, build("Running", turn)),
            // Ends without a word, in the middle of a line, and with the word that the version is too old.
            (1, true) => Reply::Lines(vec![event("MODIFIED", "Running")]),
            (3, true) => Reply::Cut("{\"type\":\"MOD".to_owned()),
            (5, true) => Reply::Lines(vec![json!({ "type": "ERROR", "object": { "code": 410 } }).to_string()]),
            (7, true) => Reply::Lines(vec![event("MODIFIED", "Running"), event("MODIFIED", "Failed")]),
            other => panic!("{other:?} {}", request.path),
        }
    });
    let end = cluster.wait_for_build("shop-5", Duration::from_secs(20)).unwrap();
    assert_eq!((end.phase.as_str(), end.reason.as_str(), end.is_success()), ("Failed", "GenericBuildFailed", false));
    let requests = server.requests();
    assert_eq!(requests.len(), 8);
    assert!(
        requests[7].path.contains("fieldSelector=metadata.name%3Dshop-5&resourceVersion=6"),
        "{}",
        requests[7].path
    );
}

#[test]
fn waiting_has_an_end() {
    let (_server, cluster, _directory) = cluster(|request| {
        if request.path.contains("watch=true") {
            Reply::Lines(Vec::new())
        } else {
            Reply::Json(200, build("Running", 1))
        }
    });
    let started = Instant::now();
    let error = cluster.wait_for_build("shop-5", Duration::from_millis(300)).unwrap_err();
    assert_eq!(error.code(), "cluster.timed-out", "{error}");
    assert!(started.elapsed() < Duration::from_secs(4));
}

#[test]
fn log_is_handed_on_as_it_comes() {
    let (_server, cluster, _directory) = cluster(|request| {
        assert!(request.path.ends_with("/builds/shop-5/log?follow=true"), "{}", request.path);
        Reply::Lines(vec!["one".to_owned(), "two".to_owned()])
    });
    let mut text = String::new();
    // The connection ends without the last chunk: what came is handed on first.
    let ended = cluster.follow_log("shop-5", Duration::from_secs(5), |part| {
        text.push_str(part);
        true
    });
    assert_eq!(ended.unwrap_err().code(), "cluster.broken");
    assert_eq!(text, "one\ntwo\n");
}
