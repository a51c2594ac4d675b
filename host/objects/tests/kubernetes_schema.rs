//! `rules/schemas/kubernetes-1.37.json` is what the published definitions say, as the crate `k8s-openapi` carries them.
//! `FIELDMARK_BLESS=1` writes it anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use k8s_openapi::api::{apps, core};
use k8s_openapi::apimachinery::pkg::apis::meta;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/schemas/kubernetes-1.37.json");

/// The kinds, and the types that kinds of other groups are made of; all that these need comes along.
fn generator() -> SchemaGenerator {
    let mut generator = SchemaSettings::draft07().into_generator();
    generator.subschema_for::<apps::v1::Deployment>();
    generator.subschema_for::<core::v1::Service>();
    generator.subschema_for::<core::v1::Pod>();
    generator.subschema_for::<core::v1::ServiceAccount>();
    generator.subschema_for::<core::v1::ConfigMapVolumeSource>();
    generator.subschema_for::<core::v1::CSIVolumeSource>();
    generator.subschema_for::<core::v1::LocalObjectReference>();
    generator.subschema_for::<core::v1::ObjectReference>();
    generator.subschema_for::<core::v1::ResourceRequirements>();
    generator.subschema_for::<core::v1::SecretVolumeSource>();
    generator.subschema_for::<core::v1::Toleration>();
    generator.subschema_for::<core::v1::Volume>();
    generator.subschema_for::<meta::v1::ObjectMeta>();
    generator.subschema_for::<meta::v1::Time>();
    generator
}

/// Leaves out all that is for people.
fn plain(schema: &Value) -> Value {
    match schema {
        Value::Object(fields) if fields.get("x-kubernetes-int-or-string") == Some(&json!(true)) => {
            json!({ "type": ["integer", "string"] })
        }
        Value::Object(fields) => fields.iter().filter(|(key, _)| is_kept(key, &fields[*key])).map(entry).collect(),
        Value::Array(items) => items.iter().map(plain).collect(),
        scalar => scalar.clone(),
    }
}

/// A property may be called like a key of the schema language; its value is a map then.
fn is_kept(key: &str, value: &Value) -> bool {
    let for_people = matches!(key, "description" | "default" | "title") || key.starts_with("x-kubernetes-");
    !for_people || (value.is_object() && !key.starts_with("x-"))
}

fn entry((key, value): (&String, &Value)) -> (String, Value) {
    (key.clone(), plain(value))
}

fn generated() -> String {
    let definitions: Map<String, Value> = generator().definitions().iter().map(entry).collect();
    let source = "definitions of Kubernetes 1.37, by crate k8s-openapi 0.29.0 (feature schemars)";
    let lines: Vec<String> = definitions.iter().map(|(name, schema)| format!("{}: {schema}", json!(name))).collect();
    format!("{{\n\"source\": {},\n\"definitions\": {{\n{}\n}}}}\n", json!(source), lines.join(",\n"))
}

#[test]
fn file_holds_the_published_definitions() {
    let generated = generated();
    if std::env::var_os("FIELDMARK_BLESS").is_some() {
        std::fs::write(FILE, &generated).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap();
    assert!(kept == generated, "{FILE} is stale: run this test with FIELDMARK_BLESS=1");
    assert!(!kept.contains("description\":\""), "descriptions are left out");
}
