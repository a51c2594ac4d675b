//! A small cluster for tests: project `team` has streams that show one rule each.

#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

use crate::Snapshot;
use serde_json::{Value, json};

/// A tag: name, words of the annotation `tags`, annotation `supports`, what it refers to, whether it has an image.
type Row = (&'static str, &'static str, &'static str, &'static str, bool);

/// A stream with a tag object for each tag that has an image. A reference with a `/` is an image, any other a tag.
fn stream(namespace: &str, name: &str, rows: &[Row]) -> Vec<Value> {
    let spec = rows.iter().map(|(tag, words, supports, from, _)| {
        let kind = if from.contains('/') { "DockerImage" } else { "ImageStreamTag" };
        json!({ "name": tag, "annotations": { "tags": words, "supports": supports },
                "from": { "kind": kind, "name": from } })
    });
    let with_image = || rows.iter().filter(|row| row.4);
    let status = with_image().map(|(tag, ..)| {
        json!({ "tag": tag, "items": [{ "image": format!("sha256:{name}-{tag}"),
                "dockerImageReference": format!("registry.cluster.example/{namespace}/{name}@sha256:{name}-{tag}") }] })
    });
    let mut objects = vec![json!({
        "kind": "ImageStream",
        "metadata": { "name": name, "namespace": namespace },
        "spec": { "tags": spec.collect::<Vec<_>>() },
        "status": { "tags": status.collect::<Vec<_>>() },
    })];
    objects.extend(with_image().map(|(tag, ..)| {
        json!({ "kind": "ImageStreamTag", "metadata": { "name": format!("{name}:{tag}"), "namespace": namespace },
                "image": { "metadata": { "name": format!("sha256:{name}-{tag}") },
                    "dockerImageMetadata": { "Config": { "ExposedPorts": { "8080/tcp": {} }, "User": "1001" } } } })
    }));
    objects
}

fn import(name: &str) -> Value {
    json!({ "kind": "ImageStreamImport", "metadata": { "name": "x" },
            "spec": { "images": [{ "from": { "kind": "DockerImage", "name": name } }] },
            "status": { "images": [{ "image": { "metadata": { "name": "sha256:found" }, "dockerImageMetadata": {} } }] } })
}

/// The cluster, as who works in this project sees it.
pub(crate) fn small_cluster(project: &str) -> Snapshot {
    let mut items = Vec::new();
    let mut add = |namespace, name, rows: &[Row]| items.extend(stream(namespace, name, rows));
    add(
        "team",
        "words",
        &[
            ("1.0", "builder", "", "quay.example/words:1.0", true),
            ("1.1", "builder", "", "quay.example/words:1.1", true),
            ("latest", "builder", "", "1.1", true),
        ],
    );
    add(
        "team",
        "secret",
        &[("1", "builder,hidden", "", "quay.example/s:1", true), ("latest", "builder,hidden", "", "1", true)],
    );
    add(
        "team",
        "half",
        &[
            ("0.9", "builder", "", "quay.example/h:0.9", true),
            ("latest", "builder,hidden", "", "quay.example/h:1", true),
        ],
    );
    add(
        "team",
        "old",
        &[
            ("0.10", "hidden,old", "", "quay.example/o:0", true),
            ("2", "builder", "", "quay.example/o:2", true),
            ("4", "builder", "", "quay.example/o:4", true),
            ("4-minimal", "builder", "", "quay.example/o:4m", true),
        ],
    );
    add("team", "empty", &[("1", "builder", "", "quay.example/e:1", false)]);
    add("team", "ring", &[("latest", "builder", "", "ring:next", true), ("next", "builder", "", "ring:latest", true)]);
    add(
        "team",
        "behind",
        &[("latest", "builder", "", "gone", true), ("gone", "builder", "", "quay.example/b:1", false)],
    );
    add(
        "team",
        "veiled",
        &[("latest", "builder", "", "1", true), ("1", "builder,hidden", "", "quay.example/v:1", true)],
    );
    add("team", "servlets", &[("10", "builder", "jee,java,servlets:10", "quay.example/servlets:10", true)]);
    add(
        "twins",
        "maker",
        &[("1", "builder", "jee", "quay.example/m:1", true), ("2", "builder", "jee", "quay.example/m:2", true)],
    );
    add("twins", "veils", &[("3", "builder,hidden", "jee", "quay.example/m:3", true)]);
    add("twins", "python", &[("latest", "builder", "", "quay.example/p:1", true)]);
    add(
        "openshift",
        "python",
        &[
            ("3.9", "builder", "", "quay.example/py:3.9", true),
            ("3.12", "builder", "", "quay.example/py:3.12", true),
            ("latest", "builder", "", "3.12", true),
        ],
    );
    add(
        "openshift",
        "net",
        &[
            ("latest", "builder,hidden", "net", "10.0", true),
            ("10.0", "builder", "net,net:10.0", "quay.example/n:10", true),
            ("9.0-ubi8", "builder", "net,net:9.0", "quay.example/n:9", true),
            ("9.0", "builder,hidden", "net,net:9.0", "quay.example/n:9", true),
        ],
    );
    items.extend(["nginx:1.27", "quay.example/acme/base", "python:9"].map(import));
    items.push(json!({ "kind": "Service", "metadata": { "name": "web", "namespace": "shop" } }));
    let text = json!({ "kind": "List", "items": items }).to_string();
    Snapshot::parse(&text).unwrap().with_project(project)
}
