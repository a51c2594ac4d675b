//! Every kind has an object that its schema takes, and ones that it does not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use fieldmark_objects::{
    BuildConfig, BuildRequest, Deployment, DeploymentConfig, ImageStream, ImageStreamTag, List, Object, Pod,
    RoleBinding, Route, Service, ServiceAccount, ShipwrightBuild, ShipwrightBuildRun, check, check_value,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// An object of a kind that the types know, out of what it says.
fn object<T: DeserializeOwned + Into<Object>>(value: Value) -> Object {
    serde_json::from_value::<T>(value).unwrap().into()
}

fn pod_template() -> Value {
    json!({
        "metadata": { "labels": { "app": "till" } },
        "spec": {
            "volumes": [{ "name": "till-volume-1", "emptyDir": {} }],
            "containers": [{
                "name": "till",
                "image": " ",
                "ports": [{ "containerPort": 8080, "protocol": "TCP" }],
                "env": [{ "name": "A", "value": "1" }],
                "volumeMounts": [{ "name": "till-volume-1", "mountPath": "/data" }],
            }],
        },
    })
}

/// One object of each kind, as full as the types are.
fn valid() -> Vec<Object> {
    let metadata =
        json!({ "name": "till", "namespace": "market", "labels": { "app": "till" }, "annotations": { "a": "b" } });
    let tag = json!({ "kind": "ImageStreamTag", "namespace": "openshift", "name": "python:3.12" });
    let git = json!({ "type": "Git", "git": { "uri": "https://git.example/market/till.git", "ref": "main" } });
    let template = pod_template();
    vec![
        object::<ImageStream>(json!({ "metadata": metadata, "spec": { "lookupPolicy": { "local": true }, "tags": [{
            "name": "1", "annotations": { "a": "b" }, "from": { "kind": "DockerImage", "name": "registry.example/a:1" },
            "importPolicy": { "insecure": true, "importMode": "Legacy" }, "referencePolicy": { "type": "Source" } }] } })),
        object::<ImageStreamTag>(
            json!({ "metadata": { "name": "till:latest" }, "tag": { "name": "latest", "from": tag },
            "lookupPolicy": { "local": false } }),
        ),
        object::<BuildConfig>(json!({ "metadata": metadata, "spec": { "source": git, "runPolicy": "Serial",
            "strategy": { "type": "Source", "sourceStrategy": { "from": tag } }, "output": { "to": tag },
            "triggers": [{ "type": "Generic", "generic": { "secret": "s" } }, { "type": "ConfigChange" }] } })),
        object::<BuildRequest>(
            json!({ "metadata": metadata, "revision": { "type": "Git", "git": { "commit": "abc" } },
            "env": [{ "name": "A", "value": "1" }], "triggeredBy": [{ "message": "Manually triggered" }],
            "dockerStrategyOptions": { "noCache": true }, "sourceStrategyOptions": { "incremental": true } }),
        ),
        object::<Deployment>(json!({ "metadata": metadata,
            "spec": { "replicas": 1, "selector": { "matchLabels": { "app": "till" } }, "template": template } })),
        object::<DeploymentConfig>(
            json!({ "metadata": metadata, "spec": { "replicas": 1, "selector": { "app": "till" },
            "triggers": [{ "type": "ConfigChange" }, { "type": "ImageChange", "imageChangeParams": {
                "automatic": true, "containerNames": ["till"], "from": tag } }], "template": template } }),
        ),
        object::<Service>(json!({ "metadata": metadata, "spec": { "selector": { "app": "till" },
            "ports": [{ "name": "8080-tcp", "protocol": "TCP", "port": 8080, "targetPort": 8080 }] } })),
        object::<Route>(json!({ "metadata": metadata, "spec": { "host": "till.example", "path": "/api",
            "to": { "kind": "Service", "name": "till" }, "port": { "targetPort": "8080-tcp" }, "wildcardPolicy": "None" } })),
        object::<Pod>(json!({ "metadata": metadata, "spec": template["spec"] })),
        object::<ServiceAccount>(json!({ "metadata": metadata })),
        object::<RoleBinding>(
            json!({ "metadata": metadata, "subjects": [{ "kind": "ServiceAccount", "name": "till" }],
            "roleRef": { "name": "edit" } }),
        ),
        object::<ShipwrightBuild>(json!({ "metadata": metadata, "spec": {
            "source": { "type": "Git", "git": { "url": "https://git.example/market/till.git", "revision": "main" } },
            "strategy": { "kind": "ClusterBuildStrategy", "name": "source-to-image" },
            "paramValues": [{ "name": "builder-image", "value": "registry.example/python:3.12" },
                { "name": "build-args", "values": [{ "value": "A=1" }] }],
            "env": [{ "name": "A", "value": "1" }], "timeout": "10m",
            "output": { "image": "registry.example/market/till:1", "pushSecret": "push", "labels": { "a": "b" } } } })),
        object::<ShipwrightBuildRun>(json!({ "metadata": { "generateName": "till-" },
            "spec": { "build": { "name": "till" }, "serviceAccount": "pipeline" } })),
    ]
}

#[test]
fn object_of_each_kind_is_taken() {
    let list = List { items: valid() };
    assert_eq!(check(&list), Ok(()));
    let mut kinds: Vec<(&str, &str)> = list.items.iter().map(|object| (object.api_version(), object.kind())).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), 13, "a kind has no case: {kinds:?}");
}

/// What the types allow and the schema does not.
#[test]
fn broken_objects_are_refused_with_place_and_problem() {
    let route = json!({ "to": { "kind": "Service", "name": "till" } });
    let cases: Vec<(Object, &str, &str)> = vec![
        (
            object::<Route>(json!({ "spec": { "to": { "kind": "Pod", "name": "till" } } })),
            "/spec/to/kind",
            "not one of",
        ),
        (
            object::<Route>(json!({ "spec": { "to": route["to"], "wildcardPolicy": "All" } })),
            "/spec/wildcardPolicy",
            "All",
        ),
        (
            object::<Route>(json!({ "spec": { "to": route["to"], "port": { "targetPort": [1] } } })),
            "/spec/port/targetPort",
            "type",
        ),
        (object::<BuildConfig>(json!({ "spec": { "runPolicy": "Often" } })), "/spec/runPolicy", "Often"),
        (object::<BuildConfig>(json!({ "spec": { "source": { "type": "git" } } })), "/spec/source/type", "git"),
        (object::<ImageStreamTag>(json!({ "metadata": { "name": "a:b" } })), "/tag", "null"),
        (
            object::<ImageStream>(json!({ "spec": { "tags": [{ "name": "a", "referencePolicy": { "type": "" } }] } })),
            "/spec/tags/0/referencePolicy/type",
            "not one of",
        ),
        (
            object::<Service>(json!({ "spec": { "ports": [{ "port": 1, "targetPort": { "a": 1 } }] } })),
            "/spec/ports/0/targetPort",
            "type",
        ),
        (object::<ShipwrightBuild>(json!({ "spec": { "source": { "type": "Svn" } } })), "/spec/source/type", "Svn"),
    ];
    for (object, path, problem) in cases {
        let name = object.qualified_name();
        let faults = check(&List { items: vec![object] }).unwrap_err();
        assert!(
            faults.iter().any(|fault| fault.path == path && fault.problem.contains(problem) && fault.object == name),
            "{path}: {faults:?}"
        );
    }
}

#[test]
fn only_the_broken_object_of_a_list_is_named() {
    let mut items = valid();
    items.push(object::<Route>(
        json!({ "metadata": { "name": "odd" }, "spec": { "to": { "kind": "Pod", "name": "x" } } }),
    ));
    let faults = check(&List { items }).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].object, "route.route.openshift.io/odd");
    assert_eq!(faults[0].code(), "objects.schema");
}

/// A change of a valid object that the schema refuses, at a JSON pointer; `None` takes the field away.
type Break = (&'static str, &'static str, Option<Value>, &'static str, &'static str);

fn breaks() -> Vec<Break> {
    let one = || Some(json!(1));
    vec![
        // Fields that are not known.
        ("ImageStream", "/spec/lookupPolicies", one(), "/spec", "lookupPolicies"),
        ("ImageStreamTag", "/tags", one(), "/", "tags"),
        ("BuildConfig", "/spec/strategy/sourceStrategy/envs", one(), "/spec/strategy/sourceStrategy", "envs"),
        ("BuildConfig", "/metadata/label", one(), "/metadata", "label"),
        ("BuildRequest", "/sourceStrategyOptions/noCache", one(), "/sourceStrategyOptions", "noCache"),
        ("Deployment", "/spec/template/spec/container", one(), "/spec/template/spec", "container"),
        (
            "DeploymentConfig",
            "/spec/template/spec/containers/0/port",
            one(),
            "/spec/template/spec/containers/0",
            "port",
        ),
        ("Service", "/spec/ports/0/target", one(), "/spec/ports/0", "target"),
        ("Route", "/spec/hostname", one(), "/spec", "hostname"),
        ("Pod", "/specs", one(), "/", "specs"),
        ("ServiceAccount", "/secret", one(), "/", "secret"),
        ("RoleBinding", "/subject", one(), "/", "subject"),
        ("Build", "/spec/output/tag", one(), "/spec/output", "tag"),
        ("BuildRun", "/spec/buildRef", one(), "/spec", "buildRef"),
        // Values of a wrong type.
        ("ImageStream", "/spec/lookupPolicy/local", one(), "/spec/lookupPolicy/local", "boolean"),
        ("ImageStreamTag", "/tag/name", one(), "/tag/name", "string"),
        ("BuildConfig", "/spec/triggers", Some(json!({})), "/spec/triggers", "array"),
        ("BuildRequest", "/env/0/value", one(), "/env/0/value", "string"),
        ("Deployment", "/spec/replicas", Some(json!("1")), "/spec/replicas", "integer"),
        ("DeploymentConfig", "/spec/selector/app", one(), "/spec/selector/app", "string"),
        ("Service", "/spec/ports/0/port", Some(json!("http")), "/spec/ports/0/port", "integer"),
        ("Route", "/spec/path", one(), "/spec/path", "string"),
        ("Pod", "/spec/containers/0/env/0/name", one(), "/spec/containers/0/env/0/name", "string"),
        ("ServiceAccount", "/metadata/annotations", one(), "/metadata/annotations", "object"),
        ("RoleBinding", "/subjects/0", one(), "/subjects/0", "object"),
        ("Build", "/spec/timeout", one(), "/spec/timeout", "string"),
        ("BuildRun", "/spec/build/name", one(), "/spec/build/name", "string"),
        // Fields that are missing.
        ("ImageStream", "/spec/lookupPolicy/local", None, "/spec/lookupPolicy", "local"),
        ("ImageStreamTag", "/lookupPolicy", None, "/", "lookupPolicy"),
        ("BuildConfig", "/spec/source/git/uri", None, "/spec/source/git", "uri"),
        ("BuildRequest", "/revision/type", None, "/revision", "type"),
        ("Deployment", "/spec/selector", None, "/spec", "selector"),
        ("DeploymentConfig", "/spec", None, "/", "spec"),
        ("Service", "/spec/ports/0/port", None, "/spec/ports/0", "port"),
        ("Route", "/spec/to/name", None, "/spec/to", "name"),
        ("Pod", "/spec/containers", None, "/spec", "containers"),
        ("RoleBinding", "/roleRef", None, "/", "roleRef"),
        ("Build", "/spec/output/image", None, "/spec/output", "image"),
        ("BuildRun", "/spec/build", None, "/spec", "build"),
    ]
}

#[test]
fn misspelt_wrong_and_missing_fields_of_each_kind_are_found() {
    let valid = valid();
    for (kind, at, change, path, problem) in breaks() {
        let mut value = valid.iter().find(|object| object.kind() == kind).unwrap().to_value();
        let (parent, field) = at.rsplit_once('/').unwrap();
        match (value.pointer_mut(parent).unwrap(), change) {
            (Value::Array(items), Some(change)) => items[field.parse::<usize>().unwrap()] = change,
            (Value::Object(fields), Some(change)) => drop(fields.insert(field.to_owned(), change)),
            (Value::Object(fields), None) => assert!(fields.remove(field).is_some(), "{kind}: no {at} to take away"),
            (parent, _) => panic!("{kind}: {at} is in {parent}"),
        }
        let faults = check_value(&value).expect_err(kind);
        assert!(
            faults.iter().any(|fault| fault.path == path && fault.problem.contains(problem)),
            "{kind} with {at} changed: {faults:?}"
        );
    }
}

#[test]
fn kind_without_schema_is_a_fault_of_the_whole() {
    let faults =
        check_value(&json!({ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "s" } })).unwrap_err();
    assert_eq!((faults[0].object.as_str(), faults[0].path.as_str()), ("secret/s", "/"));
}
