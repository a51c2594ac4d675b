//! The form in which a plugin lies in a registry.
//!
//! A component lies there in the layout of `wkg`, that of the CNCF working group on WebAssembly: a manifest whose
//! configuration is `application/vnd.wasm.config.v0+json`, with one layer `application/wasm`. A detector is one layer of
//! a type of our own, with any configuration.

use crate::{Digest, Form};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The configuration of a component.
const WASM_CONFIG: &str = "application/vnd.wasm.config.v0+json";
/// The layer of a component.
const WASM_LAYER: &str = "application/wasm";
/// The layer of a detector.
const DETECTOR_LAYER: &str = "application/vnd.fieldmark.detector+toml";
/// The layer of a signature of cosign.
const SIGNATURE_LAYER: &str = "application/vnd.dev.cosign.simplesigning.v1+json";
/// The beginning of the types of bundles, whatever their version.
const BUNDLE: &str = "application/vnd.dev.sigstore.bundle";
/// Where cosign keeps a signature.
const SIGNATURE: &str = "dev.cosignproject.cosign/signature";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    schema_version: u32,
    config: Option<Descriptor>,
    layers: Option<Vec<Descriptor>>,
    manifests: Option<Vec<Descriptor>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    media_type: String,
    digest: String,
    size: u64,
    artifact_type: Option<String>,
    #[serde(default)]
    annotations: BTreeMap<String, String>,
}

/// The layer that is a plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Artifact {
    pub(crate) form: Form,
    pub(crate) digest: Digest,
    pub(crate) size: u64,
}

/// A signature as a registry has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignatureLayer {
    /// Of what is signed.
    pub(crate) payload: Digest,
    /// The signature, in base64.
    pub(crate) value: String,
}

impl Artifact {
    /// Reads the manifest of a plugin; the error says in a few words why it is none.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        let manifest = read(bytes)?;
        let [layer] = manifest.layers.as_deref().unwrap_or_default() else {
            return Err(match manifest.layers.map_or(0, |layers| layers.len()) {
                0 if manifest.manifests.is_some() => "it is an index of several images".to_owned(),
                count => format!("it has {count} layers, and a plugin has one"),
            });
        };
        let config = manifest.config.as_ref().map_or("", |config| config.media_type.as_str());
        let form = match (config, layer.media_type.as_str()) {
            (WASM_CONFIG, WASM_LAYER) => Form::Component,
            (_, DETECTOR_LAYER) => Form::Detector,
            (other, WASM_LAYER) => return Err(format!("its configuration is `{other}`, not `{WASM_CONFIG}`")),
            (_, other) => return Err(format!("its layer is `{other}`, not `{WASM_LAYER}`")),
        };
        Ok(Self { form, digest: layer.digest.parse()?, size: layer.size })
    }
}

/// Reads the manifest of signatures; layers of other kinds are passed over.
pub(crate) fn signatures(bytes: &[u8]) -> Result<Vec<SignatureLayer>, String> {
    let layers = read(bytes)?.layers.unwrap_or_default();
    let signatures = layers.into_iter().filter(|layer| layer.media_type == SIGNATURE_LAYER).filter_map(|mut layer| {
        let value = layer.annotations.remove(SIGNATURE)?;
        Some(layer.digest.parse().map(|payload| SignatureLayer { payload, value }))
    });
    signatures.collect()
}

/// The manifests of bundles that an index of referrers names.
pub(crate) fn bundles(bytes: &[u8]) -> Result<Vec<Digest>, String> {
    let all = read(bytes)?.manifests.unwrap_or_default();
    let is_bundle = |entry: &Descriptor| entry.artifact_type.as_ref().is_some_and(|kind| kind.starts_with(BUNDLE));
    all.into_iter().filter(is_bundle).map(|entry| entry.digest.parse()).collect()
}

/// The bundle that such a manifest names.
pub(crate) fn bundle(bytes: &[u8]) -> Result<Digest, String> {
    match read(bytes)?.layers.as_deref().unwrap_or_default() {
        [layer] if layer.media_type.starts_with(BUNDLE) => layer.digest.parse(),
        _ => Err("this is not the manifest of one bundle".to_owned()),
    }
}

fn read(bytes: &[u8]) -> Result<Manifest, String> {
    let manifest: Manifest =
        serde_json::from_slice(bytes).map_err(|error| format!("this is not the manifest of an artifact: {error}"))?;
    if manifest.schema_version != 2 {
        return Err(format!("its manifest has the version {}, not 2", manifest.schema_version));
    }
    Ok(manifest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn layer(kind: &str) -> serde_json::Value {
        json!({"mediaType": kind, "digest": Digest::of(b"x").as_str(), "size": 1})
    }

    fn problem(manifest: &serde_json::Value) -> String {
        Artifact::read(manifest.to_string().as_bytes()).unwrap_err()
    }

    #[test]
    fn layout_of_wkg_is_a_component() {
        let manifest = json!({"schemaVersion": 2, "config": layer(WASM_CONFIG), "layers": [layer(WASM_LAYER)]});
        let artifact = Artifact::read(manifest.to_string().as_bytes()).unwrap();
        assert_eq!(artifact, Artifact { form: Form::Component, digest: Digest::of(b"x"), size: 1 });
    }

    #[test]
    fn other_artifacts_are_told_apart() {
        let image = "application/vnd.oci.image.config.v1+json";
        let tar = "application/vnd.oci.image.layer.v1.tar+gzip";
        let of_image = json!({"schemaVersion": 2, "config": layer(image), "layers": [layer(tar)]});
        assert!(problem(&of_image).contains(tar));
        let other_config = json!({"schemaVersion": 2, "config": layer(image), "layers": [layer(WASM_LAYER)]});
        assert!(problem(&other_config).contains(image));
        let two = json!({"schemaVersion": 2, "config": layer(WASM_CONFIG), "layers": [layer(WASM_LAYER), layer(tar)]});
        assert!(problem(&two).contains("2 layers"));
        assert!(problem(&json!({"schemaVersion": 2, "manifests": []})).contains("index"));
        assert!(problem(&json!({"schemaVersion": 1})).contains("version 1"));
        assert!(problem(&json!("<html>")).contains("not the manifest"));
    }
}
