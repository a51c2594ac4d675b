//! All definitions, and the part of them that one kind needs.

use super::notation::{Group, kind_name};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const KUBERNETES: &str = include_str!("../../../../rules/schemas/kubernetes-1.37.json");

const GROUPS: [&str; 6] = [
    include_str!("../../../../rules/schemas/apps.openshift.io-v1.toml"),
    include_str!("../../../../rules/schemas/authorization.openshift.io-v1.toml"),
    include_str!("../../../../rules/schemas/build.openshift.io-v1.toml"),
    include_str!("../../../../rules/schemas/image.openshift.io-v1.toml"),
    include_str!("../../../../rules/schemas/route.openshift.io-v1.toml"),
    include_str!("../../../../rules/schemas/shipwright.io-v1beta1.toml"),
];

/// Kinds of Kubernetes and what they are called in its definitions.
const KUBERNETES_KINDS: [(&str, &str, &str); 4] = [
    ("apps/v1", "Deployment", "io.k8s.api.apps.v1.Deployment"),
    ("v1", "Service", "io.k8s.api.core.v1.Service"),
    ("v1", "Pod", "io.k8s.api.core.v1.Pod"),
    ("v1", "ServiceAccount", "io.k8s.api.core.v1.ServiceAccount"),
];

type Definitions = BTreeMap<String, Value>;

/// All definitions by name. Read once; the files are part of the program, and tests read every one.
fn all() -> &'static Result<Definitions, String> {
    static ALL: OnceLock<Result<Definitions, String>> = OnceLock::new();
    ALL.get_or_init(read)
}

fn read() -> Result<Definitions, String> {
    let mut document: Value = serde_json::from_str(KUBERNETES).map_err(|error| error.to_string())?;
    let kubernetes = document.get_mut("definitions").and_then(Value::as_object_mut).map(std::mem::take);
    let mut definitions: Definitions = kubernetes.unwrap_or_default().into_iter().collect();
    for text in GROUPS {
        let group: Group = toml::from_str(text).map_err(|error| error.to_string())?;
        definitions.extend(group.definitions());
    }
    for schema in definitions.values_mut() {
        close(schema);
    }
    Ok(definitions)
}

/// Makes a field that the schema does not list a fault.
fn close(schema: &mut Value) {
    let Some(fields) = schema.as_object_mut() else { return };
    if fields.contains_key("properties") && !fields.contains_key("additionalProperties") {
        fields.insert("additionalProperties".to_owned(), json!(false));
    }
}

/// The schema of a kind, with the definitions that it needs and no others; none for a kind that is not known.
pub(super) fn schema(api_version: &str, kind: &str) -> Result<Option<Value>, String> {
    let all = all().as_ref().map_err(Clone::clone)?;
    let known = KUBERNETES_KINDS.iter().find(|known| (known.0, known.1) == (api_version, kind));
    let root = known.map_or_else(|| kind_name(api_version, kind), |known| known.2.to_owned());
    if !all.contains_key(&root) {
        return Ok(None);
    }
    let mut needed = Map::new();
    let mut waiting = vec![root.clone()];
    while let Some(name) = waiting.pop() {
        if needed.contains_key(&name) {
            continue;
        }
        let schema = all.get(&name).ok_or_else(|| format!("{name} is not defined"))?;
        references(schema, &mut waiting);
        needed.insert(name, schema.clone());
    }
    Ok(Some(json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$ref": format!("#/definitions/{root}"),
        "definitions": needed,
    })))
}

fn references(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Object(fields) => {
            if let Some(name) = fields.get("$ref").and_then(Value::as_str) {
                found.extend(name.strip_prefix("#/definitions/").map(str::to_owned));
            }
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_of_every_file_leads_somewhere() {
        let all = all().as_ref().unwrap();
        for (name, schema) in all {
            let mut found = Vec::new();
            references(schema, &mut found);
            let lost: Vec<&String> = found.iter().filter(|target| !all.contains_key(*target)).collect();
            assert!(lost.is_empty(), "{name} refers to {lost:?}");
        }
        assert!(all.len() > 200, "{}", all.len());
    }
}
