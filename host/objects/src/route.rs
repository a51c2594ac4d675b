//! Routes (`route.openshift.io/v1`; new-app.md 12).

use crate::Metadata;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Makes a service reachable from outside of the cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Route {
    /// Name, labels, annotations.
    pub metadata: Metadata,
    /// All of it.
    pub spec: RouteSpec,
}

/// `spec` of a route.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RouteSpec {
    /// Host name; the router makes one where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// Path that requests must begin with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The service.
    pub to: RouteTarget,
    /// Its port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<RoutePort>,
    /// `None` or `Subdomain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wildcard_policy: Option<String>,
}

/// What a route leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RouteTarget {
    /// `Service`. `oc expose` leaves it empty for the server to fill in.
    pub kind: String,
    /// Name of the service.
    pub name: String,
}

/// A port of the service that a route leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RoutePort {
    /// Name or number.
    pub target_port: Value,
}
