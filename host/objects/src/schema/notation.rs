//! Types as the files of `rules/schemas` write them (rules/schemas/README.md).

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// One file: the kinds of an API group and version.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Group {
    /// Group and version.
    pub(super) api_version: String,
    /// Commit of the published types that the facts were read from.
    #[serde(rename = "as-of")]
    _as_of: String,
    /// Fields of a kind beside the three that all kinds have.
    kinds: BTreeMap<String, Fields>,
    /// Fields of the types that kinds are made of.
    #[serde(default)]
    types: BTreeMap<String, Fields>,
}

type Fields = BTreeMap<String, FieldType>;

/// Type of a field: a text, or the values that it can have.
#[derive(Debug, serde::Deserialize)]
#[serde(untagged)]
enum FieldType {
    Named(String),
    OneOf(Vec<String>),
}

impl Group {
    /// All definitions of the file, by [`kind_name`] and [`type_name`].
    pub(super) fn definitions(&self) -> impl Iterator<Item = (String, Value)> {
        let kinds =
            self.kinds.iter().map(|(kind, fields)| (kind_name(&self.api_version, kind), self.kind(kind, fields)));
        let types = self.types.iter().map(|(name, fields)| (self.type_name(name), self.object(fields)));
        kinds.chain(types)
    }

    fn kind(&self, kind: &str, fields: &Fields) -> Value {
        let mut schema = self.object(fields);
        schema["properties"]["apiVersion"] = json!({ "enum": [self.api_version] });
        schema["properties"]["kind"] = json!({ "enum": [kind] });
        schema["properties"]["metadata"] = self.field_type("meta.v1.ObjectMeta");
        schema
    }

    fn object(&self, fields: &Fields) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (name, field) in fields {
            let plain = name.trim_end_matches('!');
            if plain != name {
                required.push(plain);
            }
            let schema = match field {
                FieldType::Named(text) => self.field_type(text),
                FieldType::OneOf(values) => json!({ "enum": values }),
            };
            properties.insert(plain.to_owned(), schema);
        }
        json!({ "type": "object", "properties": properties, "required": required })
    }

    fn field_type(&self, text: &str) -> Value {
        if let Some(item) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return json!({ "type": "array", "items": self.field_type(item) });
        }
        if let Some(item) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            return json!({ "type": "object", "additionalProperties": self.field_type(item) });
        }
        match text {
            "any" => json!({}),
            "string" | "boolean" | "integer" => json!({ "type": text }),
            "int32" | "int64" => json!({ "type": "integer", "format": text }),
            "integer-or-string" => json!({ "type": ["integer", "string"] }),
            name => json!({ "$ref": format!("#/definitions/{}", self.type_name(name)) }),
        }
    }

    /// `core.` and `meta.` lead to the types of Kubernetes, anything else to the same file.
    fn type_name(&self, name: &str) -> String {
        if name.starts_with("core.") {
            format!("io.k8s.api.{name}")
        } else if let Some(rest) = name.strip_prefix("meta.") {
            format!("io.k8s.apimachinery.pkg.apis.meta.{rest}")
        } else {
            kind_name(&self.api_version, name)
        }
    }
}

/// Name of the definition of a kind: what stands between `#/definitions/` and the end cannot hold a slash.
pub(super) fn kind_name(api_version: &str, kind: &str) -> String {
    format!("{}.{kind}", api_version.replace('/', "."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
        api-version = "shop.example/v1"
        as-of = "1"
        kinds.Order = { "spec!" = "Spec" }
        types.Spec = { "items!" = "[Item]", state = ["open", "closed"], tags = "{string}", port = "integer-or-string" }
        types.Item = { owner = "core.v1.ObjectReference" }
    "#;

    #[test]
    fn notation_becomes_json_schema() {
        let group: Group = toml::from_str(SMALL).unwrap();
        let definitions: BTreeMap<String, Value> = group.definitions().collect();
        let kind = &definitions["shop.example.v1.Order"];
        assert_eq!(kind["required"], json!(["spec"]));
        assert_eq!(kind["properties"]["spec"]["$ref"], "#/definitions/shop.example.v1.Spec");
        assert_eq!(kind["properties"]["kind"], json!({ "enum": ["Order"] }));
        let spec = &definitions["shop.example.v1.Spec"]["properties"];
        assert_eq!(
            spec["items"],
            json!({ "type": "array", "items": { "$ref": "#/definitions/shop.example.v1.Item" } })
        );
        assert_eq!(spec["state"], json!({ "enum": ["open", "closed"] }));
        assert_eq!(spec["tags"]["additionalProperties"], json!({ "type": "string" }));
        assert_eq!(spec["port"]["type"], json!(["integer", "string"]));
        let item = &definitions["shop.example.v1.Item"]["properties"]["owner"]["$ref"];
        assert_eq!(item, "#/definitions/io.k8s.api.core.v1.ObjectReference");
    }

    #[test]
    fn unknown_key_of_a_file_is_an_error() {
        assert!(toml::from_str::<Group>(&SMALL.replace("as-of", "as-off")).is_err());
    }
}
