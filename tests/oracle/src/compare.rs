//! When two values are the same (the recordings' README, "Comparing").

use crate::text::matches;
use serde_json::{Map, Value};

/// Fields in which nothing, in whatever form, is nothing.
const WITHOUT_INFORMATION: [&str; 15] = [
    "status",
    "resources",
    "postCommit",
    "nodeSelector",
    "strategy",
    "creationTimestamp",
    "generation",
    "referencePolicy",
    "importPolicy",
    "weight",
    "dockerImageMetadata",
    "image",
    "test",
    "annotations",
    "labels",
];
/// JSON inside of a string.
const TRIGGERS: &str = "image.openshift.io/triggers";

/// One place at which two values differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Mismatch {
    /// JSON pointer to the place.
    pub at: String,
    /// What was recorded; null for nothing.
    pub recorded: Value,
    /// What came out; null for nothing.
    pub actual: Value,
}

/// All places at which two values differ.
#[must_use]
pub fn compare(recorded: &Value, actual: &Value) -> Vec<Mismatch> {
    let mut found = Vec::new();
    walk(&normal(recorded), &normal(actual), "", &mut found);
    found
}

fn walk(recorded: &Value, actual: &Value, at: &str, found: &mut Vec<Mismatch>) {
    match (recorded, actual) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let mut keys: Vec<&String> = ours.keys().chain(theirs.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                let escaped = key.replace('~', "~0").replace('/', "~1");
                let value = |map: &Map<String, Value>| map.get(key).cloned().unwrap_or_default();
                walk(&value(ours), &value(theirs), &format!("{at}/{escaped}"), found);
            }
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            for index in 0..ours.len().max(theirs.len()) {
                let value = |list: &[Value]| list.get(index).cloned().unwrap_or_default();
                walk(&value(ours), &value(theirs), &format!("{at}/{index}"), found);
            }
        }
        (Value::String(ours), Value::String(theirs)) if matches(ours, theirs) => {}
        (ours, theirs) if ours == theirs => {}
        (ours, theirs) => {
            found.push(Mismatch { at: at.to_owned(), recorded: ours.clone(), actual: theirs.clone() });
        }
    }
}

/// A value without what carries no information, and with what has no order in order.
fn normal(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            Value::Object(map.iter().filter_map(|(key, value)| Some((key.clone(), field(key, value)?))).collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(normal).collect()),
        other => other.clone(),
    }
}

fn field(key: &str, value: &Value) -> Option<Value> {
    if value.is_null() || (WITHOUT_INFORMATION.contains(&key) && is_nothing(value)) {
        return None;
    }
    if let (TRIGGERS, Some(parsed)) = (key, value.as_str().and_then(|text| serde_json::from_str(text).ok())) {
        return Some(without_nothing(&parsed));
    }
    if let ("ports", Some(list)) = (key, value.as_array()) {
        let mut ports: Vec<Value> = list.iter().map(normal).collect();
        let order = |port: &Value| {
            (port["containerPort"].as_u64().or(port["port"].as_u64()), port["protocol"].as_str().map(str::to_owned))
        };
        // Only containers' ports have no order.
        if ports.iter().all(|port| port.get("containerPort").is_some()) {
            ports.sort_by_key(order);
        }
        return Some(Value::Array(ports));
    }
    Some(normal(value))
}

fn without_nothing(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.iter().filter(|(_, value)| !is_nothing(value)).map(|(k, v)| (k.clone(), without_nothing(v))).collect(),
        ),
        Value::Array(list) => Value::Array(list.iter().map(without_nothing).collect()),
        other => other.clone(),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.iter().all(is_nothing),
        Value::Object(map) => map.values().all(is_nothing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_carries_information_counts() {
        let cases = [
            (json!({"status": {"lastVersion": 0}}), json!({}), 0),
            (json!({"status": {"lastVersion": 1}}), json!({}), 1),
            (json!({"source": {"binary": {}}}), json!({"source": {}}), 1),
            (json!({"imageChange": {}}), json!({}), 1),
            (json!({"a": 1, "b": 2}), json!({"b": 2, "a": 1}), 0),
            (json!({"items": [1, 2]}), json!({"items": [2, 1]}), 2),
            (json!({"items": [1]}), json!({"items": [1, 2]}), 1),
            (
                json!({"ports": [{"containerPort": 2}, {"containerPort": 1}]}),
                json!({"ports": [{"containerPort": 1}, {"containerPort": 2}]}),
                0,
            ),
            (json!({"ports": [{"port": 2}, {"port": 1}]}), json!({"ports": [{"port": 1}, {"port": 2}]}), 2),
            (json!({TRIGGERS: "[{\"a\":1,\"paused\":false}]"}), json!({TRIGGERS: "[ {\"a\": 1} ]"}), 0),
            (json!({TRIGGERS: "[{\"a\":1}]"}), json!({TRIGGERS: "[{\"a\":2}]"}), 1),
            (json!({"strategy": {}}), json!({}), 0),
        ];
        for (recorded, actual, mismatches) in cases {
            assert_eq!(compare(&recorded, &actual).len(), mismatches, "{recorded} against {actual}");
        }
    }
}
