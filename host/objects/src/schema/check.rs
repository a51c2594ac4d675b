//! Objects held against the schemas of their kinds.

use super::definitions;
use crate::List;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;
use std::collections::BTreeMap;
use thiserror::Error;

/// Something in an object that the schema of its kind does not allow.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{object}: {path}: {problem}")]
pub struct SchemaFault {
    /// `<kind>.<group>/<name>`.
    pub object: String,
    /// JSON pointer into the object; `/` for the whole.
    pub path: String,
    /// What is wrong there.
    pub problem: String,
}

impl SchemaFault {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "objects.schema"
    }
}

/// Holds all objects of a list against the schemas of their kinds (rules/schemas/README.md says of which versions). Only
/// the schemas of kinds that are present are compiled.
///
/// # Errors
/// All that is wrong, in the order of the objects: fields that are not known, values of a wrong type, fields that are
/// missing; and objects of kinds without a schema.
pub fn check(list: &List) -> Result<(), Vec<SchemaFault>> {
    let mut schemas = Schemas::default();
    let faults = list.items.iter().flat_map(|object| schemas.faults(&object.to_value(), &object.qualified_name()));
    none_of(faults.collect())
}

/// Holds one object, as it was read from somewhere, against the schema of its kind.
///
/// # Errors
/// The same as those of [`check`].
pub fn check_value(object: &Value) -> Result<(), Vec<SchemaFault>> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let group = text(&object["apiVersion"]).split_once('/').map_or(String::new(), |(group, _)| format!(".{group}"));
    let name = format!("{}{group}/{}", text(&object["kind"]).to_lowercase(), text(&object["metadata"]["name"]));
    none_of(Schemas::default().faults(object, &name))
}

fn none_of(faults: Vec<SchemaFault>) -> Result<(), Vec<SchemaFault>> {
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The schemas that were needed so far, by version and kind.
#[derive(Default)]
struct Schemas(BTreeMap<(String, String), Result<Validator, String>>);

impl Schemas {
    fn faults(&mut self, value: &Value, name: &str) -> Vec<SchemaFault> {
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let (api_version, kind) = (text("apiVersion"), text("kind"));
        let compiled =
            self.0.entry((api_version.clone(), kind.clone())).or_insert_with(|| compile(&api_version, &kind));
        match compiled {
            Ok(validator) => {
                validator.iter_errors(value).map(|error| fault(name, &pointer(&error), error.to_string())).collect()
            }
            Err(problem) => vec![fault(name, "/", problem.clone())],
        }
    }
}

fn compile(api_version: &str, kind: &str) -> Result<Validator, String> {
    let schema = definitions::schema(api_version, kind)?.ok_or_else(|| format!("no schema of {api_version} {kind}"))?;
    jsonschema::draft7::new(&schema).map_err(|error| error.to_string())
}

fn pointer(error: &ValidationError) -> String {
    let path = error.instance_path().to_string();
    if path.is_empty() { "/".to_owned() } else { path }
}

fn fault(object: &str, path: &str, problem: String) -> SchemaFault {
    SchemaFault { object: object.to_owned(), path: path.to_owned(), problem }
}
