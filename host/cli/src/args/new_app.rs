//! `new-app` and `new-build`.

use crate::args::{ApplyArguments, PlatformOptions};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Options of `new-app`.
#[derive(Debug, Clone, Args)]
pub(crate) struct NewApp {
    #[command(flatten)]
    pub(crate) common: Common,

    /// Variable of what runs, NAME=value; may be given more than once
    #[arg(short = 'e', long = "env", value_name = "NAME=VALUE")]
    pub(crate) variables: Vec<String>,

    /// File with variables of what runs; `-` is standard input
    #[arg(long = "env-file", value_name = "FILE")]
    pub(crate) variable_files: Vec<PathBuf>,

    /// Variable of builds, NAME=value; may be given more than once
    #[arg(long = "build-env", value_name = "NAME=VALUE")]
    pub(crate) build_variables: Vec<String>,

    /// File with variables of builds; `-` is standard input
    #[arg(long = "build-env-file", value_name = "FILE")]
    pub(crate) build_variable_files: Vec<PathBuf>,

    /// Components that share a pod, `a+b`
    #[arg(long = "group", value_name = "A+B")]
    pub(crate) groups: Vec<String>,

    /// List what can be built and run
    #[arg(short = 'L', long)]
    pub(crate) list: bool,

    /// Search for what the arguments name, and make nothing
    #[arg(short = 'S', long)]
    pub(crate) search: bool,

    /// Let images that install something act for you
    #[arg(long)]
    pub(crate) grant_install_rights: bool,

    /// Leave out what images would install
    #[arg(long)]
    pub(crate) no_install: bool,

    /// Make deployment configurations instead of deployments
    #[arg(long)]
    pub(crate) as_deployment_config: bool,

    /// Run pods only while they are rolled out
    #[arg(long)]
    pub(crate) as_test: bool,

    /// Image that runs, with the targets `kubernetes` and `shipwright`
    #[arg(long, value_name = "IMAGE")]
    pub(crate) to: Option<String>,

    #[command(flatten)]
    pub(crate) templates: Templates,
}

/// Flags of `oc new-app` for templates, which are known so that they can be refused with a word on what to do.
#[derive(Debug, Clone, Args)]
pub(crate) struct Templates {
    #[arg(long = "template", value_name = "NAME", hide = true)]
    names: Vec<String>,
    #[arg(short = 'f', long = "file", value_name = "FILE", hide = true)]
    files: Vec<String>,
    #[arg(short = 'p', long = "param", value_name = "NAME=VALUE", hide = true)]
    parameters: Vec<String>,
    #[arg(long = "param-file", value_name = "FILE", hide = true)]
    parameter_files: Vec<String>,
}

impl Templates {
    /// The template that is asked for, or else the parameter of one.
    pub(crate) fn asked(&self) -> Option<&str> {
        let all = self.files.iter().chain(&self.names).chain(&self.parameters).chain(&self.parameter_files);
        all.map(String::as_str).next()
    }
}

/// Options of `new-build`.
#[derive(Debug, Clone, Args)]
pub(crate) struct NewBuild {
    #[command(flatten)]
    pub(crate) common: Common,

    /// Variable of the build, NAME=value; may be given more than once
    #[arg(short = 'e', long = "env", visible_alias = "build-env", value_name = "NAME=VALUE")]
    pub(crate) variables: Vec<String>,

    /// File with variables of the build; `-` is standard input
    #[arg(long = "env-file", visible_alias = "build-env-file", value_name = "FILE")]
    pub(crate) variable_files: Vec<PathBuf>,

    /// Text of a container file, or `-` for standard input
    #[arg(short = 'D', long, value_name = "TEXT")]
    pub(crate) dockerfile: Option<String>,

    /// Tag of an image stream that takes the image, or with --to-docker an image of a registry
    #[arg(long, value_name = "IMAGE")]
    pub(crate) to: Option<String>,

    /// Push the image to a registry
    #[arg(long)]
    pub(crate) to_docker: bool,

    /// Push the image nowhere
    #[arg(long)]
    pub(crate) no_output: bool,

    /// Secret that opens the registry
    #[arg(long, value_name = "SECRET")]
    pub(crate) push_secret: Option<String>,

    /// Value of an ARG of the container file, NAME=value; may be given more than once
    #[arg(long = "build-arg", value_name = "NAME=VALUE")]
    pub(crate) build_arguments: Vec<String>,

    /// Image whose files are copied into the source
    #[arg(long, value_name = "IMAGE")]
    pub(crate) source_image: Option<String>,

    /// What of it is copied where
    #[arg(long, value_name = "SOURCE:DESTINATION")]
    pub(crate) source_image_path: Option<String>,

    /// Secret whose files are copied into the source; may be given more than once
    #[arg(long = "build-secret", value_name = "NAME[:DESTINATION]")]
    pub(crate) secrets: Vec<String>,

    /// Config map whose files are copied into the source; may be given more than once
    #[arg(long = "build-config-map", value_name = "NAME[:DESTINATION]")]
    pub(crate) config_maps: Vec<String>,
}

/// What both commands know.
#[derive(Debug, Clone, Args)]
pub(crate) struct Common {
    /// Images (`name`, `name:tag`, `project/name`), sources (directory, archive, address of a repository, `#ref` behind
    /// it), both (`image~source`), or variables (NAME=value)
    #[arg(value_name = "IMAGE|SOURCE|IMAGE~SOURCE")]
    pub(crate) arguments: Vec<String>,

    #[command(flatten)]
    pub(crate) platform: PlatformOptions,

    /// Source; may be given more than once
    #[arg(long, value_name = "SOURCE")]
    pub(crate) code: Vec<String>,

    /// Image stream, with a tag or without; may be given more than once
    #[arg(short = 'i', long = "image-stream", value_name = "STREAM")]
    pub(crate) image_streams: Vec<String>,

    /// Image of a registry; may be given more than once
    #[arg(long = "image", alias = "docker-image", value_name = "IMAGE")]
    pub(crate) images: Vec<String>,

    /// Directory of the source that is built
    #[arg(long, value_name = "DIR")]
    pub(crate) context_dir: Option<String>,

    /// How to build: `source`, `docker`, `pipeline` or `custom` [default: what the source asks for]
    #[arg(long, value_name = "STRATEGY")]
    pub(crate) strategy: Option<String>,

    /// Component of a repository that is built, by its directory [default: the primary one]
    #[arg(long, value_name = "DIR")]
    pub(crate) component: Option<String>,

    /// Build every component of a repository
    #[arg(long, conflicts_with = "component")]
    pub(crate) all_components: bool,

    /// Name of what is made
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,

    /// Labels of all objects, `a=b,c=d`; may be given more than once
    #[arg(short = 'l', long, value_name = "LABELS")]
    pub(crate) labels: Vec<String>,

    /// Secret that opens the repository
    #[arg(long, value_name = "SECRET")]
    pub(crate) source_secret: Option<String>,

    /// Hand the source over when a build starts
    #[arg(long)]
    pub(crate) binary: bool,

    /// Path of the container file in the source
    #[arg(long, value_name = "FILE")]
    pub(crate) dockerfile_path: Option<String>,

    /// Image that does a build of the strategy `custom`
    #[arg(long, value_name = "IMAGE")]
    pub(crate) builder_image: Option<String>,

    /// Give that image the socket of the container engine
    #[arg(long)]
    pub(crate) expose_docker_socket: bool,

    /// Secret of the webhooks [default: a random one each]
    #[arg(long, value_name = "TEXT")]
    pub(crate) webhook_secret: Option<String>,

    /// Speak to registries without checking their certificates
    #[arg(long)]
    pub(crate) insecure_registry: bool,

    /// Take images that are not there for what they are called
    #[arg(long)]
    pub(crate) allow_missing_images: bool,

    /// Take tags that an image stream does not have as if it had
    #[arg(long)]
    pub(crate) allow_missing_imagestream_tags: bool,

    /// How images are imported: `Legacy` or `PreserveOriginal`
    #[arg(long, value_name = "MODE")]
    pub(crate) import_mode: Option<String>,

    #[command(flatten)]
    pub(crate) apply: ApplyArguments,

    /// Print the objects instead of a summary
    #[arg(short = 'o', long, value_enum, value_name = "FORMAT")]
    pub(crate) output: Option<ObjectFormat>,

    /// Behave like another program, its refusals and exit codes included
    #[arg(long, value_enum, value_name = "PROGRAM")]
    pub(crate) compat: Option<CompatName>,

    /// What kind of objects to make
    #[arg(long, value_enum, value_name = "TARGET", default_value_t = TargetName::Openshift)]
    pub(crate) target: TargetName,
}

/// Form of objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ObjectFormat {
    /// A list, as YAML
    Yaml,
    /// A list, as JSON
    Json,
    /// Kind and name of each, one a line
    Name,
}

/// Programs that can be imitated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompatName {
    /// `oc`
    Oc,
}

/// Kinds of objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TargetName {
    /// Image streams, build configurations, deployments, services
    Openshift,
    /// Builds of Shipwright, deployments, services
    Shipwright,
    /// Deployments and services alone
    Kubernetes,
}
