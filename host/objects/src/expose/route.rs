//! A route for a service.

use super::{ExposeError, Labels, name_or_number};
use crate::{Metadata, Route, RoutePort, RouteSpec, RouteTarget, Service, ServicePort};
use serde_json::{Value, json};

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
}
