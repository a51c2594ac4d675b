//! Where the user's files are.

use etcetera::BaseStrategy;
use std::path::PathBuf;

/// The user's own configuration file, whether it is there or not.
pub(crate) fn user_config() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("fieldmark/config.toml"))
}

/// The directory of the user's plugins.
pub(crate) fn user_plugins() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join("fieldmark/plugins"))
}

/// The directory of installed plugins.
pub(crate) fn installed_plugins() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join("fieldmark/installed"))
}

/// The file that says which plugins are trusted, whether it is there or not.
pub(crate) fn trust_policy() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("fieldmark/trust.toml"))
}

/// The files in which podman and docker keep credentials of registries, in the order in which they count.
pub(crate) fn registry_credentials() -> Vec<PathBuf> {
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let configuration = etcetera::choose_base_strategy().ok().map(|places| places.config_dir());
    let docker = named("DOCKER_CONFIG").or_else(|| Some(etcetera::home_dir().ok()?.join(".docker")));
    [
        named("XDG_RUNTIME_DIR").map(|directory| directory.join("containers/auth.json")),
        configuration.map(|directory| directory.join("containers/auth.json")),
        docker.map(|directory| directory.join("config.json")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The proxies that the environment names, for https and for what is reached without one.
pub(crate) fn proxies() -> (Option<String>, Option<String>) {
    let first = |names: &[&str]| {
        let values = names.iter().filter_map(|name| std::env::var(name).ok());
        values.filter(|value| !value.is_empty()).collect::<Vec<String>>().into_iter().next()
    };
    (first(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]), first(&["NO_PROXY", "no_proxy"]))
}

/// Where compiled plugins are kept.
pub(crate) fn cache() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("fieldmark/plugins"))
}

/// The kubeconfig files of the user: those of `KUBECONFIG`, or else the one in the home directory.
pub(crate) fn kubeconfig() -> Vec<PathBuf> {
    let named = std::env::var_os("KUBECONFIG").filter(|value| !value.is_empty());
    match named {
        Some(named) => std::env::split_paths(&named).filter(|path| !path.as_os_str().is_empty()).collect(),
        None => etcetera::home_dir().map(|home| home.join(".kube/config")).into_iter().collect(),
    }
}
