//! What is written is read back the same: objects of Kubernetes through the types of `k8s-openapi`, the others through our own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use fieldmark_objects::{
    Container, ContainerPort, Deployment, DeploymentSpec, EnvironmentVariable, LabelSelector, Metadata, Object, Pod,
    PodSpec, PodTemplate, Service, ServiceAccount, ServicePort, ServiceSpec, Volume, VolumeMount,
};
use k8s_openapi::api::{apps, core};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn metadata() -> Metadata {
    Metadata {
        labels: [("app".to_owned(), "till".to_owned())].into(),
        annotations: [("openshift.io/generated-by".to_owned(), "fieldmark".to_owned())].into(),
        ..Metadata::named("till")
    }
}

fn pod_spec() -> PodSpec {
    PodSpec {
        volumes: vec![Volume { name: "till-volume-1".to_owned(), ..Volume::default() }],
        containers: vec![Container {
            name: "till".to_owned(),
            image: "registry.example/market/till:1".to_owned(),
            ports: vec![ContainerPort { container_port: 8080, protocol: "TCP".to_owned() }],
            env: vec![EnvironmentVariable {
                name: "A".to_owned(),
                value: "1".to_owned(),
                ..EnvironmentVariable::default()
            }],
            volume_mounts: vec![VolumeMount { name: "till-volume-1".to_owned(), mount_path: "/data".to_owned() }],
        }],
        restart_policy: Some("Never".to_owned()),
        active_deadline_seconds: Some(14_400),
        service_account_name: Some("installer".to_owned()),
    }
}

/// Through the other library's type and back, unchanged.
fn through<T: DeserializeOwned + Serialize>(object: impl Into<Object>) {
    let written = object.into().to_value();
    let read: T = serde_json::from_value(written.clone()).unwrap();
    let back: Value = serde_json::to_value(read).unwrap();
    assert_eq!(back, written);
}

#[test]
fn objects_of_kubernetes_survive_its_own_types() {
    let template = PodTemplate { metadata: metadata(), spec: PodSpec { restart_policy: None, ..pod_spec() } };
    let selector = LabelSelector { match_labels: metadata().labels };
    let spec = DeploymentSpec { replicas: 1, selector, template };
    through::<apps::v1::Deployment>(Deployment { metadata: metadata(), spec });
    through::<core::v1::Pod>(Pod { metadata: metadata(), spec: pod_spec() });
    through::<core::v1::ServiceAccount>(ServiceAccount { metadata: metadata() });
    for target_port in [json!(8080), json!("http")] {
        let port =
            ServicePort { name: Some("8080-tcp".to_owned()), protocol: "TCP".to_owned(), port: 8080, target_port };
        let spec = ServiceSpec { ports: vec![port], selector: metadata().labels, ..ServiceSpec::default() };
        through::<core::v1::Service>(Service { metadata: metadata(), spec });
    }
}
