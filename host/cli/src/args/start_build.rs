//! `start-build`.

use super::{Destination, ObjectFormat};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Which build is started, and what it has that others have not.
#[derive(Debug, Args)]
pub(crate) struct StartBuild {
    /// Name of the build configuration, or `bc/name`
    #[arg(value_name = "NAME", required_unless_present_any = ["from_build", "from_webhook", "config_file"])]
    pub(crate) name: Option<String>,

    /// Read the build configuration from a file, YAML or JSON, alone or in a list; `-` is standard input
    #[arg(short = 'f', long = "filename", value_name = "FILE")]
    pub(crate) config_file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) from: BuildFrom,

    #[command(flatten)]
    pub(crate) overrides: Overrides,

    /// Call a hook: an address that --list-webhooks prints
    #[arg(long, value_name = "URL", group = "input")]
    pub(crate) from_webhook: Option<String>,

    /// List the hooks of the build configuration instead
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) list_webhooks: Option<HookKind>,

    /// Print the `BUILD` object that the builder process is given instead, as JSON
    #[arg(long, conflicts_with_all = ["apply", "input", "list_webhooks"])]
    pub(crate) build_json: bool,

    /// Print all variables that the builder process is given instead, as lines for a shell
    #[arg(long, conflicts_with_all = ["apply", "input", "list_webhooks", "build_json"])]
    pub(crate) build_environment: bool,

    /// Print what the build writes until it ends
    #[arg(short = 'F', long, requires = "apply")]
    pub(crate) follow: bool,

    /// Wait until the build ends; the exit code is 1 when it fails
    #[arg(short, long, requires = "apply")]
    pub(crate) wait: bool,

    /// Longest time to follow and to wait, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    pub(crate) wait_timeout: u64,

    /// Print the request as an object [default: say what would be sent]
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub(crate) output: Option<ObjectFormat>,

    #[command(flatten)]
    pub(crate) destination: Destination,
}

/// What is built instead of what the configuration says.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct BuildFrom {
    /// Repeat a build
    #[arg(long, value_name = "BUILD", group = "input")]
    pub(crate) from_build: Option<String>,

    /// Hand a file over
    #[arg(long, value_name = "FILE", group = "input")]
    pub(crate) from_file: Option<PathBuf>,

    /// Hand a directory over, as an archive; `-` is an archive on standard input
    #[arg(long, value_name = "DIR", group = "input")]
    pub(crate) from_dir: Option<PathBuf>,

    /// Hand an archive over, tar or zip; `-` is standard input
    #[arg(long, value_name = "FILE", group = "input")]
    pub(crate) from_archive: Option<PathBuf>,

    /// Hand a commit of a Git repository over (--commit, or the one it is at)
    #[arg(long, value_name = "REPOSITORY", group = "input")]
    pub(crate) from_repo: Option<String>,

    /// Leave out of a directory what this regular expression matches [default: `(^|/)\.git(/|$)`]
    #[arg(long, value_name = "REGEX", requires = "from_dir")]
    pub(crate) exclude: Option<String>,
}

/// What one build has that others have not.
#[derive(Debug, Args)]
#[command(next_help_heading = "This build only")]
pub(crate) struct Overrides {
    /// Variable; may be given more than once
    #[arg(short = 'e', long = "env", value_name = "NAME=VALUE")]
    pub(crate) env: Vec<String>,

    /// Value of an `ARG` of the Dockerfile; may be given more than once
    #[arg(long = "build-arg", value_name = "NAME=VALUE")]
    pub(crate) build_args: Vec<String>,

    /// How much the build writes
    #[arg(long, value_name = "0-10", value_parser = clap::value_parser!(u8).range(0..=10))]
    pub(crate) build_loglevel: Option<u8>,

    /// Use what the previous build left (source strategy)
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    pub(crate) incremental: Option<bool>,

    /// Take no layer from the cache (Docker strategy)
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    pub(crate) no_cache: Option<bool>,

    /// Commit, branch or tag to build
    #[arg(long, value_name = "COMMIT")]
    pub(crate) commit: Option<String>,
}

/// Kinds of hooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HookKind {
    /// All
    All,
    /// Those that anybody may call
    Generic,
    /// Those for GitHub
    Github,
    /// Those for GitLab
    Gitlab,
    /// Those for Bitbucket
    Bitbucket,
}

impl HookKind {
    /// Whether it covers a hook of that kind.
    pub(crate) fn covers(self, kind: &str) -> bool {
        match self {
            Self::All => true,
            Self::Generic => kind == "generic",
            Self::Github => kind == "github",
            Self::Gitlab => kind == "gitlab",
            Self::Bitbucket => kind == "bitbucket",
        }
    }
}
