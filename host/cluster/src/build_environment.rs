//! The variables that the builder process of a build pod is given (sti-builder.md 4).

use serde_json::Value;

/// Variables of the strategy that are handed to the process itself; in small letters, too (build-config.md 5.1).
const TRUSTED: [&str; 7] =
    ["BUILD_LOGLEVEL", "GIT_SSL_NO_VERIFY", "GIT_LFS_SKIP_SMUDGE", "LANG", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

/// Where secrets are mounted, by the variable that says so.
const SECRETS: [(&str, &str, &str); 3] = [
    ("PUSH_DOCKERCFG_PATH", "output/pushSecret", "/var/run/secrets/openshift.io/push"),
    ("PULL_DOCKERCFG_PATH", "pullSecret", "/var/run/secrets/openshift.io/pull"),
    ("SOURCE_SECRET_PATH", "source/sourceSecret", "/var/run/secrets/openshift.io/source"),
];

/// The variables of the container (sti-builder.md 4). Without an address of an API server the process does not start
/// (sti-builder.md 6); that one answers there is not needed.
pub(crate) fn environment(build: &Value, key: &str, legacy: bool) -> Vec<(String, String)> {
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

pub(crate) fn strategy_variable(build: &Value, key: &str, name: &str) -> Option<String> {
    let variables = build["spec"]["strategy"][key]["env"].as_array()?;
    variables.iter().rev().find(|variable| variable["name"] == name)?["value"].as_str().map(str::to_owned)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
