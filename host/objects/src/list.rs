//! Several objects in one document.

use crate::Object;
use serde_json::{Value, json};

/// Objects in the order in which they are created.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    /// The objects.
    pub items: Vec<Object>,
}

impl List {
    /// The document: a `v1` `List`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let items: Vec<Value> = self.items.iter().map(Object::to_value).collect();
        json!({ "apiVersion": "v1", "kind": "List", "metadata": {}, "items": items })
    }
}
