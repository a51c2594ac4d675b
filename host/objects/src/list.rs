//! Several objects in one document.

use crate::Object;
use crate::ordered::Ordered;
use serde_json::{Value, json};
use thiserror::Error;

/// Objects in the order in which they are created.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    /// The objects.
    pub items: Vec<Object>,
}

/// A document that could not be written.
#[derive(Debug, Error)]
#[error("the document cannot be written: {problem}")]
pub struct WriteError {
    /// What the serializer says.
    pub problem: String,
}

impl WriteError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "objects.not-written"
    }
}

impl List {
    /// The document: a `v1` `List`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let items: Vec<Value> = self.items.iter().map(Object::to_value).collect();
        json!({ "apiVersion": "v1", "kind": "List", "metadata": {}, "items": items })
    }

    /// The document as JSON, indented, keys sorted, with a final line end.
    ///
    /// # Errors
    /// The serializer refuses it; plain data never is.
    pub fn to_json(&self) -> Result<String, WriteError> {
        json_text(&self.to_value())
    }

    /// The document as YAML, keys sorted, with a final line end.
    ///
    /// # Errors
    /// The serializer refuses it; plain data never is.
    pub fn to_yaml(&self) -> Result<String, WriteError> {
        yaml_text(&self.to_value())
    }

    /// One line for each object: `<kind>.<group>/<name>`.
    #[must_use]
    pub fn names(&self) -> String {
        self.items.iter().map(|object| object.qualified_name() + "\n").collect()
    }
}

impl Object {
    /// The object as JSON, indented, keys sorted, with a final line end.
    ///
    /// # Errors
    /// The serializer refuses it; plain data never is.
    pub fn to_json(&self) -> Result<String, WriteError> {
        json_text(&self.to_value())
    }

    /// The object as YAML, keys sorted, with a final line end.
    ///
    /// # Errors
    /// The serializer refuses it; plain data never is.
    pub fn to_yaml(&self) -> Result<String, WriteError> {
        yaml_text(&self.to_value())
    }
}

fn json_text(value: &Value) -> Result<String, WriteError> {
    let text = serde_json::to_string_pretty(&Ordered(value));
    text.map(|text| text + "\n").map_err(|error| WriteError { problem: error.to_string() })
}

fn yaml_text(value: &Value) -> Result<String, WriteError> {
    let text = serde_saphyr::to_string(&Ordered(value)).map_err(|error| WriteError { problem: error.to_string() })?;
    Ok(if text.ends_with('\n') { text } else { text + "\n" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EnvironmentVariable, ImageStream, Metadata, Pod, PodSpec, Service};

    fn list() -> List {
        let stream = ImageStream { metadata: Metadata::named("shop"), ..ImageStream::default() };
        List { items: vec![stream.into(), Service { metadata: Metadata::named("shop"), ..Service::default() }.into()] }
    }

    #[test]
    fn names_are_one_line_each_in_order() {
        assert_eq!(list().names(), "imagestream.image.openshift.io/shop\nservice/shop\n");
    }

    #[test]
    fn keys_are_sorted_whatever_order_they_were_put_in() {
        let json = list().to_json().unwrap();
        let keys: Vec<&str> = json
            .lines()
            .filter(|line| line.starts_with("  \""))
            .filter_map(|line| line.trim().split('"').nth(1))
            .collect();
        assert_eq!(keys, ["apiVersion", "items", "kind", "metadata"]);
        let yaml = list().to_yaml().unwrap();
        let of_item: Vec<&str> =
            yaml.lines().skip_while(|line| !line.starts_with("items")).skip(1).take(5).map(str::trim).collect();
        assert_eq!(
            of_item,
            ["- apiVersion: image.openshift.io/v1", "kind: ImageStream", "metadata:", "name: shop", "spec:"]
        );
    }

    /// Readers of YAML 1.1, which command lines of clusters are, take more words for booleans, numbers and dates.
    #[test]
    fn texts_that_look_like_something_else_stay_texts() {
        for text in
            ["yes", "on", "off", "n", "null", "~", "0123", "1e3", "0x1F", "1_000", "12:30", "2026-01-02", "1.0", " "]
        {
            let variable =
                EnvironmentVariable { name: "V".to_owned(), value: text.to_owned(), ..EnvironmentVariable::default() };
            let container = crate::Container { env: vec![variable], ..crate::Container::default() };
            let pod = Pod { spec: PodSpec { containers: vec![container], ..PodSpec::default() }, ..Pod::default() };
            let yaml = Object::from(pod).to_yaml().unwrap();
            let written = yaml.lines().find_map(|line| line.trim().strip_prefix("value: ")).unwrap();
            assert!(written.starts_with(['"', '\'']), "{text} is written as {written}");
        }
    }
}
