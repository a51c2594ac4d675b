//! A service for what runs.

use super::{ExposeError, Labels, name_or_number};
use crate::{Metadata, Service, ServicePort, ServiceSpec};
use serde_json::{Value, json};

/// What is said of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceOptions {
    /// Its name; none for that of the object.
    pub name: Option<String>,
    /// Its port; none for all ports of the containers.
    pub port: Option<u16>,
    /// Port of the pods, by number or name; none for the same.
    pub target_port: Option<String>,
    /// `TCP`, `UDP` or `SCTP`; none for that of the container's port.
    pub protocol: Option<String>,
    /// Which pods answer; none for those of the object.
    pub selector: Option<Labels>,
    /// Its labels; none for those of the object.
    pub labels: Option<Labels>,
    /// What else the service is to be; ports and selector count for nothing.
    pub spec: ServiceSpec,
}

/// A service for an object in which pods run: a deployment, a deployment configuration, a replication controller or a pod.
///
/// # Errors
/// Nothing runs in the object, its pods cannot be chosen, or no port is known.
pub fn service_for(object: &Value, options: &ServiceOptions) -> Result<Service, ExposeError> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (kind, name) = (text(&object["kind"]), text(&object["metadata"]["name"]));
    let named = format!("{} {name}", kind.to_lowercase());
    let (selector, pod) = match kind.as_str() {
        "Deployment" => (&object["spec"]["selector"]["matchLabels"], &object["spec"]["template"]["spec"]),
        "DeploymentConfig" | "ReplicationController" => {
            (&object["spec"]["selector"], &object["spec"]["template"]["spec"])
        }
        "Pod" => (&object["metadata"]["labels"], &object["spec"]),
        _ => return Err(ExposeError::Kind { object: named }),
    };
    let expressions = object["spec"]["selector"]["matchExpressions"].as_array().is_some_and(|list| !list.is_empty());
    if options.selector.is_none() && expressions {
        return Err(ExposeError::Expressions { object: named });
    }
    let selector = options.selector.clone().unwrap_or_else(|| labels_of(selector));
    if selector.is_empty() {
        return Err(ExposeError::NoSelector { object: named });
    }
    let labels = options.labels.clone().unwrap_or_else(|| labels_of(&object["metadata"]["labels"]));
    Ok(Service {
        metadata: Metadata { labels, ..Metadata::named(options.name.as_ref().unwrap_or(&name)) },
        spec: ServiceSpec { ports: service_ports(pod, options, named)?, selector, ..options.spec.clone() },
    })
}

fn labels_of(value: &Value) -> Labels {
    let fields = value.as_object().into_iter().flatten();
    fields.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

/// One port has no name; several are called `port-1`, `port-2`, ….
fn service_ports(pod: &Value, options: &ServiceOptions, object: String) -> Result<Vec<ServicePort>, ExposeError> {
    let known = container_ports(pod);
    let ports: Vec<u16> = options.port.map_or_else(|| known.iter().map(|port| port.0).collect(), |port| vec![port]);
    if ports.is_empty() {
        return Err(ExposeError::NoContainerPort { object });
    }
    let protocol = |port: u16| {
        let of_container = || known.iter().find(|known| known.0 == port).map(|known| known.1.clone());
        options.protocol.clone().or_else(of_container).unwrap_or_else(|| "TCP".to_owned())
    };
    let several = ports.len() > 1;
    let service_port = |(index, port): (usize, u16)| ServicePort {
        name: several.then(|| format!("port-{}", index + 1)),
        protocol: protocol(port),
        port,
        target_port: options.target_port.as_deref().map_or_else(|| json!(port), name_or_number),
    };
    Ok(ports.into_iter().enumerate().map(service_port).collect())
}

/// Numbers and protocols, in the order of the containers.
fn container_ports(pod: &Value) -> Vec<(u16, String)> {
    let containers = pod["containers"].as_array().into_iter().flatten();
    let ports = containers.flat_map(|container| container["ports"].as_array().into_iter().flatten());
    let known = ports.filter_map(|port| {
        let number = u16::try_from(port["containerPort"].as_u64()?).ok()?;
        Some((number, port["protocol"].as_str().unwrap_or("TCP").to_owned()))
    });
    known.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workload(kind: &str, ports: Value) -> Value {
        let labels = json!({ "app": "shop" });
        let pod = json!({ "containers": [{ "name": "shop", "ports": ports }] });
        let template = json!({ "metadata": { "labels": labels }, "spec": pod });
        let metadata = json!({ "name": "shop", "labels": { "team": "market" } });
        match kind {
            "Deployment" => json!({ "kind": kind, "metadata": metadata,
                "spec": { "selector": { "matchLabels": labels }, "template": template } }),
            "Pod" => json!({ "kind": kind, "metadata": { "name": "shop", "labels": labels }, "spec": pod }),
            _ => json!({ "kind": kind, "metadata": metadata, "spec": { "selector": labels, "template": template } }),
        }
    }

    #[test]
    fn service_chooses_the_pods_of_each_kind() {
        for kind in ["Deployment", "DeploymentConfig", "ReplicationController", "Pod"] {
            let object = workload(kind, json!([{ "containerPort": 9090 }]));
            let service = service_for(&object, &ServiceOptions::default()).unwrap();
            assert_eq!(json!(service.spec.selector), json!({ "app": "shop" }), "{kind}");
            assert_eq!(json!(service.spec.ports), json!([{ "port": 9090, "protocol": "TCP", "targetPort": 9090 }]));
        }
    }

    #[test]
    fn several_ports_get_names_and_keep_their_protocols() {
        let object = workload("Pod", json!([{ "containerPort": 53, "protocol": "UDP" }, { "containerPort": 80 }]));
        let service = service_for(&object, &ServiceOptions::default()).unwrap();
        assert_eq!(
            json!(service.spec.ports),
            json!([
                { "name": "port-1", "port": 53, "protocol": "UDP", "targetPort": 53 },
                { "name": "port-2", "port": 80, "protocol": "TCP", "targetPort": 80 },
            ])
        );
        let options =
            ServiceOptions { port: Some(53), target_port: Some("dns".to_owned()), ..ServiceOptions::default() };
        let service = service_for(&object, &options).unwrap();
        assert_eq!(json!(service.spec.ports), json!([{ "port": 53, "protocol": "UDP", "targetPort": "dns" }]));
    }

    #[test]
    fn options_replace_labels_and_selector() {
        let labels = |key: &str| Some([(key.to_owned(), "x".to_owned())].into());
        let options = ServiceOptions {
            labels: labels("l"),
            selector: labels("s"),
            spec: ServiceSpec { kind: Some("NodePort".to_owned()), ..ServiceSpec::default() },
            ..ServiceOptions::default()
        };
        let service = service_for(&workload("Deployment", json!([{ "containerPort": 1 }])), &options).unwrap();
        let value = json!(service);
        assert_eq!(value["metadata"]["labels"], json!({ "l": "x" }));
        assert_eq!(value["spec"]["selector"], json!({ "s": "x" }));
        assert_eq!(value["spec"]["type"], "NodePort");
    }

    #[test]
    fn objects_that_cannot_be_exposed_are_refused() {
        let mut expressions = workload("Deployment", json!([{ "containerPort": 1 }]));
        expressions["spec"]["selector"] = json!({ "matchLabels": {}, "matchExpressions": [{ "key": "a" }] });
        let mut nameless = workload("Pod", json!([{ "containerPort": 1 }]));
        nameless["metadata"]["labels"] = json!({});
        let cases = [
            (workload("Deployment", json!([])), "expose.no-container-port"),
            (expressions, "expose.selector-expressions"),
            (nameless, "expose.no-selector"),
            (json!({ "kind": "ConfigMap", "metadata": { "name": "c" } }), "expose.kind"),
        ];
        for (object, code) in cases {
            assert_eq!(service_for(&object, &ServiceOptions::default()).unwrap_err().code(), code);
        }
    }
}
