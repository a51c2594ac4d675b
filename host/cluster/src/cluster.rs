//! The cluster as a whole.

use crate::connection::Connection;
use crate::{Access, ClusterError, Limits};
use fieldmark_images::Image;
use fieldmark_objects::ImageStream;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A live cluster, seen by one user in one project.
///
/// What was read of image streams and images is kept for as long as the value lives.
pub struct Cluster {
    pub(crate) connection: Connection,
    known: Mutex<Known>,
}

/// What was read already.
#[derive(Default)]
pub(crate) struct Known {
    /// By project.
    pub(crate) streams: BTreeMap<String, Arc<[ImageStream]>>,
    /// By project, stream and tag.
    pub(crate) tags: BTreeMap<(String, String, String), Option<Image>>,
    /// By pull specification.
    pub(crate) registry: BTreeMap<String, Option<Image>>,
}

impl Cluster {
    /// Prepares a connection as a kubeconfig file says. Nothing is sent yet.
    ///
    /// # Errors
    /// The file is missing, unreadable or malformed; the context is not in it; it wants a program to be run or a proxy
    /// to be used; certificates that it names are none.
    pub fn from_kubeconfig(access: &Access, limits: Limits) -> Result<Self, ClusterError> {
        Ok(Self { connection: Connection::open(access, limits)?, known: Mutex::default() })
    }

    /// Address of the server, as the kubeconfig file has it.
    #[must_use]
    pub fn address(&self) -> &str {
        self.connection.address.trim_end_matches('/')
    }

    /// The project in which objects are made.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.connection.namespace
    }

    /// Reads an object of the project; none when it is not there.
    ///
    /// # Errors
    /// The cluster cannot be asked, or does not have the API.
    pub fn read(&self, api_version: &str, resource: &str, name: &str) -> Result<Option<Value>, ClusterError> {
        let path = crate::path::ApiPath::collection(api_version, self.namespace(), resource).below(name);
        match self.connection.get(&path) {
            Err(ClusterError::NotFound { .. }) => Ok(None),
            answer => answer.map(Some),
        }
    }

    /// What is known; whoever panicked while it was held only read or inserted whole entries.
    pub(crate) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Cluster {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Cluster")
            .field("address", &self.address())
            .field("namespace", &self.namespace())
            .finish()
    }
}
