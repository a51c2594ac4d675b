//! What the builder process of a build pod is given, so that a build can be run by hand (sti-builder.md 3, 4 and 6).

use crate::BuildOverrides;
use crate::request::{next_build, reference};
use fieldmark_images::{LookupError, Platform};
use fieldmark_objects::{Kind, Reference};
use serde_json::{Map, Value, json};
use thiserror::Error;

/// Strategies: the key of their parameters, and the name of the process that reads them.
const STRATEGIES: [(&str, &str, Option<&str>); 3] = [
    ("Source", "sourceStrategy", Some("openshift-sti-build")),
    ("Docker", "dockerStrategy", Some("openshift-docker-build")),
    // The image does it all, with its own entrypoint.
    ("Custom", "customStrategy", None),
];

/// Variables of the strategy that are handed to the process itself; in small letters, too (build-config.md 5.1).
const TRUSTED: [&str; 7] =
    ["BUILD_LOGLEVEL", "GIT_SSL_NO_VERIFY", "GIT_LFS_SKIP_SMUDGE", "LANG", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

/// Where secrets are mounted, by the variable that says so.
const SECRETS: [(&str, &str, &str); 3] = [
    ("PUSH_DOCKERCFG_PATH", "output/pushSecret", "/var/run/secrets/openshift.io/push"),
    ("PULL_DOCKERCFG_PATH", "pullSecret", "/var/run/secrets/openshift.io/pull"),
    ("SOURCE_SECRET_PATH", "source/sourceSecret", "/var/run/secrets/openshift.io/source"),
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

/// The image that a builder is pulled from: the newest of a tag (build-config.md 10).
fn pull_specification(from: &Reference, platform: &dyn Platform) -> Result<Option<String>, LookupError> {
    let project = from.namespace.as_deref().unwrap_or_else(|| platform.project());
    let (stream, part) = match from.kind {
        Kind::DockerImage => return Ok(Some(from.name.clone())),
        Kind::ImageStreamTag => from.name.split_once(':'),
        Kind::ImageStreamImage => from.name.split_once('@'),
    }
    .unwrap_or((&from.name, "latest"));
    let streams = platform.image_streams(project)?;
    let Some(stream) = streams.iter().find(|known| known.metadata.name == stream) else { return Ok(None) };
    if from.kind == Kind::ImageStreamImage {
        let mut items = stream.status.tags.iter().flat_map(|events| &events.items);
        return Ok(items.find(|item| item.image == part).map(|item| item.docker_image_reference.clone()));
    }
    let mut events = stream.status.tags.iter().filter(|events| events.tag == part);
    let newest = events.find_map(|events| events.items.first()).map(|item| item.docker_image_reference.clone());
    // What was not imported yet is pulled from where it is to be imported from.
    let imported_from = stream.spec.tags.iter().find(|tag| tag.name == part).and_then(|tag| tag.from.as_ref());
    let imported_from = imported_from.filter(|from| from.kind == Kind::DockerImage).map(|from| from.name.clone());
    Ok(newest.filter(|image| !image.is_empty()).or(imported_from))
}

/// The image that is pushed: a tag in the repository of its stream. None when the repository is not known.
fn push_specification(to: &Reference, platform: &dyn Platform) -> Result<Option<String>, LookupError> {
    if to.kind == Kind::DockerImage {
        return Ok(Some(to.name.clone()));
    }
    let (stream, tag) = to.name.split_once(':').unwrap_or((&to.name, "latest"));
    let streams = platform.image_streams(to.namespace.as_deref().unwrap_or_else(|| platform.project()))?;
    let stream = streams.iter().find(|known| known.metadata.name == stream);
    let repository =
        stream.map(|stream| stream.status.docker_image_repository.as_str()).filter(|text| !text.is_empty());
    Ok(repository.map(|repository| format!("{repository}:{tag}")))
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

/// The variables of the container (sti-builder.md 4). Without an address of an API server the process does not start
/// (sti-builder.md 6); that one answers there is not needed.
fn environment(build: &Value, key: &str, legacy: bool) -> Vec<(String, String)> {
    let spec = &build["spec"];
    let mut environment: Vec<(String, String)> = vec![
        ("BUILD".to_owned(), build.to_string()),
        ("KUBERNETES_SERVICE_HOST".to_owned(), "localhost".to_owned()),
        ("KUBERNETES_SERVICE_PORT".to_owned(), "8000".to_owned()),
    ];
    let mut add = |name: &str, value: String| {
        if !value.is_empty() && environment.iter().all(|(known, _)| known != name) {
            environment.push((name.to_owned(), value));
        }
    };
    for variable in spec["strategy"][key]["env"].as_array().into_iter().flatten() {
        let name = text(&variable["name"]);
        if TRUSTED.contains(&name.to_uppercase().as_str()) {
            add(&name, text(&variable["value"]));
        }
    }
    if !legacy {
        add("LANG", "C.utf8".to_owned());
    }
    add("SOURCE_REPOSITORY", text(&spec["source"]["git"]["uri"]));
    add("SOURCE_URI", text(&spec["source"]["git"]["uri"]));
    add("SOURCE_CONTEXT_DIR", text(&spec["source"]["contextDir"]));
    add("SOURCE_REF", text(&spec["source"]["git"]["ref"]));
    for (name, place, path) in SECRETS {
        let holder =
            if place == "pullSecret" { spec["strategy"][key].get(place) } else { spec.pointer(&format!("/{place}")) };
        if holder.is_some_and(|secret| secret["name"].is_string()) {
            add(name, path.to_owned());
        }
    }
    if !legacy && spec["mountTrustedCA"].is_boolean() {
        add("BUILD_MOUNT_ETC_PKI_CATRUST", spec["mountTrustedCA"].to_string());
    }
    if key == "customStrategy" {
        let target = text(&build["status"]["outputDockerImageReference"]);
        let (registry, image) = target.split_once('/').unwrap_or(("", &target));
        add("OUTPUT_REGISTRY", registry.to_owned());
        add("OUTPUT_IMAGE", image.to_owned());
        add("OPENSHIFT_CUSTOM_BUILD_BASE_IMAGE", text(&spec["strategy"][key]["from"]["name"]));
        if spec["strategy"][key]["exposeDockerSocket"] == true {
            add("DOCKER_SOCKET", "/var/run/docker.sock".to_owned());
        }
    }
    environment.sort();
    environment
}

fn strategy_variable(build: &Value, key: &str, name: &str) -> Option<String> {
    let variables = build["spec"]["strategy"][key]["env"].as_array()?;
    variables.iter().rev().find(|variable| variable["name"] == name)?["value"].as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_images::Snapshot;
    use fieldmark_objects::EnvironmentVariable;

    const STREAMS: &str = r#"{ "kind": "List", "items": [
        { "kind": "ImageStream", "metadata": { "name": "python", "namespace": "openshift" }, "status": { "tags": [
            { "tag": "3.12", "items": [{ "image": "sha256:aa", "dockerImageReference": "registry.example/python@sha256:aa" },
                                       { "image": "sha256:bb", "dockerImageReference": "registry.example/python@sha256:bb" }] }] } },
        { "kind": "ImageStream", "metadata": { "name": "ruby", "namespace": "openshift" }, "spec": { "tags": [
            { "name": "3", "from": { "kind": "DockerImage", "name": "registry.example/ruby:3" } }] } },
        { "kind": "ImageStream", "metadata": { "name": "till", "namespace": "demo" },
          "status": { "dockerImageRepository": "registry.cluster.example/demo/till" } } ] }"#;

    fn platform() -> Snapshot {
        Snapshot::parse(STREAMS).unwrap().with_project("demo")
    }

    fn config(from: Value) -> Value {
        json!({
            "kind": "BuildConfig", "metadata": { "name": "till", "labels": { "app": "till" } },
            "spec": {
                "runPolicy": "Serial",
                "source": { "type": "Git", "git": { "uri": "https://git.example/market/till.git", "ref": "main" },
                            "contextDir": "server", "sourceSecret": { "name": "till-git" } },
                "strategy": { "type": "Source", "sourceStrategy": { "from": from,
                    "env": [{ "name": "APP_MODULE", "value": "till:app" }, { "name": "https_proxy", "value": "http://proxy.example" }] } },
                "output": { "to": { "kind": "ImageStreamTag", "name": "till:latest" }, "pushSecret": { "name": "push" } },
                "mountTrustedCA": true,
                "triggers": [{ "type": "ConfigChange" }],
            },
            "status": { "lastVersion": 4 },
        })
    }

    fn tag(name: &str) -> Value {
        json!({ "kind": "ImageStreamTag", "namespace": "openshift", "name": name })
    }

    fn made(from: Value, legacy: bool) -> HandBuild {
        let overrides =
            BuildOverrides { log_level: Some(5), commit: Some("abc".to_owned()), ..BuildOverrides::default() };
        by_hand(&config(from), &overrides, &platform(), legacy).unwrap()
    }

    /// sti-builder.md 3: the object of the worked example, with its references resolved.
    #[test]
    fn build_is_a_snapshot_with_references_resolved() {
        let build = made(tag("python:3.12"), false).build;
        assert_eq!(build["apiVersion"], "build.openshift.io/v1");
        assert_eq!(build["metadata"]["name"], "till-5");
        assert_eq!(build["metadata"]["namespace"], "demo");
        assert_eq!(build["metadata"]["annotations"]["openshift.io/build.number"], "5");
        assert_eq!(build["metadata"]["labels"]["openshift.io/build.start-policy"], "Serial");
        let from = &build["spec"]["strategy"]["sourceStrategy"]["from"];
        assert_eq!(*from, json!({ "kind": "DockerImage", "name": "registry.example/python@sha256:aa" }));
        assert_eq!(build["spec"]["output"]["to"]["name"], "registry.cluster.example/demo/till:latest");
        assert_eq!(build["status"]["outputDockerImageReference"], "registry.cluster.example/demo/till:latest");
        assert_eq!(build["spec"]["revision"]["git"]["commit"], "abc");
        assert_eq!(build["spec"]["serviceAccount"], "builder");
        assert!(build["spec"].get("triggers").is_none() && build["spec"].get("runPolicy").is_none());
    }

    /// sti-builder.md 4: only trusted variables of the strategy reach the process.
    #[test]
    fn environment_is_that_of_the_pod() {
        let made = made(tag("python:3.12"), false);
        let names: Vec<&str> = made.environment.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "BUILD",
                "BUILD_LOGLEVEL",
                "BUILD_MOUNT_ETC_PKI_CATRUST",
                "KUBERNETES_SERVICE_HOST",
                "KUBERNETES_SERVICE_PORT",
                "LANG",
                "PUSH_DOCKERCFG_PATH",
                "SOURCE_CONTEXT_DIR",
                "SOURCE_REF",
                "SOURCE_REPOSITORY",
                "SOURCE_SECRET_PATH",
                "SOURCE_URI",
                "https_proxy"
            ]
        );
        let build: Value = serde_json::from_str(&made.environment[0].1).unwrap();
        assert_eq!(build, made.build);
        assert_eq!(made.command, ["openshift-sti-build", "--v=5"]);
    }

    #[test]
    fn form_of_3_5_is_the_old_one() {
        let made = made(tag("python:3.12"), true);
        assert_eq!(made.build["apiVersion"], "v1");
        assert!(made.build["spec"].get("mountTrustedCA").is_none());
        assert!(made.environment.iter().all(|(name, _)| name != "LANG"));
        assert_eq!(made.command, ["openshift-sti-build", "--loglevel=5"]);
    }

    #[test]
    fn builder_image_is_found_in_every_form() {
        let cases = [
            (tag("python:3.12"), "registry.example/python@sha256:aa"),
            (
                json!({ "kind": "ImageStreamImage", "namespace": "openshift", "name": "python@sha256:bb" }),
                "registry.example/python@sha256:bb",
            ),
            (json!({ "kind": "DockerImage", "name": "registry.example/x:1" }), "registry.example/x:1"),
            (tag("ruby:3"), "registry.example/ruby:3"),
        ];
        for (from, image) in cases {
            let build = made(from, false).build;
            assert_eq!(build["spec"]["strategy"]["sourceStrategy"]["from"]["name"], image);
        }
        let missing = by_hand(&config(tag("python:9")), &BuildOverrides::default(), &platform(), false).unwrap_err();
        assert_eq!(missing.code(), "build-json.no-image");
    }

    #[test]
    fn image_whose_registry_is_not_known_goes_nowhere() {
        let mut config = config(tag("ruby:3"));
        config["spec"]["output"]["to"]["name"] = json!("other:latest");
        let made = by_hand(&config, &BuildOverrides::default(), &platform(), false).unwrap();
        assert!(made.output_lost);
        assert_eq!(made.build["spec"]["output"], json!({}));
        assert_eq!(made.command, ["openshift-sti-build", "--v=0"]);
    }

    #[test]
    fn overrides_replace_variables_of_the_same_name() {
        let variable = EnvironmentVariable {
            name: "APP_MODULE".to_owned(),
            value: "other:app".to_owned(),
            ..EnvironmentVariable::default()
        };
        let overrides = BuildOverrides { env: vec![variable], incremental: Some(true), ..BuildOverrides::default() };
        let made = by_hand(&config(tag("ruby:3")), &overrides, &platform(), false).unwrap();
        let strategy = &made.build["spec"]["strategy"]["sourceStrategy"];
        assert_eq!(strategy["incremental"], true);
        let values: Vec<&Value> =
            strategy["env"].as_array().unwrap().iter().filter(|one| one["name"] == "APP_MODULE").collect();
        assert_eq!(values, [&json!({ "name": "APP_MODULE", "value": "other:app" })]);
    }

    #[test]
    fn custom_builder_gets_the_output_and_pipelines_have_no_process() {
        let mut config = config(tag("python:3.12"));
        config["spec"]["strategy"] = json!({ "type": "Custom", "customStrategy": {
            "from": { "kind": "DockerImage", "name": "registry.example/packer:3" }, "exposeDockerSocket": true } });
        let made = by_hand(&config, &BuildOverrides::default(), &platform(), true).unwrap();
        let value =
            |name: &str| made.environment.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        assert_eq!(value("OUTPUT_REGISTRY"), Some("registry.cluster.example"));
        assert_eq!(value("OUTPUT_IMAGE"), Some("demo/till:latest"));
        assert_eq!(value("OPENSHIFT_CUSTOM_BUILD_BASE_IMAGE"), Some("registry.example/packer:3"));
        assert_eq!(value("DOCKER_SOCKET"), Some("/var/run/docker.sock"));
        assert!(made.command.is_empty());
        config["spec"]["strategy"] = json!({ "type": "JenkinsPipeline" });
        let error = by_hand(&config, &BuildOverrides::default(), &platform(), false).unwrap_err();
        assert_eq!(error.code(), "build-json.strategy");
    }
}
