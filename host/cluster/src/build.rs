//! Requests that start builds (build-config.md 8 and 12).

use crate::connection::{Call, JSON};
use crate::path::ApiPath;
use crate::{Cluster, ClusterError};
use fieldmark_objects::{BuildRequest, Object, Revision};
use http::Method;
use serde_json::Value;

const API: &str = "build.openshift.io/v1";

/// One request that starts a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildCall {
    /// A build of a build configuration.
    Start(BuildRequest),
    /// A build once more; the request's `from` and name say which.
    Repeat(BuildRequest),
    /// A build of something that is handed over.
    Upload {
        /// Name of the build configuration.
        name: String,
        /// What is handed over.
        input: BinaryInput,
    },
    /// The hook of a build configuration, called as anybody may who knows its address.
    Hook {
        /// Path and query of the hook.
        path: String,
        /// A `GenericWebHookEvent`.
        event: Value,
    },
}

/// What is said of an upload.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BinaryInput {
    /// Name of the file it is stored as; empty for an archive that is unpacked.
    pub as_file: String,
    /// The commit that it was taken from.
    pub revision: Option<Revision>,
}

/// Bytes that are handed over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upload(pub Vec<u8>);

impl BuildCall {
    /// The path in a project, without query.
    #[must_use]
    pub fn path(&self, namespace: &str) -> String {
        self.api_path(namespace).map_or_else(|hook| hook.to_owned(), |path| path.without_query().to_owned())
    }

    /// The query in a project; empty when there is none.
    #[must_use]
    pub fn query(&self, namespace: &str) -> String {
        self.api_path(namespace).map_or_else(|_| String::new(), |path| path.query().to_owned())
    }

    /// The body, when it is JSON.
    #[must_use]
    pub fn body(&self) -> Option<Value> {
        match self {
            Self::Start(request) | Self::Repeat(request) => Some(Object::from(request.clone()).to_value()),
            Self::Upload { .. } => None,
            Self::Hook { event, .. } => Some(event.clone()),
        }
    }

    fn api_path(&self, namespace: &str) -> Result<ApiPath, &str> {
        let of = |resource, name: &str| ApiPath::collection(API, namespace, resource).below(name);
        match self {
            Self::Start(request) => Ok(of("buildconfigs", &request.metadata.name).below("instantiate")),
            Self::Repeat(request) => Ok(of("builds", &request.metadata.name).below("clone")),
            Self::Upload { name, input } => {
                Ok(input.described(of("buildconfigs", name).below("instantiatebinary"), name, namespace))
            }
            Self::Hook { path, .. } => Err(path),
        }
    }
}

impl BinaryInput {
    /// The parameters that are not empty, sorted, as `oc` sends them.
    fn described(&self, path: ApiPath, name: &str, namespace: &str) -> ApiPath {
        let git = self.revision.as_ref().and_then(|revision| revision.git.clone()).unwrap_or_default();
        let (author, committer) = (git.author.unwrap_or_default(), git.committer.unwrap_or_default());
        let parameters = [
            ("asFile", self.as_file.as_str()),
            ("name", name),
            ("namespace", namespace),
            ("revision.authorEmail", &author.email),
            ("revision.authorName", &author.name),
            ("revision.commit", &git.commit),
            ("revision.committerEmail", &committer.email),
            ("revision.committerName", &committer.name),
            ("revision.message", &git.message),
        ];
        parameters
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .fold(path, |path, (key, value)| path.with(key, value))
    }
}

impl Cluster {
    /// Sends a request that starts a build, and returns the build; null for a hook, which does not name it.
    ///
    /// # Errors
    /// The cluster cannot be reached or refuses; the address of a hook is not one of this cluster.
    pub fn send_build(&self, call: &BuildCall, upload: Upload) -> Result<Value, ClusterError> {
        let limits = &self.connection.limits;
        match call.api_path(self.namespace()) {
            Ok(path) if matches!(call, BuildCall::Upload { .. }) => {
                let call = Call {
                    method: Method::POST,
                    path: &path,
                    content_type: "application/octet-stream",
                    body: upload.0,
                };
                self.connection.json(call, limits.upload).map(|(_, build)| build)
            }
            Ok(path) => {
                let body = call.body().unwrap_or_default();
                self.connection.json(Call::post(&path, &body), limits.answer).map(|(_, build)| build)
            }
            Err(hook) => self.call_hook(hook, call.body().unwrap_or_default()).map(|()| Value::Null),
        }
    }

    fn call_hook(&self, path: &str, event: Value) -> Result<(), ClusterError> {
        let path = ApiPath::given(API, path);
        let call = Call { method: Method::POST, path: &path, content_type: JSON, body: event.to_string().into_bytes() };
        self.connection.done(call, self.connection.limits.answer)
    }
}
