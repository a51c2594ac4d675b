//! What the command line asks for.

use std::collections::BTreeMap;

/// Which of the two commands is meant (new-app.md 11).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Command {
    /// Builds and runs.
    #[default]
    NewApp,
    /// Builds only.
    NewBuild,
}

/// Whether recorded behaviour of `oc` is reproduced, or the better behaviour counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Compat {
    /// Fieldmark's own behaviour; `DIFFERENCES.md` lists where it differs.
    #[default]
    None,
    /// What `oc` does, its refusals included.
    Oc,
}

impl Compat {
    /// Whether `oc` is reproduced.
    #[must_use]
    pub const fn is_oc(self) -> bool {
        matches!(self, Self::Oc)
    }
}

/// What kind of objects comes out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Target {
    /// Image streams, build configurations, deployments, services.
    #[default]
    OpenShift,
    /// Builds of Shipwright, deployments, services.
    Shipwright,
    /// Deployments and services alone; the image is built elsewhere.
    Kubernetes,
}

/// A file with variables, as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VariableFile {
    /// Its name; `-` for standard input.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// How images are looked up and imported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LookupOptions {
    /// Images that are not there are taken for what they are called.
    pub allow_missing_images: bool,
    /// The same for tags of image streams.
    pub allow_missing_stream_tags: bool,
    /// Registries may be spoken to without checking their certificates.
    pub insecure_registry: bool,
    /// `Legacy` or `PreserveOriginal`; `Legacy` unless stated.
    pub import_mode: Option<String>,
}

/// What belongs to builds alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BuildOptions {
    /// Text of a container file that replaces that of the repository.
    pub dockerfile: Option<String>,
    /// Path of the container file in the context directory.
    pub dockerfile_path: Option<String>,
    /// Values of `ARG`, `NAME=value`.
    pub arguments: Vec<String>,
    /// Image whose files are copied in.
    pub source_image: Option<String>,
    /// What of it is copied where, `source:destination`.
    pub source_image_path: Option<String>,
    /// Secrets whose files are copied in, `name[:destination]`.
    pub secrets: Vec<String>,
    /// Config maps whose files are copied in, `name[:destination]`.
    pub config_maps: Vec<String>,
    /// Image that does a build of the strategy `custom`.
    pub builder_image: Option<String>,
    /// Whether that image is given the daemon's socket.
    pub expose_docker_socket: bool,
    /// Secret of the webhooks; none for a random one each.
    pub webhook_secret: Option<String>,
}

/// Where a build's image goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutputOptions {
    /// Tag of an image stream, or image of a registry.
    pub to: Option<String>,
    /// Whether [`OutputOptions::to`] is an image of a registry.
    pub to_docker: bool,
    /// The image goes nowhere.
    pub none: bool,
    /// Secret that opens the registry.
    pub push_secret: Option<String>,
}

/// One call of `new-app` or `new-build`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Which command.
    pub command: Command,
    /// Whose behaviour.
    pub compat: Compat,
    /// Which objects.
    pub target: Target,
    /// Arguments without a flag.
    pub arguments: Vec<String>,
    /// Sources named as such.
    pub code: Vec<String>,
    /// Image streams named as such.
    pub image_streams: Vec<String>,
    /// Images named as such.
    pub images: Vec<String>,
    /// Components that share a pod, `a+b`.
    pub groups: Vec<String>,
    /// Directory of all sources that is built.
    pub context_directory: Option<String>,
    /// `docker`, `pipeline`, `source` or `custom`, in any case.
    pub strategy: Option<String>,
    /// Variables, `NAME=value`.
    pub variables: Vec<String>,
    /// Files with variables.
    pub variable_files: Vec<VariableFile>,
    /// Variables of builds.
    pub build_variables: Vec<String>,
    /// Files with variables of builds.
    pub build_variable_files: Vec<VariableFile>,
    /// Name of what comes out.
    pub name: Option<String>,
    /// Labels, `a=b,c=d`.
    pub labels: Vec<String>,
    /// Secret that opens the Git repository.
    pub source_secret: Option<String>,
    /// The source is handed over when a build starts.
    pub binary: bool,
    /// Deployment configurations instead of deployments.
    pub as_deployment_config: bool,
    /// Pods run only while they are rolled out.
    pub as_test: bool,
    /// Images that install something may act for the user.
    pub grant_install_rights: bool,
    /// Nothing is installed.
    pub no_install: bool,
    /// Path of the component of a repository that is meant; none for the primary one.
    pub component: Option<String>,
    /// Every component of a repository is meant.
    pub all_components: bool,
    /// How images are looked up.
    pub lookup: LookupOptions,
    /// What belongs to builds.
    pub build: BuildOptions,
    /// Where images go.
    pub output: OutputOptions,
}

impl Request {
    /// The labels, key by key.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub(crate) fn label_map(&self) -> Result<BTreeMap<String, String>, (String, &'static str)> {
        let pairs = self.labels.iter().flat_map(|labels| labels.split(',')).filter(|pair| !pair.is_empty());
        pairs
            .map(|pair| {
                let refuse = |problem| (pair.to_owned(), problem);
                let (key, value) = pair.split_once('=').ok_or_else(|| refuse("it has no `=`"))?;
                if key.is_empty() {
                    return Err(refuse("it has no key"));
                }
                if !is_label_key(key) {
                    return Err(refuse("its key is none that a label may have"));
                }
                if !is_label_value(value) {
                    return Err(refuse("its value is none that a label may have"));
                }
                Ok((key.to_owned(), value.to_owned()))
            })
            .collect()
    }
}

/// At most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends.
fn is_label_value(value: &str) -> bool {
    let inner = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
    value.len() <= 63
        && value.bytes().all(inner)
        && value.chars().next().is_none_or(|c| c.is_ascii_alphanumeric())
        && value.chars().last().is_none_or(|c| c.is_ascii_alphanumeric())
}

/// The same with an optional host and `/` before it.
fn is_label_key(key: &str) -> bool {
    let (host, name) = key.split_once('/').map_or(("", key), |(host, name)| (host, name));
    let is_host = host.len() <= 253
        && host.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'-' | b'.'));
    host.is_empty() != key.contains('/') && is_host && !name.is_empty() && is_label_value(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_or_refused() {
        let labels = |texts: &[&str]| {
            Request { labels: texts.iter().map(|text| (*text).to_owned()).collect(), ..Request::default() }.label_map()
        };
        let map = labels(&["tier=front,team=blue", "a.example/b=", "tier=back"]).unwrap();
        assert_eq!(
            map.into_iter().collect::<Vec<_>>(),
            [("a.example/b", ""), ("team", "blue"), ("tier", "back")].map(|(k, v)| (k.to_owned(), v.to_owned()))
        );
        for bad in ["=x", "tier", "a b=c", "a=b c", "/a=b", "a=-b"] {
            assert!(labels(&[bad]).is_err(), "{bad}");
        }
    }
}
