//! How a cluster is reached, as a kubeconfig file says.

use crate::ClusterError;
use kube::Config;
use kube::config::{AuthInfo, KubeConfigOptions, Kubeconfig, KubeconfigError, NamedAuthInfo};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Most bytes of a kubeconfig file: one with a hundred clusters and their certificates has about one million.
pub const MAX_KUBECONFIG_BYTES: u64 = 16 << 20;

/// Where to find a cluster and who to be there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// The kubeconfig file, or the files that are merged as `kubectl` does: the first that names a cluster, a user, a
    /// context or the current context counts. Of several, those that are not there are passed over.
    pub kubeconfig: Vec<PathBuf>,
    /// One of its contexts; none for the current one.
    pub context: Option<String>,
    /// The project; none for that of the context.
    pub namespace: Option<String>,
    /// Whether a program that the file names may be run for credentials.
    pub allow_programs: bool,
}

impl Access {
    /// The file that people are told of: the first.
    fn shown(&self) -> &Path {
        self.kubeconfig.first().map_or(Path::new(""), PathBuf::as_path)
    }
}

/// The configuration of the client. The environment has no say in it: a proxy counts only if the file names it.
pub(crate) async fn configuration(access: &Access) -> Result<Config, ClusterError> {
    let file = merged(&access.kubeconfig)?;
    let path = access.shown();
    let context_name = access.context.clone().or_else(|| file.current_context.clone()).unwrap_or_default();
    let unknown = || ClusterError::UnknownContext { path: path.to_owned(), context: context_name.clone() };
    let named = file.contexts.iter().find(|context| context.name == context_name).ok_or_else(unknown)?;
    let context = named.context.clone().ok_or_else(unknown)?;
    let user = context.user.as_deref().and_then(|name| file.auth_infos.iter().find(|user| user.name == name));
    refuse_programs(access, user)?;
    let cluster = file.clusters.iter().find(|cluster| cluster.name == context.cluster).ok_or_else(unknown)?;
    let proxy = cluster.cluster.as_ref().and_then(|cluster| cluster.proxy_url.clone()).filter(|url| !url.is_empty());
    if proxy.is_some() {
        return Err(ClusterError::Unsupported { path: path.to_owned(), what: "proxy-url".to_owned() });
    }
    let options = KubeConfigOptions { context: Some(context_name), cluster: None, user: None };
    let mut config = Config::from_custom_kubeconfig(file, &options).await.map_err(|error| malformed(path, &error))?;
    config.proxy_url = None;
    if let Some(namespace) = &access.namespace {
        config.default_namespace.clone_from(namespace);
    }
    Ok(config)
}

/// All files as one.
fn merged(paths: &[PathBuf]) -> Result<Kubeconfig, ClusterError> {
    let mut whole: Option<Kubeconfig> = None;
    let mut missing = None;
    for path in paths {
        let file = match read(path) {
            Ok(file) => file,
            Err(error @ ClusterError::KubeconfigMissing { .. }) => {
                missing.get_or_insert(error);
                continue;
            }
            Err(error) => return Err(error),
        };
        whole = Some(match whole {
            Some(before) => before.merge(file).map_err(|error| malformed(path, &error))?,
            None => file,
        });
    }
    let none = || missing.unwrap_or_else(|| ClusterError::KubeconfigMissing { path: PathBuf::new() });
    whole.ok_or_else(none)
}

fn read(path: &Path) -> Result<Kubeconfig, ClusterError> {
    let unreadable = |problem: String| ClusterError::KubeconfigUnreadable { path: path.to_owned(), problem };
    match std::fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(ClusterError::KubeconfigMissing { path: path.to_owned() });
        }
        Err(error) => return Err(unreadable(error.to_string())),
        Ok(metadata) if !metadata.is_file() => return Err(unreadable("not a regular file".to_owned())),
        Ok(metadata) if metadata.len() > MAX_KUBECONFIG_BYTES => {
            return Err(unreadable(format!("more than {MAX_KUBECONFIG_BYTES} bytes")));
        }
        Ok(_) => {}
    }
    Kubeconfig::read_from(path).map_err(|error| match error {
        KubeconfigError::ReadConfig(error, _) => unreadable(error.to_string()),
        error => malformed(path, &error),
    })
}

fn malformed(path: &Path, error: &KubeconfigError) -> ClusterError {
    let problem = error.to_string().lines().next().unwrap_or_default().to_owned();
    ClusterError::KubeconfigMalformed { path: path.to_owned(), problem }
}

/// Whoever can write a kubeconfig file could run programs otherwise.
fn refuse_programs(access: &Access, user: Option<&NamedAuthInfo>) -> Result<(), ClusterError> {
    let Some(AuthInfo { exec, auth_provider, .. }) = user.and_then(|user| user.auth_info.as_ref()) else {
        return Ok(());
    };
    if access.allow_programs {
        return Ok(());
    }
    let command = exec.as_ref().map(|exec| exec.command.clone().unwrap_or_default());
    let provider = auth_provider.as_ref().map(|provider| provider.config.get("cmd-path").cloned().unwrap_or_default());
    match command.or(provider) {
        Some(command) => Err(ClusterError::ProgramRefused { path: access.shown().to_owned(), command }),
        None => Ok(()),
    }
}
