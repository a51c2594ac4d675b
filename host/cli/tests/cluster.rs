//! The program against a cluster on loopback.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

#[path = "../../cluster/tests/server/mod.rs"]
mod server;

use serde_json::json;
use server::{Reply, Request, Server};
use std::path::Path;
use std::process::{Command, Output};

/// Runs the program with a kubeconfig file and nothing else of the user's.
fn fieldmark(kubeconfig: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fieldmark"))
        .args(arguments)
        .env_clear()
        .env("HOME", "/dev/null")
        .env("KUBECONFIG", kubeconfig)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn reply(request: &Request) -> Reply {
    let path = request.path.split('?').next().unwrap_or_default();
    match (request.method.as_str(), path.rsplit("/namespaces/demo/").next().unwrap_or_default()) {
        ("GET", "services/web") => Reply::Json(
            200,
            json!({
                "kind": "Service", "apiVersion": "v1", "metadata": { "name": "web", "namespace": "demo", "labels": { "app": "web" } },
                "spec": { "selector": { "app": "web" }, "ports": [{ "name": "http", "port": 80, "targetPort": 8080 }] },
            }),
        ),
        ("PATCH", "routes/web") => Reply::Json(201, request.json()),
        ("POST", "buildconfigs/shop/instantiate") => {
            Reply::Json(201, json!({ "kind": "Build", "metadata": { "name": "shop-5" } }))
        }
        ("POST", "buildconfigs/shop/instantiatebinary") => {
            Reply::Json(201, json!({ "kind": "Build", "metadata": { "name": "shop-6" } }))
        }
        ("GET", "builds/shop-5") => {
            Reply::Json(200, json!({ "status": { "phase": "Failed", "reason": "FetchSourceFailed" } }))
        }
        _ => Reply::Json(404, json!({ "message": "not found", "details": { "name": "x" } })),
    }
}

#[test]
fn objects_are_read_and_applied_only_when_asked_for() {
    let server = Server::start(reply);
    let directory = tempfile::tempdir().unwrap();
    let kubeconfig = server.kubeconfig(directory.path());
    let printed = fieldmark(&kubeconfig, &["expose", "service", "web", "--cluster", "-o", "name"]);
    assert_eq!(text(&printed.stdout), "route.route.openshift.io/web\n", "{}", text(&printed.stderr));
    assert_eq!(server.requests().len(), 1, "nothing is written");
    let applied = fieldmark(&kubeconfig, &["expose", "svc/web", "--cluster", "--apply", "--dry-run=server"]);
    assert_eq!(text(&applied.stdout), "route.route.openshift.io/web created (server dry run)\n");
    let sent = server.requests().pop().unwrap();
    assert!(sent.path.contains("dryRun=All"), "{}", sent.path);
    assert_eq!(sent.json()["spec"]["to"], json!({ "kind": "Service", "name": "web" }));
    let missing = fieldmark(&kubeconfig, &["expose", "svc/none", "--cluster"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("service none not found [object.not-found]"), "{}", text(&missing.stderr));
}

#[test]
fn build_is_started_and_its_failure_is_the_exit_code() {
    let server = Server::start(reply);
    let directory = tempfile::tempdir().unwrap();
    let kubeconfig = server.kubeconfig(directory.path());
    let arguments = ["start-build", "shop", "--cluster", "--apply", "--wait", "-e", "A=1"];
    let started = fieldmark(&kubeconfig, &arguments);
    assert_eq!(text(&started.stdout), "build.build.openshift.io/shop-5 started\n", "{}", text(&started.stderr));
    assert_eq!(started.status.code(), Some(1));
    assert!(text(&started.stderr).contains("FetchSourceFailed [start-build.failed]"), "{}", text(&started.stderr));
    assert_eq!(server.requests()[0].json()["env"], json!([{ "name": "A", "value": "1" }]));

    std::fs::create_dir_all(directory.path().join("source/.git")).unwrap();
    std::fs::write(directory.path().join("source/app.txt"), "hello").unwrap();
    let source = directory.path().join("source");
    let arguments = ["start-build", "shop", "--cluster", "--apply", "--from-dir", source.to_str().unwrap()];
    let started = fieldmark(&kubeconfig, &arguments);
    assert_eq!(text(&started.stdout), "build.build.openshift.io/shop-6 started\n", "{}", text(&started.stderr));
    assert!(server.requests().last().unwrap().body.starts_with(&[0x1f, 0x8b]), "a compressed archive is sent");
}

#[test]
fn hook_of_another_server_is_not_called() {
    let server = Server::start(reply);
    let directory = tempfile::tempdir().unwrap();
    let kubeconfig = server.kubeconfig(directory.path());
    let hook = "https://evil.example/apis/build.openshift.io/v1/namespaces/demo/buildconfigs/shop/webhooks/s/generic";
    let called = fieldmark(&kubeconfig, &["start-build", "--from-webhook", hook, "--cluster", "--apply"]);
    assert_eq!(called.status.code(), Some(2));
    assert!(text(&called.stderr).contains("[start-build.foreign-hook]"), "{}", text(&called.stderr));
    assert!(server.requests().is_empty());
}

#[test]
fn missing_kubeconfig_is_told_with_the_way_out() {
    let directory = tempfile::tempdir().unwrap();
    let printed = fieldmark(&directory.path().join("none"), &["expose", "svc/web", "--cluster"]);
    assert_eq!(printed.status.code(), Some(2));
    let said = text(&printed.stderr);
    assert!(said.contains("[cluster.kubeconfig-missing]") && said.contains("oc login"), "{said}");
}
