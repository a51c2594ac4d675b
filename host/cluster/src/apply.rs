//! Lists that are applied.

use crate::connection::{Call, JSON};
use crate::path::ApiPath;
use crate::{Cluster, ClusterError};
use fieldmark_objects::{List, Object};
use http::{Method, StatusCode};
use serde_json::Value;
use thiserror::Error;

/// Media type of server-side apply. JSON is YAML.
const APPLY: &str = "application/apply-patch+yaml";

/// How a list is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplyOptions {
    /// Whether the server does everything but keep the result.
    pub dry_run: bool,
    /// Who owns the fields that are set.
    pub field_manager: String,
    /// Whether fields that somebody else owns are taken over.
    pub force: bool,
}

impl Default for ApplyOptions {
    fn default() -> Self {
        Self { dry_run: false, field_manager: "fieldmark".to_owned(), force: false }
    }
}

/// What became of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It was not there.
    Created,
    /// It was there; it now has what was asked for.
    Applied,
    /// It was not there, and what was asked for is not applied but created.
    OnlyCreated(NotApplied),
}

/// Why an object is created and not applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotApplied {
    /// The server completes its name.
    NoName,
    /// Its API keeps no owners of fields.
    NoOwners,
}

impl NotApplied {
    /// Why an object cannot be applied; none where it can be.
    ///
    /// Tags of image streams are views of their stream, and role bindings of OpenShift's own group are views of those of
    /// Kubernetes: neither keeps owners of fields.
    fn of(object: &Object) -> Option<Self> {
        let is_view = matches!(object, Object::ImageStreamTag(_) | Object::RoleBinding(_));
        if object.metadata().name.is_empty() { Some(Self::NoName) } else { is_view.then_some(Self::NoOwners) }
    }
}

/// An object that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// `<kind>.<group>/<name>`; the name is the one that the server gave.
    pub object: String,
    /// What became of it.
    pub action: Action,
}

/// A list of which the server refused an object. Those before it were taken, those after it were not sent.
#[derive(Debug, Error)]
#[error("{object}: {source}")]
pub struct ApplyError {
    /// The object that was refused.
    pub object: String,
    /// What was taken before it.
    pub done: Vec<Applied>,
    /// How many were not sent.
    pub left: usize,
    /// Why.
    pub source: ClusterError,
}

impl ApplyError {
    /// Stable name of the reason.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.source.code()
    }
}

impl Cluster {
    /// Applies the objects of a list in their order.
    ///
    /// Objects are applied on the server where its API can; others are created, and [`NotApplied`] says why. So are
    /// requests for builds. One of these that is there already is a conflict.
    ///
    /// # Errors
    /// The first refusal, with what was done before it.
    pub fn apply(&self, list: &List, options: &ApplyOptions) -> Result<Vec<Applied>, ApplyError> {
        let mut done = Vec::new();
        for (index, object) in list.items.iter().enumerate() {
            match self.apply_one(object, options) {
                Ok(applied) => done.push(applied),
                Err(source) => {
                    let left = list.items.len() - index - 1;
                    return Err(ApplyError { object: object.qualified_name(), done, left, source });
                }
            }
        }
        Ok(done)
    }

    fn apply_one(&self, object: &Object, options: &ApplyOptions) -> Result<Applied, ClusterError> {
        let metadata = object.metadata();
        let namespace = metadata.namespace.as_deref().unwrap_or_else(|| self.namespace());
        let collection = ApiPath::collection(object.api_version(), namespace, object.resource());
        let value = object.to_value();
        let not_applied = NotApplied::of(object);
        let on_server = not_applied.is_none() && !matches!(object, Object::BuildRequest(_));
        let path = match object {
            Object::BuildRequest(request) => {
                let configs = ApiPath::collection(object.api_version(), namespace, "buildconfigs");
                configs.below(&request.metadata.name).below("instantiate")
            }
            _ if on_server => {
                collection.below(&metadata.name).with("force", if options.force { "true" } else { "false" })
            }
            _ => collection,
        };
        let path = path.with("fieldManager", &options.field_manager);
        let path = if options.dry_run { path.with("dryRun", "All") } else { path };
        let call = if on_server {
            Call { method: Method::PATCH, path: &path, content_type: APPLY, body: value.to_string().into_bytes() }
        } else {
            Call { method: Method::POST, path: &path, content_type: JSON, body: value.to_string().into_bytes() }
        };
        let (status, answer) = self.connection.json(call, self.connection.limits.answer)?;
        let action = not_applied.map_or_else(|| action(on_server, status), Action::OnlyCreated);
        Ok(Applied { object: taken_name(object, &answer), action })
    }
}

/// A request for a build is answered with the build, an object without a name with one that has one.
fn taken_name(object: &Object, answer: &Value) -> String {
    let mut kind = object.qualified_name();
    kind.truncate(kind.find('/').unwrap_or(kind.len()));
    if matches!(object, Object::BuildRequest(_)) {
        kind = kind.replace("buildrequest", "build");
    }
    let name = answer["metadata"]["name"].as_str().unwrap_or(&object.metadata().name);
    format!("{kind}/{name}")
}

fn action(on_server: bool, status: StatusCode) -> Action {
    if on_server && status != StatusCode::CREATED { Action::Applied } else { Action::Created }
}
