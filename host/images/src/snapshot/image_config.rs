//! The configuration of an image, as the several ways to print it spell it.

use crate::Image;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Reads `dockerImageMetadata`: `Config`, and `ContainerConfig` for what it lacks, in the spelling of Docker or of OCI.
pub(super) fn read(metadata: &Value) -> Result<Image, String> {
    let configs: Vec<&Value> =
        ["Config", "config", "ContainerConfig", "containerConfig", "container_config"].map(|key| &metadata[key]).into();
    let one = |key: &str| configs.iter().map(|config| field(config, key)).find(|value| !is_nothing(value));
    let nothing = Value::Null;
    let part = |key: &str| one(key).unwrap_or(&nothing);
    let mut ports = names("ExposedPorts", part("ExposedPorts"))?;
    ports.sort_by_key(|port| (port.split('/').next().and_then(|number| number.parse::<u32>().ok()), port.clone()));
    Ok(Image {
        id: field(metadata, "Id").as_str().unwrap_or_default().to_owned(),
        reference: String::new(),
        ports,
        volumes: names("Volumes", part("Volumes"))?,
        user: text("User", part("User"))?,
        env: list("Env", part("Env"))?,
        labels: labels(part("Labels"))?,
        on_build: list("OnBuild", part("OnBuild"))?,
        created: field(metadata, "Created").as_str().map(str::to_owned),
    })
}

/// Writes what [`read`] reads.
pub(super) fn write(image: &Image) -> Value {
    let keys = |names: &[String]| names.iter().map(|name| (name.clone(), json!({}))).collect::<Map<_, _>>();
    let mut config = Map::new();
    let mut add = |key: &str, value: Value| {
        if !is_nothing(&value) {
            config.insert(key.to_owned(), value);
        }
    };
    add("ExposedPorts", Value::Object(keys(&image.ports)));
    add("Volumes", Value::Object(keys(&image.volumes)));
    add("User", json!(image.user));
    add("Env", json!(image.env));
    add("Labels", json!(image.labels));
    add("OnBuild", json!(image.on_build));
    let mut metadata = json!({ "Config": config });
    if let Some(created) = &image.created {
        metadata["Created"] = json!(created);
    }
    metadata
}

/// A field under its name or the same with a small first letter.
fn field<'v>(value: &'v Value, key: &str) -> &'v Value {
    let small: String =
        key.chars().enumerate().map(|(at, c)| if at == 0 { c.to_ascii_lowercase() } else { c }).collect();
    if value[key].is_null() { &value[small.as_str()] } else { &value[key] }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn text(key: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text.clone()),
        // A user is written as a number by who does not quote it.
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(format!("`{key}` is no text")),
    }
}

/// The keys of a map whose values mean nothing, or a list.
fn names(key: &str, value: &Value) -> Result<Vec<String>, String> {
    match value {
        Value::Object(fields) => Ok(fields.keys().cloned().collect()),
        value => list(key, value),
    }
}

fn list(key: &str, value: &Value) -> Result<Vec<String>, String> {
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Array(items) => items.iter().map(|item| text(key, item)).collect(),
        _ => Err(format!("`{key}` is no list")),
    }
}

fn labels(value: &Value) -> Result<BTreeMap<String, String>, String> {
    match value {
        Value::Null => Ok(BTreeMap::new()),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| Ok((name.clone(), text("Labels", value)?))).collect()
        }
        _ => Err("`Labels` is no map".to_owned()),
    }
}
