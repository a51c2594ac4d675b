//! What is known of the contents of an image.

use std::collections::BTreeMap;

/// The configuration of an image, as far as builds and deployments depend on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Image {
    /// Its digest, `sha256:…`; empty when it is not known.
    pub id: String,
    /// The pull specification it was found under.
    pub reference: String,
    /// Exposed ports, `8080/tcp`.
    pub ports: Vec<String>,
    /// Declared volumes.
    pub volumes: Vec<String>,
    /// The user it runs as; empty for root.
    pub user: String,
    /// Variables, `NAME=value`.
    pub env: Vec<String>,
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// Instructions that run in every build from it, its ONBUILD triggers.
    pub on_build: Vec<String>,
    /// When it was made, as the registry says.
    pub created: Option<String>,
}
