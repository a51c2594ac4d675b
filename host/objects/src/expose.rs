//! Objects that make others reachable: a route for a service, a service for what runs (new-app.md 12).

use crate::{Metadata, Route, RoutePort, RouteSpec, RouteTarget, Service, ServicePort, ServiceSpec};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use thiserror::Error;

type Labels = BTreeMap<String, String>;

/// What is said of a route.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RouteOptions {
    /// Its name; none for that of the service.
    pub name: Option<String>,
    /// Host name; none for one that the router makes.
    pub host: Option<String>,
    /// Path that requests begin with.
    pub path: Option<String>,
    /// Name or number of a port of the service; none for the first.
    pub port: Option<String>,
    /// `None` or `Subdomain`.
    pub wildcard_policy: Option<String>,
    /// Labels beside those of the service.
    pub labels: Labels,
    /// Whether the port is taken on trust and the kind of the target left to the server, as `oc expose` does.
    pub as_oc: bool,
}

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

/// Something that cannot be exposed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ExposeError {
    /// The service has no port at all.
    #[error("service {name} has no ports")]
    NoPorts {
        /// The service.
        name: String,
    },
    /// The service has no port over TCP, which is all that routers speak.
    #[error("service {name} has no TCP port")]
    NoTcpPort {
        /// The service.
        name: String,
    },
    /// The service does not have the port.
    #[error("service {name} has no port {port}; it has {}", ports.join(", "))]
    UnknownPort {
        /// The service.
        name: String,
        /// What was asked for.
        port: String,
        /// What it has.
        ports: Vec<String>,
    },
    /// No container says on which port it listens.
    #[error("{object}: no container names a port")]
    NoContainerPort {
        /// The object.
        object: String,
    },
    /// The object says nothing by which its pods could be chosen.
    #[error("{object}: its pods have no labels to choose them by")]
    NoSelector {
        /// The object.
        object: String,
    },
    /// The object chooses its pods by more than labels, which a service cannot.
    #[error("{object}: a service cannot choose pods by expressions")]
    Expressions {
        /// The object.
        object: String,
    },
    /// Nothing runs in such an object.
    #[error("{object}: objects of this kind cannot be exposed")]
    Kind {
        /// The object.
        object: String,
    },
}

impl ExposeError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoPorts { .. } => "expose.no-ports",
            Self::NoTcpPort { .. } => "expose.no-tcp-port",
            Self::UnknownPort { .. } => "expose.unknown-port",
            Self::NoContainerPort { .. } => "expose.no-container-port",
            Self::NoSelector { .. } => "expose.no-selector",
            Self::Expressions { .. } => "expose.selector-expressions",
            Self::Kind { .. } => "expose.kind",
        }
    }
}

/// A route for a service. Its labels are those of the service and those of the options; it has no TLS.
///
/// # Errors
/// The service has no ports, none over TCP, or not the one that was asked for. As `oc` any port is taken.
pub fn route_to(service: &Service, options: &RouteOptions) -> Result<Route, ExposeError> {
    let name = &service.metadata.name;
    if !service.spec.ports.is_empty() && !service.spec.ports.iter().any(is_tcp) {
        return Err(ExposeError::NoTcpPort { name: name.clone() });
    }
    let target_port = match &options.port {
        Some(port) if options.as_oc => name_or_number(port),
        Some(port) => known_port(service, port)?,
        None => service
            .spec
            .ports
            .iter()
            .find(|port| options.as_oc || is_tcp(port))
            .map(target_of)
            .ok_or_else(|| ExposeError::NoPorts { name: name.clone() })?,
    };
    let mut labels = service.metadata.labels.clone();
    labels.extend(options.labels.clone());
    let kind = if options.as_oc { String::new() } else { "Service".to_owned() };
    Ok(Route {
        metadata: Metadata { labels, ..Metadata::named(options.name.as_ref().unwrap_or(name)) },
        spec: RouteSpec {
            host: options.host.clone(),
            path: options.path.clone(),
            to: RouteTarget { kind, name: name.clone() },
            port: Some(RoutePort { target_port }),
            wildcard_policy: options.wildcard_policy.clone(),
        },
    })
}

fn is_tcp(port: &ServicePort) -> bool {
    port.protocol.is_empty() || port.protocol == "TCP"
}

/// How a route names a port: by its name, or by the number that the pods listen on.
fn target_of(port: &ServicePort) -> Value {
    match &port.name {
        Some(name) if !name.is_empty() => json!(name),
        _ if port.target_port.is_null() => json!(port.port),
        _ => port.target_port.clone(),
    }
}

/// The port that is meant by a name, by the number of the service or by that of the pods.
fn known_port(service: &Service, asked: &str) -> Result<Value, ExposeError> {
    let is_meant = |port: &&ServicePort| {
        port.name.as_deref() == Some(asked)
            || name_or_number(asked) == json!(port.port)
            || name_or_number(asked) == port.target_port
    };
    service.spec.ports.iter().find(is_meant).map(target_of).ok_or_else(|| ExposeError::UnknownPort {
        name: service.metadata.name.clone(),
        port: asked.to_owned(),
        ports: service
            .spec
            .ports
            .iter()
            .map(|port| port.name.clone().unwrap_or_else(|| port.port.to_string()))
            .collect(),
    })
}

fn name_or_number(text: &str) -> Value {
    text.parse::<u16>().map_or_else(|_| json!(text), |number| json!(number))
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

    fn service(ports: Value) -> Service {
        serde_json::from_value(json!({
            "metadata": { "name": "shop", "labels": { "app": "shop" } },
            "spec": { "selector": { "app": "shop" }, "ports": ports },
        }))
        .unwrap()
    }

    fn two() -> Service {
        service(json!([
            { "name": "http", "port": 80, "protocol": "TCP", "targetPort": 8080 },
            { "name": "https", "port": 443, "protocol": "TCP", "targetPort": 8443 },
        ]))
    }

    /// new-app.md 12: the port's name, or the number of the pods where it has none; the first unless one is asked for.
    #[test]
    fn route_names_the_port() {
        let unnamed = service(json!([{ "port": 9000, "protocol": "TCP", "targetPort": 9001 }]));
        let bare = service(json!([{ "port": 9000 }]));
        let mixed = service(json!([{ "name": "dns", "port": 53, "protocol": "UDP" }, { "name": "web", "port": 80 }]));
        // The service, --port, as oc, without.
        let cases = [
            (two(), None, json!("http"), json!("http")),
            (two(), Some("https"), json!("https"), json!("https")),
            // oc writes down what was typed; the router would find no pod that listens there.
            (two(), Some("443"), json!(443), json!("https")),
            (two(), Some("8443"), json!(8443), json!("https")),
            (unnamed, None, json!(9001), json!(9001)),
            (bare, None, json!(9000), json!(9000)),
            (mixed, None, json!("dns"), json!("web")),
        ];
        for (service, port, as_oc, without) in cases {
            for (is_oc, expected) in [(true, as_oc), (false, without)] {
                let options = RouteOptions { port: port.map(str::to_owned), as_oc: is_oc, ..RouteOptions::default() };
                let route = route_to(&service, &options).unwrap();
                assert_eq!(route.spec.port.unwrap().target_port, expected, "{port:?} as oc: {is_oc}");
                assert_eq!(route.spec.to.kind, if is_oc { "" } else { "Service" });
            }
        }
    }

    #[test]
    fn route_takes_labels_of_the_service_and_adds_others() {
        let options = RouteOptions {
            name: Some("edge".to_owned()),
            labels: [("a".to_owned(), "b".to_owned())].into(),
            ..RouteOptions::default()
        };
        let route = route_to(&two(), &options).unwrap();
        assert_eq!(route.metadata.name, "edge");
        assert_eq!(route.spec.to.name, "shop");
        assert_eq!(json!(route.metadata.labels), json!({ "a": "b", "app": "shop" }));
    }

    #[test]
    fn service_without_a_port_for_a_route_is_refused() {
        let udp = service(json!([{ "port": 53, "protocol": "UDP" }]));
        let cases = [
            (service(json!([])), None, "expose.no-ports"),
            (udp, None, "expose.no-tcp-port"),
            (two(), Some("ftp"), "expose.unknown-port"),
        ];
        for (service, port, code) in cases {
            let options = RouteOptions { port: port.map(str::to_owned), ..RouteOptions::default() };
            assert_eq!(route_to(&service, &options).unwrap_err().code(), code);
        }
    }

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
