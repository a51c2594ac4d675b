//! The stand-in cluster of the recordings as a snapshot: a list of objects as `oc get -o yaml` prints them.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// Host of the stand-in cluster's registry.
const REGISTRY: &str = "registry.cluster.example";

/// The snapshot: image streams with their status, an ImageStreamTag for each tag with an image, an ImageStreamImport for
/// each image that a registry has, and the objects of the project.
#[must_use]
pub fn snapshot(cluster: &Value) -> Value {
    let images = &cluster["images"];
    let mut items = Vec::new();
    for stream in list(&cluster["image_streams"]) {
        items.push(image_stream(stream));
        items.extend(list(&stream["tags"]).filter_map(|tag| image_stream_tag(stream, tag, images)));
    }
    for (name, image) in cluster["importable"].as_object().into_iter().flatten() {
        items.push(import(name, &digest(&full_name(name)), &images[text(image)]));
    }
    for (name, image) in cluster["registry"].as_object().into_iter().flatten() {
        items.push(import(name, &digest(name), image));
    }
    for key in ["services", "deployments", "build_configs"] {
        items.extend(list(&cluster[key]).cloned());
    }
    json!({ "apiVersion": "v1", "kind": "List", "metadata": {}, "items": items })
}

fn image_stream(stream: &Value) -> Value {
    let (namespace, name) = (text(&stream["namespace"]), text(&stream["name"]));
    let repository = format!("{REGISTRY}/{namespace}/{name}");
    let tags: Vec<Value> = list(&stream["tags"]).map(spec_tag).collect();
    let events: Vec<Value> = list(&stream["tags"])
        .filter(|tag| !tag["image"].is_null())
        .map(|tag| {
            let id = tag_digest(namespace, name, text(&tag["name"]));
            let item = json!({
                "created": "2026-01-01T00:00:00Z",
                "dockerImageReference": format!("{repository}@{id}"),
                "generation": 2,
                "image": id,
            });
            json!({ "tag": tag["name"], "items": [item] })
        })
        .collect();
    json!({
        "apiVersion": "image.openshift.io/v1",
        "kind": "ImageStream",
        "metadata": { "name": name, "namespace": namespace, "generation": 2, "resourceVersion": "1",
                      "uid": format!("u-{namespace}-{name}") },
        "spec": { "lookupPolicy": { "local": false }, "tags": tags },
        "status": { "dockerImageRepository": repository, "tags": events },
    })
}

fn spec_tag(tag: &Value) -> Value {
    let mut spec = Map::new();
    spec.insert("name".into(), tag["name"].clone());
    for key in ["annotations", "from"] {
        if let Some(value) = tag.get(key) {
            spec.insert(key.into(), value.clone());
        }
    }
    spec.insert("generation".into(), json!(2));
    spec.insert("importPolicy".into(), json!({}));
    spec.insert("referencePolicy".into(), json!({ "type": "Source" }));
    Value::Object(spec)
}

fn image_stream_tag(stream: &Value, tag: &Value, images: &Value) -> Option<Value> {
    let (namespace, name, tag_name) = (text(&stream["namespace"]), text(&stream["name"]), text(&tag["name"]));
    let image = tag.get("image")?.as_str()?;
    let id = tag_digest(namespace, name, tag_name);
    Some(json!({
        "apiVersion": "image.openshift.io/v1",
        "kind": "ImageStreamTag",
        "metadata": { "name": format!("{name}:{tag_name}"), "namespace": namespace },
        "tag": spec_tag(tag),
        "lookupPolicy": { "local": false },
        "image": {
            "metadata": { "name": id },
            "dockerImageReference": format!("{REGISTRY}/{namespace}/{name}@{id}"),
            "dockerImageMetadata": metadata(&id, &images[image]),
        },
    }))
}

fn import(name: &str, id: &str, image: &Value) -> Value {
    let tag = name.rsplit_once(':').map_or("latest", |(_, tag)| tag);
    let repository = name.rsplit_once(':').map_or(name, |(repository, _)| repository);
    json!({
        "apiVersion": "image.openshift.io/v1",
        "kind": "ImageStreamImport",
        "metadata": { "name": "import" },
        "spec": { "import": false, "images": [{ "from": { "kind": "DockerImage", "name": name } }] },
        "status": { "images": [{
            "tag": tag,
            "status": { "status": "Success" },
            "image": {
                "metadata": { "name": id },
                "dockerImageReference": format!("{repository}@{id}"),
                "dockerImageMetadata": metadata(id, image),
            },
        }] },
    })
}

/// The image's configuration in the form that the image API gives it.
fn metadata(id: &str, image: &Value) -> Value {
    let set = |key: &str| -> Map<String, Value> {
        list(&image[key]).map(|entry| (text(entry).to_owned(), json!({}))).collect()
    };
    let mut config = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            config.insert(key.into(), value);
        }
    };
    put("User", image["user"].clone());
    put("Env", image["env"].clone());
    put("Labels", image["labels"].clone());
    for (key, name) in [("ports", "ExposedPorts"), ("volumes", "Volumes")] {
        if !image[key].is_null() {
            put(name, Value::Object(set(key)));
        }
    }
    let created = image.get("created").cloned().unwrap_or(Value::Null);
    json!({
        "kind": "DockerImage", "apiVersion": "image.openshift.io/1.0", "Id": id, "Created": created,
        "Config": config, "ContainerConfig": {},
    })
}

fn tag_digest(namespace: &str, stream: &str, tag: &str) -> String {
    digest(&format!("{namespace}/{stream}:{tag}"))
}

fn digest(text: &str) -> String {
    let bytes: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{bytes}")
}

/// The name of an image with its registry, its namespace and its tag.
fn full_name(name: &str) -> String {
    let has_registry = name.split_once('/').is_some_and(|(host, _)| host.contains(['.', ':']));
    let repository = match (has_registry, name.contains('/')) {
        (true, _) => name.to_owned(),
        (false, true) => format!("docker.io/{name}"),
        (false, false) => format!("docker.io/library/{name}"),
    };
    let has_tag = repository.rsplit('/').next().is_some_and(|last| last.contains(':'));
    if has_tag { repository } else { format!("{repository}:latest") }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snapshot_holds_what_the_cluster_has() {
        let cluster = json!({
            "image_streams": [{ "namespace": "openshift", "name": "nodejs", "tags": [
                { "name": "22", "annotations": { "tags": "builder" }, "image": "b" }, { "name": "old" }] }],
            "images": { "b": { "ports": ["8080/tcp"], "user": "1001" } },
            "importable": { "nginx:1.27": "b" },
        });
        let items = snapshot(&cluster)["items"].clone();
        assert_eq!(items[0]["status"]["tags"].as_array().map(Vec::len), Some(1));
        assert_eq!(items[1]["image"]["dockerImageMetadata"]["Config"]["ExposedPorts"], json!({ "8080/tcp": {} }));
        assert_eq!(items[1]["metadata"]["name"], "nodejs:22");
        assert_eq!(items[2]["kind"], "ImageStreamImport");
        // sha256sum of `docker.io/library/nginx:1.27`.
        assert_eq!(
            items[2]["status"]["images"][0]["image"]["metadata"]["name"],
            digest("docker.io/library/nginx:1.27")
        );
    }
}
