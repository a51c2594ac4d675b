//! Services (`v1`; new-app.md 8.4).

use crate::Metadata;
use crate::metadata::or_empty;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// One name for the pods that a selector chooses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Service {
    /// Name, labels, annotations.
    pub metadata: Metadata,
    /// All of it.
    pub spec: ServiceSpec,
}

/// `spec` of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceSpec {
    /// Its ports, sorted.
    #[serde(deserialize_with = "or_empty")]
    pub ports: Vec<ServicePort>,
    /// Which pods answer.
    #[serde(deserialize_with = "or_empty")]
    pub selector: BTreeMap<String, String>,
    /// `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`; none for the default.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Address in the cluster; none for one that the server chooses.
    #[serde(rename = "clusterIP", skip_serializing_if = "Option::is_none")]
    pub cluster_ip: Option<String>,
    /// Addresses outside of the cluster that lead here.
    #[serde(rename = "externalIPs", skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub external_ips: Vec<String>,
    /// Address that the balancer is to have.
    #[serde(rename = "loadBalancerIP", skip_serializing_if = "Option::is_none")]
    pub load_balancer_ip: Option<String>,
    /// `None` or `ClientIP`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_affinity: Option<String>,
}

/// A port of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServicePort {
    /// `<port>-<protocol>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `TCP` or `UDP`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub protocol: String,
    /// Port of the service.
    pub port: u16,
    /// Port of the pods, as a number or as the name of a container's port.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub target_port: Value,
}
