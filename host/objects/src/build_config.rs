//! Build configurations (`build.openshift.io/v1`; build-config.md).

use crate::metadata::or_empty;
use crate::{EnvironmentVariable, Metadata, Reference};
use serde::{Deserialize, Serialize};

/// What is built from what, how, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BuildConfig {
    /// Name, labels, annotations.
    pub metadata: Metadata,
    /// All of it.
    pub spec: BuildConfigSpec,
}

/// `spec` of a build configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BuildConfigSpec {
    /// What starts a build, in order (build-config.md 4).
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub triggers: Vec<BuildTrigger>,
    /// `Serial` unless stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_policy: Option<String>,
    /// What is built.
    pub source: BuildSource,
    /// How it is built.
    pub strategy: BuildStrategy,
    /// Where the image goes.
    pub output: BuildOutput,
    /// What must succeed in a container of the new image before it is pushed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post_commit: Option<PostCommit>,
}

/// A hook that runs in a container of the new image (build-config.md 2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostCommit {
    /// Replaces the entrypoint of the image.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub command: Vec<String>,
    /// Arguments.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub args: Vec<String>,
    /// A script for the shell.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub script: String,
}

/// What starts a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum BuildTrigger {
    /// A push event of GitHub.
    GitHub {
        /// The hook.
        github: WebHook,
    },
    /// Any caller that knows the secret.
    Generic {
        /// The hook.
        generic: WebHook,
    },
    /// The creation of the build configuration.
    ConfigChange,
    /// A new image in a tag.
    ImageChange {
        /// Which tag.
        #[serde(rename = "imageChange", default)]
        image_change: ImageChange,
    },
    /// One that fieldmark does not write.
    #[serde(other)]
    Other,
}

/// A hook that is called over the network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WebHook {
    /// Last part of its address, in plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Secret that holds it under the key `WebHookSecretKey`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_reference: Option<NamedObject>,
}

/// Which tag a trigger watches.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImageChange {
    /// The tag; none for the one that the strategy builds from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Reference>,
}

/// An object of the same project by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NamedObject {
    /// Its name.
    pub name: String,
}

/// What is built (build-config.md 3).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BuildSource {
    /// `Git`, `Dockerfile`, `Binary`, `Image` or `None`.
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// A Git repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub git: Option<GitSource>,
    /// Text of a Dockerfile; it replaces that of the repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dockerfile: Option<String>,
    /// Input that is handed over when the build starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub binary: Option<BinarySource>,
    /// Files out of images.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub images: Vec<ImageInput>,
    /// The directory that is built; the rest of the repository is not available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_dir: Option<String>,
    /// Secret that opens the Git repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_secret: Option<NamedObject>,
    /// Secrets whose files are copied in.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub secrets: Vec<SecretInput>,
    /// Config maps whose files are copied in.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub config_maps: Vec<ConfigMapInput>,
}

/// A Git repository.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GitSource {
    /// Address without fragment.
    pub uri: String,
    /// Branch, tag or commit; none for the default branch.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// Input that is handed over when the build starts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BinarySource {
    /// Name of the file it is stored as; none for an archive that is unpacked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_file: Option<String>,
}

/// Files out of an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageInput {
    /// The image.
    pub from: Reference,
    /// What is copied where.
    #[serde(default)]
    pub paths: Vec<ImageInputPath>,
}

/// One path that is copied out of an image.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImageInputPath {
    /// Absolute path in the image.
    pub source_path: String,
    /// Directory of the build context.
    pub destination_dir: String,
}

/// A secret whose files are copied in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SecretInput {
    /// The secret.
    pub secret: NamedObject,
    /// Where to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_dir: Option<String>,
}

/// A config map whose files are copied in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConfigMapInput {
    /// The config map.
    pub config_map: NamedObject,
    /// Where to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_dir: Option<String>,
}

/// How it is built (build-config.md 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum BuildStrategy {
    /// A builder image builds it from source.
    Source {
        /// How.
        #[serde(rename = "sourceStrategy")]
        source_strategy: SourceStrategy,
    },
    /// A Dockerfile says how.
    Docker {
        /// How.
        #[serde(rename = "dockerStrategy", default)]
        docker_strategy: DockerStrategy,
    },
    /// A Jenkinsfile says how.
    JenkinsPipeline {
        /// How.
        #[serde(rename = "jenkinsPipelineStrategy", default)]
        jenkins_pipeline_strategy: PipelineStrategy,
    },
    /// An image does it all.
    Custom {
        /// How.
        #[serde(rename = "customStrategy")]
        custom_strategy: CustomStrategy,
    },
}

impl Default for BuildStrategy {
    fn default() -> Self {
        Self::Docker { docker_strategy: DockerStrategy::default() }
    }
}

/// Parameters of the source strategy (build-config.md 5.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceStrategy {
    /// The builder image.
    pub from: Reference,
    /// Variables of `assemble`; they are in the image, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub env: Vec<EnvironmentVariable>,
    /// Address of scripts that go before those of the repository.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scripts: Option<String>,
    /// Whether artefacts of the previous build are used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incremental: Option<bool>,
    /// Whether the builder image is pulled for each build.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub force_pull: bool,
    /// Secret that opens the registry of the builder image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pull_secret: Option<NamedObject>,
}

/// Parameters of the Docker strategy (build-config.md 5.3).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DockerStrategy {
    /// Replaces the image of the last `FROM`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Reference>,
    /// The file, relative to the context directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dockerfile_path: Option<String>,
    /// Whether no layer is taken from the cache.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub no_cache: bool,
    /// Whether the base image is pulled for each build.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub force_pull: bool,
    /// Secret that opens the registry of the base image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_secret: Option<NamedObject>,
    /// Values of `ARG`.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub build_args: Vec<EnvironmentVariable>,
    /// Variables that are set after `FROM`.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub env: Vec<EnvironmentVariable>,
}

/// Parameters of the pipeline strategy (build-config.md 5.4).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PipelineStrategy {
    /// The file, relative to the context directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jenkinsfile_path: Option<String>,
    /// Text of a Jenkinsfile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jenkinsfile: Option<String>,
    /// Parameters.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub env: Vec<EnvironmentVariable>,
}

/// Parameters of the custom strategy (build-config.md 5.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomStrategy {
    /// The image that does it all.
    pub from: Reference,
    /// Whether it is given the daemon's socket; only old clusters can.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub expose_docker_socket: bool,
    /// Variables.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub env: Vec<EnvironmentVariable>,
    /// Whether the image is pulled for each build.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub force_pull: bool,
    /// Secrets that are mounted.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "or_empty")]
    pub secrets: Vec<SecretMount>,
    /// Version of the Build object that the image reads.
    #[serde(default, rename = "buildAPIVersion", skip_serializing_if = "Option::is_none")]
    pub build_api_version: Option<String>,
}

/// A secret that is mounted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SecretMount {
    /// The secret.
    pub secret_source: NamedObject,
    /// Where to.
    pub mount_path: String,
}

/// Where the image goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BuildOutput {
    /// The tag or the image; none for nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Reference>,
    /// Secret that opens its registry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push_secret: Option<NamedObject>,
}
