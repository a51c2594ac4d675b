//! Objects that make others reachable: a route for a service, a service for what runs (new-app.md 12).

mod route;
mod service;

pub use route::{RouteOptions, route_to};
pub use service::{ServiceOptions, service_for};

use serde_json::{Value, json};
use std::collections::BTreeMap;
use thiserror::Error;

type Labels = BTreeMap<String, String>;

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

/// A port as objects name it.
fn name_or_number(text: &str) -> Value {
    text.parse::<u16>().map_or_else(|_| json!(text), |number| json!(number))
}
