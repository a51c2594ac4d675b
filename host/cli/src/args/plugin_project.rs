//! The commands for authors of plugins.

use clap::{Args, builder::PossibleValuesParser};
use fieldmark_authoring::Template;
use std::path::PathBuf;

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
