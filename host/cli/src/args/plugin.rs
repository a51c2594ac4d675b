//! `plugin`.

use clap::{Args, Subcommand, builder::PossibleValuesParser};
use fieldmark_authoring::Template;
use std::path::PathBuf;

/// What can be done with plugins.
#[derive(Debug, Subcommand)]
pub(crate) enum PluginCommand {
    /// List the plugins that are asked
    #[command(after_help = "Example: fieldmark plugin list --plugin ./elixir.wasm")]
    List,
    /// Show a plugin's manifest, digest and budgets without running it
    #[command(after_help = "Example: fieldmark plugin inspect python")]
    Inspect {
        /// Id of a plugin, or file of a component
        #[arg(value_name = "ID|FILE")]
        plugin: String,
    },
    /// Write a project for a new plugin: manifest, code, fixtures, the contract
    #[command(after_help = "Example: fieldmark plugin new pony --lang rust")]
    New(NewPlugin),
    /// Build the component of a project and pack the manifest into it
    #[command(after_help = "Example: fieldmark plugin build ~/src/pony")]
    Build(PluginProject),
    /// Run a plugin over its fixtures and compare with the golden verdicts
    #[command(after_help = "Example: fieldmark plugin test --bless server")]
    Test(TestPlugin),
    /// Say what others would stumble over: patterns, fixtures, clashes with bundled plugins
    #[command(after_help = "Example: fieldmark plugin check --format json")]
    Check(PluginProject),
    /// Build and test again whenever a file changes, and show what changed in the verdicts
    #[command(after_help = "Example: fieldmark plugin dev")]
    Dev(PluginProject),
    /// Measure a plugin: compile, load, instantiate, call, fuel, memory
    #[command(after_help = "Example: fieldmark plugin bench --repetitions 100")]
    Bench(BenchPlugin),
    /// Pack a manifest into a component, or into a core module that becomes one
    #[command(after_help = "Example: fieldmark plugin pack pony.wasm --manifest plugin.toml --output packed.wasm")]
    Pack(PackPlugin),
    /// Run one plugin over a directory, and show all that it said and used
    #[command(after_help = "Example: fieldmark plugin run . ~/src/harbour --record call.json")]
    Run(RunPlugin),
    /// Run a plugin again over a recording of `plugin run --record`
    #[command(after_help = "Example: fieldmark plugin replay call.json --of .")]
    Replay(ReplayPlugin),
}

/// A project that is to be made.
#[derive(Debug, Args)]
pub(crate) struct NewPlugin {
    /// Id of the plugin: lower-case letters, digits and hyphens
    pub(crate) name: String,

    /// Language that it is written in
    #[arg(long = "lang", value_name = "LANGUAGE", value_parser = PossibleValuesParser::new(languages()))]
    pub(crate) language: String,

    /// Folder of the project [default: the name]
    #[arg(long, value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
}

fn languages() -> Vec<&'static str> {
    Template::all().iter().map(|template| template.name).collect()
}

/// A project.
#[derive(Debug, Args)]
pub(crate) struct PluginProject {
    /// Folder of the project
    #[arg(value_name = "PROJECT", default_value = ".")]
    pub(crate) folder: PathBuf,
}

/// Fixtures that are to be run.
#[derive(Debug, Args)]
pub(crate) struct TestPlugin {
    /// Names of fixtures [default: all]
    #[arg(value_name = "FIXTURE")]
    pub(crate) cases: Vec<String>,

    /// Folder of the project
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) project: PathBuf,

    /// Write the golden verdicts instead of comparing with them; read every line before you keep them
    #[arg(long)]
    pub(crate) bless: bool,
}

/// A plugin that is to be measured.
#[derive(Debug, Args)]
pub(crate) struct BenchPlugin {
    #[command(flatten)]
    pub(crate) project: PluginProject,

    /// How often each call is repeated for its median
    #[arg(long, value_name = "NUMBER", default_value_t = 30)]
    pub(crate) repetitions: u32,
}

/// A component that is to be packed.
#[derive(Debug, Args)]
pub(crate) struct PackPlugin {
    /// Component, or core module with the imports and exports of the contract
    #[arg(value_name = "FILE")]
    pub(crate) module: PathBuf,

    /// The manifest
    #[arg(long, value_name = "FILE", default_value = "plugin.toml")]
    pub(crate) manifest: PathBuf,

    /// Answer what the module imports of WASI inside of the component: no files, no environment, a clock that stands still
    #[arg(long)]
    pub(crate) stub_wasi: bool,

    /// Where the packed component is written
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

/// A plugin that is to be run by itself.
#[derive(Debug, Args)]
pub(crate) struct RunPlugin {
    /// Folder of a project, file of a component, or id of a bundled plugin
    #[arg(value_name = "PROJECT|FILE|ID")]
    pub(crate) plugin: String,

    /// Directory that it judges
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) directory: PathBuf,

    /// Give it a setting; may be given more than once
    #[arg(long = "setting", value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,

    /// Write down everything that it is told and says: what a report of a fault needs, contents of the files it read
    /// included
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
}

/// A recording that is to be run again.
#[derive(Debug, Args)]
pub(crate) struct ReplayPlugin {
    /// The recording
    #[arg(value_name = "FILE")]
    pub(crate) recording: PathBuf,

    /// Folder of a project, file of a component, or id of a bundled plugin [default: the bundled one of that id]
    #[arg(long = "of", value_name = "PROJECT|FILE|ID")]
    pub(crate) plugin: Option<String>,
}
