//! What the builder process of a build pod is given, so that a build can be run by hand (sti-builder.md 3, 4 and 6).

#[cfg(test)]
mod tests;

use crate::BuildOverrides;
use crate::build_environment::{environment, strategy_variable};
use crate::build_image::{pull_specification, push_specification};
use crate::request::{next_build, reference};
use fieldmark_images::{LookupError, Platform};
use serde_json::{Map, Value, json};
use thiserror::Error;

/// Strategies: the key of their parameters, and the name of the process that reads them.
const STRATEGIES: [(&str, &str, Option<&str>); 3] = [
    ("Source", "sourceStrategy", Some("openshift-sti-build")),
    ("Docker", "dockerStrategy", Some("openshift-docker-build")),
    // The image does it all, with its own entrypoint.
    ("Custom", "customStrategy", None),
];

/// What a builder process is given.
#[derive(Debug, Clone, PartialEq)]
pub struct HandBuild {
    /// The object in the variable `BUILD`.
    pub build: Value,
    /// All variables, `BUILD` among them, sorted by name.
    pub environment: Vec<(String, String)>,
    /// The process with its arguments; empty for the entrypoint of a custom builder.
    pub command: Vec<String>,
    /// Whether the image goes nowhere, although the configuration says where: its registry is not known.
    pub output_lost: bool,
}

/// A build configuration that no builder process could be given.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum HandBuildError {
    /// No process builds such a configuration.
    #[error("build configuration {name}: no builder process runs the strategy {strategy}")]
    Strategy {
        /// The configuration.
        name: String,
        /// Its strategy.
        strategy: String,
    },
    /// The builder image is a tag that has no image.
    #[error("build configuration {name}: {image} has no image")]
    NoImage {
        /// The configuration.
        name: String,
        /// The tag.
        image: String,
    },
    /// It cannot be asked for.
    #[error(transparent)]
    Lookup(#[from] LookupError),
}

impl HandBuildError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Strategy { .. } => "build-json.strategy",
            Self::NoImage { .. } => "build-json.no-image",
            Self::Lookup(error) => error.code(),
        }
    }
}

/// Makes what the builder process of the next build of a configuration is given. `legacy` is the form of 3.5.
///
/// # Errors
/// The strategy has no builder process, or its image is not known.
pub fn by_hand(
    config: &Value,
    overrides: &BuildOverrides,
    platform: &dyn Platform,
    legacy: bool,
) -> Result<HandBuild, HandBuildError> {
    let name = text(&config["metadata"]["name"]);
    let strategy = text(&config["spec"]["strategy"]["type"]);
    let Some((_, key, process)) = STRATEGIES.iter().find(|known| known.0 == strategy) else {
        return Err(HandBuildError::Strategy { name, strategy });
    };
    let mut spec = config["spec"].clone();
    overridden(&mut spec, key, overrides);
    if let Some(from) = reference(&spec["strategy"][key]["from"]) {
        let image = pull_specification(&from, platform)?;
        let image = image.ok_or_else(|| HandBuildError::NoImage { name: name.clone(), image: from.name.clone() })?;
        spec["strategy"][key]["from"] = json!({ "kind": "DockerImage", "name": image });
    }
    let target = reference(&spec["output"]["to"]).map(|to| push_specification(&to, platform)).transpose()?;
    let output_lost = target == Some(None);
    let target = target.flatten();
    match &target {
        Some(target) => spec["output"]["to"] = json!({ "kind": "DockerImage", "name": target }),
        None => spec["output"] = json!({}),
    }
    let build = build(config, spec, target.as_deref(), platform.project(), legacy);
    let environment = environment(&build, key, legacy);
    let flag = if legacy { "--loglevel" } else { "--v" };
    let level = strategy_variable(&build, key, "BUILD_LOGLEVEL").unwrap_or_else(|| "0".to_owned());
    let command = process.map_or_else(Vec::new, |process| vec![process.to_owned(), format!("{flag}={level}")]);
    Ok(HandBuild { build, environment, command, output_lost })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// What is said of this one build goes before what the configuration says.
fn overridden(spec: &mut Value, key: &str, overrides: &BuildOverrides) {
    let request = overrides.request("");
    let merge = |list: &mut Value, given: &[fieldmark_objects::EnvironmentVariable]| {
        let mut kept: Vec<Value> = list.as_array().cloned().unwrap_or_default();
        kept.retain(|one| given.iter().all(|variable| one["name"] != json!(variable.name)));
        kept.extend(given.iter().map(|variable| json!(variable)));
        if !kept.is_empty() {
            *list = Value::Array(kept);
        }
    };
    let strategy = &mut spec["strategy"][key];
    merge(&mut strategy["env"], &request.env);
    if key == "dockerStrategy" {
        merge(&mut strategy["buildArgs"], &overrides.build_args);
        if let Some(no_cache) = overrides.no_cache {
            strategy["noCache"] = json!(no_cache);
        }
    }
    if let (Some(incremental), "sourceStrategy") = (overrides.incremental, key) {
        strategy["incremental"] = json!(incremental);
    }
    without_nulls(strategy);
    if let Some(commit) = &overrides.commit {
        spec["revision"] = json!({ "type": "Git", "git": { "commit": commit } });
    }
}

/// Looking a field up to change it makes it; those that were not changed go again.
fn without_nulls(value: &mut Value) {
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
}

/// The object, as the controller makes it (sti-builder.md 3).
fn build(config: &Value, spec: Value, target: Option<&str>, project: &str, legacy: bool) -> Value {
    let (name, build_name) = (text(&config["metadata"]["name"]), next_build(config));
    let number = build_name.rsplit('-').next().unwrap_or_default();
    let policy = spec["runPolicy"].as_str().unwrap_or("Serial");
    let mut labels = config["metadata"]["labels"].as_object().cloned().unwrap_or_default();
    labels.insert("buildconfig".to_owned(), json!(name));
    labels.insert("openshift.io/build-config.name".to_owned(), json!(name));
    labels.insert("openshift.io/build.start-policy".to_owned(), json!(policy));
    let mut build_spec = Map::new();
    let kept = [
        "source",
        "revision",
        "strategy",
        "output",
        "resources",
        "postCommit",
        "completionDeadlineSeconds",
        "nodeSelector",
        "mountTrustedCA",
    ];
    for key in kept.into_iter().filter(|key| !legacy || *key != "mountTrustedCA") {
        if let Some(value) = spec.get(key).filter(|value| !value.is_null()) {
            build_spec.insert(key.to_owned(), value.clone());
        }
    }
    build_spec.insert("serviceAccount".to_owned(), json!(spec["serviceAccount"].as_str().unwrap_or("builder")));
    build_spec.insert("triggeredBy".to_owned(), json!([{ "message": "Manually triggered" }]));
    build_spec.entry("postCommit").or_insert_with(|| json!({}));
    let mut status = json!({ "phase": "Running" });
    if let Some(target) = target {
        status["outputDockerImageReference"] = json!(target);
    }
    json!({
        "apiVersion": if legacy { "v1" } else { "build.openshift.io/v1" },
        "kind": "Build",
        "metadata": {
            "name": build_name,
            "namespace": config["metadata"]["namespace"].as_str().unwrap_or(project),
            "labels": labels,
            "annotations": { "openshift.io/build-config.name": name, "openshift.io/build.number": number },
        },
        "spec": build_spec,
        "status": status,
    })
}
