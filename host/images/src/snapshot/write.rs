//! A snapshot as a document again.

use super::{Contents, Snapshot, image_config};
use crate::Image;
use fieldmark_objects::{ImageStream, Object};
use serde_json::{Value, json};

impl Snapshot {
    /// Everything in it as a `v1` `List`, in the order of projects and names: streams, their tags, images of registries,
    /// other objects.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let Contents { streams, tag_images, registry, objects } = &self.contents;
        let mut items: Vec<Value> = streams.values().flat_map(|streams| streams.values()).map(stream).collect();
        items.extend(tag_images.iter().map(|((namespace, stream, tag), image)| {
            let metadata = metadata(&format!("{stream}:{tag}"), namespace);
            object("ImageStreamTag", json!({ "metadata": metadata, "image": self::image(image) }))
        }));
        items.extend(registry.iter().map(|(reference, image)| import(reference, image)));
        items.extend(objects.values().cloned());
        json!({ "apiVersion": "v1", "kind": "List", "metadata": {}, "items": items })
    }

    /// The same as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        format!("{:#}\n", self.to_value())
    }

    /// The same as YAML.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        // Values of texts, numbers, lists and maps with texts for keys: nothing that YAML cannot say.
        serde_saphyr::to_string(&self.to_value()).unwrap_or_default()
    }
}

/// A stream with its status, which the object alone does not write.
fn stream(stream: &ImageStream) -> Value {
    let mut value = Object::from(stream.clone()).to_value();
    value["status"] = serde_json::to_value(&stream.status).unwrap_or_default();
    value
}

fn import(reference: &str, image: &Image) -> Value {
    let name = reference.rsplit('/').next().and_then(|last| last.split([':', '@']).next()).unwrap_or_default();
    let asked = json!({ "from": { "kind": "DockerImage", "name": reference } });
    let found = json!({ "image": self::image(image), "status": { "status": "Success" } });
    object(
        "ImageStreamImport",
        json!({
            "metadata": { "name": name },
            "spec": { "import": false, "images": [asked] },
            "status": { "images": [found] },
        }),
    )
}

fn image(image: &Image) -> Value {
    json!({
        "metadata": { "name": image.id },
        "dockerImageReference": image.reference,
        "dockerImageMetadata": image_config::write(image),
    })
}

fn metadata(name: &str, namespace: &str) -> Value {
    if namespace.is_empty() { json!({ "name": name }) } else { json!({ "name": name, "namespace": namespace }) }
}

fn object(kind: &str, mut value: Value) -> Value {
    value["apiVersion"] = json!("image.openshift.io/v1");
    value["kind"] = json!(kind);
    value
}
