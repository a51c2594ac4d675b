//! What an image that installs something needs (new-app.md 9).

use crate::Metadata;
use serde::{Deserialize, Serialize};

/// The account an installing pod acts as (`v1`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceAccount {
    /// Name, labels, annotations.
    pub metadata: Metadata,
}

/// Gives an account a role in the project (`authorization.openshift.io/v1`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RoleBinding {
    /// Name, labels, annotations.
    pub metadata: Metadata,
    /// Who is given the role.
    pub subjects: Vec<Subject>,
    /// The role.
    pub role_ref: RoleReference,
}

/// Somebody who is given a role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Subject {
    /// `ServiceAccount`.
    pub kind: String,
    /// Its name.
    pub name: String,
}

/// A role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleReference {
    /// Its name.
    pub name: String,
}
