//! What a platform is asked.

use crate::Image;
use fieldmark_objects::ImageStream;
use serde_json::Value;
use std::sync::Arc;
use thiserror::Error;

/// Something that offers image streams and images, and may hold objects already: a cluster, a snapshot of one, or a
/// catalogue.
pub trait Platform: Send + Sync {
    /// The project that objects are made in.
    fn project(&self) -> &str;

    /// The image streams of a project, sorted by name. A project that is not there has none.
    ///
    /// # Errors
    /// The platform cannot be asked.
    fn image_streams(&self, namespace: &str) -> Result<Arc<[ImageStream]>, LookupError>;

    /// The image that a tag points to; none when the tag is not there, or its image is not, or is not known.
    ///
    /// # Errors
    /// The platform cannot be asked.
    fn tag_image(&self, namespace: &str, stream: &str, tag: &str) -> Result<Option<Image>, LookupError>;

    /// The image behind a pull specification, as a registry knows it; none when there is none.
    ///
    /// # Errors
    /// The platform cannot be asked, or cannot ask registries ([`LookupError::Offline`]).
    fn registry_image(&self, reference: &str) -> Result<Option<Image>, LookupError>;

    /// An object of the project; none when it is not there.
    ///
    /// # Errors
    /// The platform cannot be asked.
    fn object(&self, kind: ResourceKind, name: &str) -> Result<Option<Value>, LookupError>;
}

/// Kinds of objects that may be there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResourceKind {
    /// `v1` Service
    Service,
    /// `apps/v1` Deployment
    Deployment,
    /// `apps.openshift.io/v1` DeploymentConfig
    DeploymentConfig,
    /// `v1` ReplicationController
    ReplicationController,
    /// `v1` Pod
    Pod,
    /// `build.openshift.io/v1` BuildConfig
    BuildConfig,
    /// `build.openshift.io/v1` Build
    Build,
    /// `v1` ServiceAccount
    ServiceAccount,
}

impl ResourceKind {
    /// The kind as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Service => "Service",
            Self::Deployment => "Deployment",
            Self::DeploymentConfig => "DeploymentConfig",
            Self::ReplicationController => "ReplicationController",
            Self::Pod => "Pod",
            Self::BuildConfig => "BuildConfig",
            Self::Build => "Build",
            Self::ServiceAccount => "ServiceAccount",
        }
    }
}

/// A question that could not be answered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LookupError {
    /// There is no connection to ask over: a file or a catalogue answers.
    #[error("{asked} is not known without a cluster or a registry")]
    Offline {
        /// What was asked for.
        asked: String,
    },
    /// The platform refuses the user.
    #[error("{asked}: {detail}")]
    Forbidden {
        /// What was asked for.
        asked: String,
        /// What it said.
        detail: String,
    },
    /// The platform cannot be reached, or answers nonsense.
    #[error("{asked}: {detail}")]
    Unavailable {
        /// What was asked for.
        asked: String,
        /// What happened.
        detail: String,
    },
}

impl LookupError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Offline { .. } => "platform.offline",
            Self::Forbidden { .. } => "platform.forbidden",
            Self::Unavailable { .. } => "platform.unavailable",
        }
    }
}
