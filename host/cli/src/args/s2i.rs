//! Arguments of `s2i` and `dockerfile`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum S2iCommand {
    /// Write the Dockerfile and the context of a build, as `s2i build --as-dockerfile` does
    #[command(
        after_help = "Example: fieldmark s2i build . registry.example/python:3.12 shop --as-dockerfile ../build/"
    )]
    Build(Box<S2iBuild>),
    /// Show what a build would do, and change nothing
    #[command(after_help = "Example: fieldmark s2i plan . registry.example/python:3.12 shop")]
    Plan(Box<S2iBuild>),
    /// Show how a component starts, and install the scripts that build and start it
    #[command(after_help = "Example: fieldmark s2i run-script --install services/billing")]
    RunScript(RunScriptArguments),
}

/// Whose behaviour is reproduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Compat {
    /// That of `s2i`, defects and exit codes included
    S2i,
}

/// A build, with the names that `s2i build` gives its flags.
#[derive(Debug, Args)]
pub(crate) struct S2iBuild {
    /// Directory, Git URL or archive of the sources; empty for none
    #[arg(value_name = "SOURCE")]
    pub(crate) source: String,

    /// The builder image
    #[arg(value_name = "BUILDER", required_unless_present = "compat")]
    pub(crate) builder: Option<String>,

    /// Tag of the application image
    #[arg(value_name = "TAG")]
    pub(crate) tag: Option<String>,

    /// Write a Dockerfile here and its context beside it; `Dockerfile` is added to a directory
    #[arg(long, value_name = "PATH")]
    pub(crate) as_dockerfile: Option<PathBuf>,

    /// Write into a directory that has other files
    #[arg(long)]
    pub(crate) force: bool,

    /// Reproduce what another program does
    #[arg(long, value_enum, value_name = "PROGRAM")]
    pub(crate) compat: Option<Compat>,

    #[command(flatten)]
    pub(crate) given: GivenVariables,

    /// Directory of the source that is built
    #[arg(long, value_name = "DIR")]
    pub(crate) context_dir: Option<String>,

    /// Branch, tag or commit
    #[arg(short = 'r', long = "ref", value_name = "REF")]
    pub(crate) reference: Option<String>,

    /// Take a directory as it is, not the commit that it is at
    #[arg(short = 'c', long)]
    pub(crate) copy: bool,

    /// With a copied directory: leave links links
    #[arg(long)]
    pub(crate) keep_symlinks: bool,

    /// Regular expression of paths of a copied directory that are left out [default: what belongs to git]
    #[arg(long, value_name = "REGEX")]
    pub(crate) exclude: Option<String>,

    /// Leave the submodules of a repository alone
    #[arg(long)]
    pub(crate) ignore_submodules: bool,

    /// Most bytes that are copied [default: 1073741824]
    #[arg(long, value_name = "BYTES")]
    pub(crate) max_source_bytes: Option<u64>,

    /// Directory of the image for sources and scripts [default: /tmp]
    #[arg(short = 'd', long, visible_alias = "location", short_alias = 'l', value_name = "DIR")]
    pub(crate) destination: Option<String>,

    /// Where scripts are: `image:///…`, `file:///…`, or an address from which they are downloaded while the image is built
    #[arg(short = 's', long, visible_alias = "scripts", value_name = "URL")]
    pub(crate) scripts_url: Option<String>,

    /// Where the scripts of the image are when it does not say [default: image:///usr/libexec/s2i]
    #[arg(long, value_name = "URL")]
    pub(crate) image_scripts_url: Option<String>,

    /// User that runs assemble [default: 1001]
    #[arg(long, value_name = "USER")]
    pub(crate) assemble_user: Option<String>,

    /// Users that may run assemble, such as `1-` or `1000-1999,5000`
    #[arg(short = 'u', long, value_name = "RANGES", allow_hyphen_values = true)]
    pub(crate) allowed_uids: Option<String>,

    /// Use what the build before has saved
    #[arg(long)]
    pub(crate) incremental: bool,

    /// Description of the application
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) description: Option<String>,

    /// Name of the application for people [default: the tag]
    #[arg(short = 'n', long, value_name = "NAME", allow_hyphen_values = true)]
    pub(crate) application_name: Option<String>,

    /// Directory that is there during assemble only; may be given more than once
    #[arg(short = 'i', long = "inject", value_name = "DIR[:DESTINATION]")]
    pub(crate) injections: Vec<String>,

    #[command(flatten)]
    pub(crate) runtime: RuntimeOptions,

    /// Write what a builder image with ONBUILD triggers takes: the sources with a Dockerfile among them
    #[arg(
        long,
        requires = "as_dockerfile",
        conflicts_with_all = ["compat", "variables", "environment_file", "incremental", "injections", "runtime_image"]
    )]
    pub(crate) on_build: bool,

    /// Run the image; not possible without a container engine
    #[arg(long)]
    pub(crate) run: bool,

    /// Label of the builder image, when no registry can be asked; may be given more than once
    #[arg(long = "builder-label", value_name = "NAME=VALUE")]
    pub(crate) builder_labels: Vec<String>,

    /// Look the builder image up in a file, as with `fieldmark images`
    #[arg(long, value_name = "FILE", conflicts_with = "cluster")]
    pub(crate) snapshot: Option<PathBuf>,

    /// Look the builder image up in the cluster of the kubeconfig
    #[arg(long)]
    pub(crate) cluster: bool,

    #[command(flatten)]
    pub(crate) without_effect: WithoutEffect,
}

/// Variables beside those of `.s2i/environment`.
#[derive(Debug, Args)]
pub(crate) struct GivenVariables {
    /// Variable of the build and of the application; may be given more than once
    #[arg(short = 'e', long = "env", value_name = "NAME=VALUE")]
    pub(crate) variables: Vec<String>,

    /// File of variables, one in a line
    #[arg(short = 'E', long, value_name = "FILE")]
    pub(crate) environment_file: Option<PathBuf>,
}

/// A smaller image than the builder's for the application.
#[derive(Debug, Args)]
pub(crate) struct RuntimeOptions {
    /// Image that what was built is copied into, as the last stage of the Dockerfile
    #[arg(long, value_name = "IMAGE")]
    pub(crate) runtime_image: Option<String>,

    /// File or directory that is copied into the runtime image; may be given more than once
    #[arg(short = 'a', long = "runtime-artifact", value_name = "SOURCE[:DESTINATION]")]
    pub(crate) runtime_artifacts: Vec<String>,

    /// User that runs assemble-runtime and the application in the runtime image [default: what the image says, or 1001]
    #[arg(long, value_name = "USER", requires = "runtime_image")]
    pub(crate) assemble_runtime_user: Option<String>,
}

/// Flags of `s2i build` that have no effect on a Dockerfile there either.
#[derive(Debug, Args)]
pub(crate) struct WithoutEffect {
    #[arg(short = 'q', long, hide = true)]
    quiet: bool,
    #[arg(short = 'p', long, value_name = "POLICY", hide = true)]
    pull_policy: Option<PullPolicy>,
    #[arg(long, value_name = "POLICY", hide = true)]
    incremental_pull_policy: Option<PullPolicy>,
    #[arg(long, value_name = "POLICY", hide = true)]
    runtime_pull_policy: Option<PullPolicy>,
    #[arg(long, hide = true)]
    save_temp_dir: bool,
    #[arg(long, hide = true)]
    rm: bool,
    #[arg(long, value_name = "FILE", hide = true)]
    dockercfg_path: Option<PathBuf>,
    #[arg(long, value_name = "URL", hide = true)]
    callback_url: Option<String>,
    #[arg(short = 'v', long = "volume", value_name = "VOLUME", hide = true)]
    volumes: Vec<String>,
    #[arg(long, value_name = "CAPABILITIES", hide = true)]
    cap_drop: Vec<String>,
    #[arg(long, value_name = "HOST:ADDRESS", hide = true)]
    add_host: Vec<String>,
    #[arg(long, value_name = "NETWORK", hide = true)]
    network: Option<String>,
    #[arg(short = 'U', long, value_name = "URL", hide = true)]
    url: Option<String>,
    #[arg(long, value_name = "FILE", hide = true)]
    ca: Option<PathBuf>,
    #[arg(long, value_name = "FILE", hide = true)]
    cert: Option<PathBuf>,
    #[arg(long, value_name = "FILE", hide = true)]
    key: Option<PathBuf>,
    #[arg(long, hide = true)]
    tls: bool,
    #[arg(long, hide = true)]
    tlsverify: bool,
    #[arg(long, value_name = "LEVEL", hide = true)]
    loglevel: Option<u8>,
}

/// When a container engine would pull an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PullPolicy {
    Always,
    Never,
    IfNotPresent,
}

#[derive(Debug, Args)]
pub(crate) struct DockerfileArguments {
    /// Directory of the repository
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,

    /// Write the Dockerfile and its context into this directory
    #[arg(short = 'o', long, value_name = "DIR", required_unless_present = "print")]
    pub(crate) output: Option<PathBuf>,

    /// Print the Dockerfile alone; from a builder image it needs the context that --output writes
    #[arg(long, conflicts_with = "output")]
    pub(crate) print: bool,

    /// The component, by its path [default: the first]
    #[arg(long, value_name = "PATH")]
    pub(crate) component: Option<String>,

    /// What it builds from [default: the builder image, or an upstream image where there is none]
    #[arg(long, value_name = "IMAGE")]
    pub(crate) from: Option<DockerfileFrom>,

    /// Another builder image than that of the decision
    #[arg(long, value_name = "IMAGE", conflicts_with = "from")]
    pub(crate) builder: Option<String>,

    /// Tag of the application image
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Option<String>,

    #[command(flatten)]
    pub(crate) given: GivenVariables,

    /// Use what the build before has saved, which the image of the tag has
    #[arg(long, requires = "tag")]
    pub(crate) incremental: bool,

    #[command(flatten)]
    pub(crate) runtime: RuntimeOptions,

    /// Write into a directory that has other files; replace a Dockerfile
    #[arg(long)]
    pub(crate) force: bool,
}

/// What a Dockerfile builds from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DockerfileFrom {
    /// A builder image of the catalogue, by source-to-image; its context is written beside it
    Builder,
    /// The official image of the language, in stages; its context is the directory of the sources
    Upstream,
}

#[derive(Debug, Args)]
pub(crate) struct RunScriptArguments {
    /// Directory of the repository
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,

    /// The component, by its path [default: the first]
    #[arg(long, value_name = "PATH")]
    pub(crate) component: Option<String>,

    /// Write `.s2i/bin/run` of the component, and `.s2i/bin/assemble` where the builder would not build it by itself
    #[arg(long)]
    pub(crate) install: bool,

    /// Write the script that starts it to this file
    #[arg(long, value_name = "FILE", conflicts_with = "install")]
    pub(crate) output: Option<PathBuf>,

    /// Replace other scripts
    #[arg(long)]
    pub(crate) force: bool,

    /// Write a script that starts the image's own one when nothing has to be replaced
    #[arg(long)]
    pub(crate) always: bool,
}
