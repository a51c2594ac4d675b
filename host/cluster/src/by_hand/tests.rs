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
    let overrides = BuildOverrides { log_level: Some(5), commit: Some("abc".to_owned()), ..BuildOverrides::default() };
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
    let value = |name: &str| made.environment.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!(value("OUTPUT_REGISTRY"), Some("registry.cluster.example"));
    assert_eq!(value("OUTPUT_IMAGE"), Some("demo/till:latest"));
    assert_eq!(value("OPENSHIFT_CUSTOM_BUILD_BASE_IMAGE"), Some("registry.example/packer:3"));
    assert_eq!(value("DOCKER_SOCKET"), Some("/var/run/docker.sock"));
    assert!(made.command.is_empty());
    config["spec"]["strategy"] = json!({ "type": "JenkinsPipeline" });
    let error = by_hand(&config, &BuildOverrides::default(), &platform(), false).unwrap_err();
    assert_eq!(error.code(), "build-json.strategy");
}
