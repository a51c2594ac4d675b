//! Arguments: one definition for the parser, the help, the manual, the completions and the reference.

mod apply;
mod check;
mod deferred;
mod destination;
mod expose;
mod images;
mod network;
mod new_app;
mod parse;
mod platform;
mod plugin;
mod plugin_project;
mod s2i;
mod source;
mod start_build;
mod variables;

pub(crate) use apply::ApplyArguments;
pub(crate) use check::{Check, FailOn};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use deferred::Deferred;
pub(crate) use destination::Destination;
pub(crate) use expose::{Expose, ServiceArguments};
pub(crate) use images::Images;
pub(crate) use network::NetworkArguments;
pub(crate) use new_app::{Common, CompatName, NewApp, NewBuild, ObjectFormat, TargetName};
pub(crate) use parse::parse;
pub(crate) use platform::PlatformOptions;
pub(crate) use plugin::{
    Inspect, Install, Load, Outdated, PluginCommand, Remove, Save, TrustArguments, Update, Verify,
};
pub(crate) use plugin_project::{
    BenchPlugin, NewPlugin, PackPlugin, PluginProject, ReplayPlugin, RunPlugin, TestPlugin,
};
pub(crate) use s2i::{
    Compat, DockerfileArguments, DockerfileFrom, GivenVariables, RunScriptArguments, RuntimeOptions, S2iBuild,
    S2iCommand,
};
pub(crate) use source::SourceArguments;
pub(crate) use start_build::{BuildFrom, HookKind, StartBuild};
use std::path::PathBuf;
pub(crate) use variables::Variables;

/// Say what a repository is, which builder image builds it, and how it starts
#[derive(Debug, Parser)]
#[command(name = "fieldmark", version, max_term_width = 120, disable_help_subcommand = true)]
#[command(after_help = "Example: fieldmark --format json ~/src/shop")]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) own: Own,

    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

// No documentation comment: it would become that of the program.
#[derive(Debug, Args)]
pub(crate) struct Own {
    #[command(flatten)]
    pub(crate) source: SourceArguments,

    #[command(flatten)]
    pub(crate) variables: Variables,

    #[command(flatten)]
    pub(crate) options: Options,
}

/// What can be done beside `detect`.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what a repository is (what happens without a command, too)
    #[command(after_help = "Example: fieldmark detect https://git.example/acme/shop.git#v2")]
    Detect(Deferred<Detection>),
    /// Show the whole table of scores: patterns hit, files read, points with file and line, who lost and why
    #[command(after_help = "Example: fieldmark explain --color always . | less -R")]
    Explain(Deferred<Detection>),
    /// List image streams and their tags, or search them as `oc new-app --search` does
    #[command(after_help = "Example: fieldmark images --snapshot cluster.yaml -n shop ruby")]
    Images(Deferred<Images>),
    /// Make a route for a service, or a service for what runs
    #[command(after_help = "Example: fieldmark expose service shop --snapshot cluster.yaml -o yaml")]
    Expose(Deferred<Box<Expose>>),
    /// Start a build of a build configuration, or show the request that does
    #[command(after_help = "Example: fieldmark start-build shop --from-dir . --cluster --apply --follow")]
    // Not deferred: its `--exclude`, that of `oc start-build`, takes the place of the one that all commands have.
    StartBuild(Box<StartBuild>),
    /// Say what will fail before a build is started
    #[command(after_help = "Example: fieldmark check --format sarif . > findings.sarif")]
    Check(Deferred<Check>),
    /// Make the objects that build and run sources and images, as `oc new-app` does
    #[command(after_help = "Example: fieldmark new-app python~https://host.example/shop.git --name shop -o yaml")]
    NewApp(Deferred<Box<NewApp>>),
    /// Make the objects that build sources, as `oc new-build` does
    #[command(visible_alias = "build-config")]
    #[command(after_help = "Example: fieldmark new-build . --to shop:v1 -o yaml")]
    NewBuild(Deferred<Box<NewBuild>>),
    /// Write a Dockerfile and its context for a component, or print the Dockerfile alone
    #[command(after_help = "Example: fieldmark dockerfile -o ../build && podman build ../build")]
    Dockerfile(Deferred<DockerfileArguments>),
    /// Source-to-image without a container engine
    #[command(subcommand)]
    S2i(Deferred<S2iCommand>),
    /// Look at plugins, install them, say which are trusted, and make your own
    #[command(subcommand)]
    Plugin(Deferred<PluginCommand>),
    /// Look at the configuration
    #[command(subcommand)]
    Config(Deferred<ConfigCommand>),
    /// Print the JSON Schema of the decision, or of detectors for editors
    #[command(after_help = "Example: fieldmark schema > decision.schema.json")]
    Schema {
        /// What of
        #[arg(default_value = "decision")]
        of: SchemaOf,
    },
    /// Print completions for a shell
    #[command(after_help = "Example: fieldmark completions bash > /etc/bash_completion.d/fieldmark")]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example: fieldmark man | man -l -")]
    Man,
    /// Print the reference of the command line as Markdown
    #[command(hide = true)]
    Reference,
}

#[derive(Debug, Args)]
pub(crate) struct Repository {
    /// Directory of the repository
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,
}

/// A repository that is judged.
#[derive(Debug, Args)]
pub(crate) struct Detection {
    #[command(flatten)]
    pub(crate) source: SourceArguments,

    #[command(flatten)]
    pub(crate) variables: Variables,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Show every value in force and where it comes from
    #[command(after_help = "Example: fieldmark config show --catalogue community")]
    Show(Repository),
}

/// Options of all commands. Each can stand in a configuration file under the same name; those with a variable can be set
/// in the environment.
#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    /// Form of the output
    #[arg(long, global = true, value_enum, value_name = "FORMAT", env = "FIELDMARK_FORMAT", hide_env_values = true)]
    pub(crate) format: Option<Format>,

    /// When to colour; `NO_COLOR` switches colours off, too
    #[arg(long, global = true, value_enum, value_name = "WHEN", env = "FIELDMARK_COLOR", hide_env_values = true)]
    pub(crate) color: Option<Color>,

    /// Catalogue of builder images: `openshift`, `community`, `era-3.5`, or a file: one in TOML, or ImageStreams in YAML
    /// or JSON
    #[arg(long, global = true, value_name = "NAME|FILE", env = "FIELDMARK_CATALOGUE", hide_env_values = true)]
    pub(crate) catalogue: Option<String>,

    /// Generation of builder images and their conventions
    #[arg(long, global = true, value_enum, value_name = "ERA", env = "FIELDMARK_ERA", hide_env_values = true)]
    pub(crate) era: Option<EraName>,

    /// Day on which versions count as maintained or not [default: the catalogue's own]
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<String>,

    /// Strategies in the order in which they are tried [default: jenkins-pipeline,docker,custom,source]
    #[arg(long, global = true, value_enum, value_delimiter = ',', value_name = "STRATEGY,…")]
    pub(crate) strategies: Option<Vec<StrategyName>>,

    /// Add a third-party plugin: a component, or a detector (.toml); may be given more than once
    #[arg(long = "plugin", global = true, value_name = "FILE")]
    pub(crate) plugins: Vec<PathBuf>,

    /// Add all plugins of a directory; may be given more than once
    #[arg(
        long = "plugin-dir",
        global = true,
        value_name = "DIR",
        env = "FIELDMARK_PLUGIN_DIR",
        hide_env_values = true
    )]
    pub(crate) plugin_directories: Vec<PathBuf>,

    /// Directory of the installed plugins [default: `fieldmark/installed` in the user's data directory]
    #[arg(long, global = true, value_name = "DIR", env = "FIELDMARK_STORE", hide_env_values = true)]
    pub(crate) store: Option<PathBuf>,

    /// Policy that says which plugins are trusted [default: `fieldmark/trust.toml` in the user's configuration directory]
    #[arg(long, global = true, value_name = "FILE", env = "FIELDMARK_TRUST_POLICY", hide_env_values = true)]
    pub(crate) trust_policy: Option<PathBuf>,

    /// Use scripts of unverified plugins, too: code that runs when the application is built or started
    #[arg(long, global = true)]
    pub(crate) allow_scripts: bool,

    /// Leave a plugin out; may be given more than once
    #[arg(long = "without", global = true, value_name = "ID")]
    pub(crate) disabled_plugins: Vec<String>,

    /// Change a budget of all plugins; `fieldmark plugin inspect` lists them; may be given more than once
    #[arg(long = "budget", global = true, value_name = "KEY=NUMBER")]
    pub(crate) budgets: Vec<String>,

    /// Leave out what matches, in the form of .gitignore; may be given more than once
    #[arg(long, global = true, value_name = "PATTERN")]
    pub(crate) exclude: Vec<String>,

    /// Say what a key of `fieldmark.toml` would: `start='node .'`, `component.web.builder=nodejs:22-ubi9`,
    /// `languages.perl=-50`; may be given more than once
    #[arg(long = "set", global = true, value_name = "KEY=VALUE")]
    pub(crate) told: Vec<String>,

    /// Look at files, too, that the repository's .gitignore files name
    #[arg(long, global = true)]
    pub(crate) no_git_ignore: bool,

    /// Most directory entries to look at [default: 1000000]
    #[arg(long, global = true, value_name = "NUMBER")]
    pub(crate) max_entries: Option<u64>,

    /// Threads for the walk and for plugins; 0 takes as many as the machine has, at most 8 [default: 0]
    #[arg(long, global = true, value_name = "NUMBER", env = "FIELDMARK_THREADS", hide_env_values = true)]
    pub(crate) threads: Option<usize>,

    /// End with exit code 3 when a plugin fails or cannot be used
    #[arg(long, global = true)]
    pub(crate) strict: bool,

    /// Read this configuration file instead of the user's own
    #[arg(long, global = true, value_name = "FILE", env = "FIELDMARK_CONFIG", hide_env_values = true)]
    pub(crate) config: Option<PathBuf>,

    /// Keep compiled third-party plugins here
    #[arg(long, global = true, value_name = "DIR", env = "FIELDMARK_CACHE_DIR", hide_env_values = true)]
    pub(crate) cache_dir: Option<PathBuf>,
}

/// What there is a schema of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// What `--format json` prints
    Decision,
    /// A declarative detector
    Detector,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs; `fieldmark schema` prints the schema
    Json,
    /// The same as JSON, as YAML
    Yaml,
    /// For code hosts; findings of `check` only
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Color {
    /// When standard output is a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Serialize, serde::Deserialize)]
pub(crate) enum EraName {
    /// The builder images of today
    #[serde(rename = "today")]
    Today,
    /// Those of OpenShift 3.5, spring 2017
    #[value(name = "3.5")]
    #[serde(rename = "3.5")]
    OpenShift35,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum StrategyName {
    /// A builder image
    Source,
    /// A Dockerfile or Containerfile
    Docker,
    /// A Jenkinsfile
    JenkinsPipeline,
    /// A custom builder image; only third-party plugins find one
    Custom,
}
