//! `plugin`.

use super::NetworkArguments;
use super::plugin_project::{BenchPlugin, NewPlugin, PackPlugin, PluginProject, ReplayPlugin, RunPlugin, TestPlugin};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What can be done with plugins.
#[derive(Debug, Subcommand)]
pub(crate) enum PluginCommand {
    /// List the plugins that are asked
    #[command(after_help = "Example: fieldmark plugin list --plugin ./elixir.wasm")]
    List,
    /// Show a plugin's manifest, digest and budgets without running it
    #[command(after_help = "Example: fieldmark plugin inspect python")]
    Inspect(Inspect),
    /// Install plugins from a registry, a web server or a file, or all that a lock file names
    #[command(after_help = "Example: fieldmark plugin install registry.example/acme/pony:1.2.0 --lock fieldmark.lock")]
    Install(Install),
    /// Follow the references of installed plugins anew
    #[command(after_help = "Example: fieldmark plugin update --latest pony")]
    Update(Update),
    /// Say which installed plugins are not what would be installed today
    #[command(after_help = "Example: fieldmark plugin outdated")]
    Outdated(Outdated),
    /// Remove installed plugins
    #[command(after_help = "Example: fieldmark plugin remove pony")]
    Remove(Remove),
    /// Save installed plugins in one file, for a network that is closed
    #[command(after_help = "Example: fieldmark plugin save plugins.tar")]
    Save(Save),
    /// Install the plugins of such a file
    #[command(after_help = "Example: fieldmark plugin load plugins.tar")]
    Load(Load),
    /// Say of installed plugins and of files whether they are whole and who vouches for them
    #[command(after_help = "Example: fieldmark plugin verify pony")]
    Verify(Verify),
    /// Trust an installed plugin as it is, or whatever a key has signed
    #[command(
        after_help = "Example: fieldmark plugin trust --key acme.pub --name acme --from 'oci://registry.example/acme/*'"
    )]
    Trust(TrustArguments),
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

/// `plugin inspect`.
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// Id of a plugin, file of one, or a reference, which is fetched and not installed
    #[arg(value_name = "ID|FILE|REF")]
    pub(crate) plugin: String,

    #[command(flatten)]
    pub(crate) network: NetworkArguments,
}

/// `plugin install`.
#[derive(Debug, Args)]
pub(crate) struct Install {
    /// `host/name:tag`, with `@sha256:…` for one and no other; `https://…#sha256=…`; or a file. Without one, what the lock
    /// file names
    #[arg(value_name = "REF", required_unless_present = "lock")]
    pub(crate) references: Vec<String>,

    /// Lock file: written when references are given, followed when none is
    #[arg(long, value_name = "FILE")]
    pub(crate) lock: Option<PathBuf>,

    /// Take the place of an installed plugin that has the same id and comes from somewhere else
    #[arg(long)]
    pub(crate) replace: bool,

    #[command(flatten)]
    pub(crate) network: NetworkArguments,
}

/// `plugin update`.
#[derive(Debug, Args)]
pub(crate) struct Update {
    /// Ids of installed plugins; all unless given
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<String>,

    /// Where a plugin was asked for by a tag that is a version, take the tag with the highest one
    #[arg(long)]
    pub(crate) latest: bool,

    /// Write what is installed then into this lock file
    #[arg(long, value_name = "FILE")]
    pub(crate) lock: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) network: NetworkArguments,
}

/// `plugin outdated`.
#[derive(Debug, Args)]
pub(crate) struct Outdated {
    /// Ids of installed plugins; all unless given
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<String>,

    #[command(flatten)]
    pub(crate) network: NetworkArguments,
}

/// `plugin remove`.
#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// Ids of installed plugins
    #[arg(value_name = "ID", required = true)]
    pub(crate) ids: Vec<String>,

    /// Take them out of this lock file, too
    #[arg(long, value_name = "FILE")]
    pub(crate) lock: Option<PathBuf>,
}

/// `plugin save`.
#[derive(Debug, Args)]
pub(crate) struct Save {
    /// The file to be written
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// Ids of installed plugins; all unless given
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<String>,
}

/// `plugin load`.
#[derive(Debug, Args)]
pub(crate) struct Load {
    /// A file that `plugin save` has written
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// Take the place of installed plugins that have the same ids and come from somewhere else
    #[arg(long)]
    pub(crate) replace: bool,
}

/// `plugin verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Ids of installed plugins, or files; all installed plugins unless given
    #[arg(value_name = "ID|FILE")]
    pub(crate) ids: Vec<String>,
}

/// `plugin trust`.
#[derive(Debug, Args)]
pub(crate) struct TrustArguments {
    /// Id of an installed plugin: it is trusted as it is, and no other version of it
    #[arg(value_name = "ID", required_unless_present = "key", conflicts_with_all = ["key", "name", "from"])]
    pub(crate) plugin: Option<String>,

    /// Public key (PEM, ECDSA over P-256, as `cosign generate-key-pair` makes it): what it has signed is trusted
    #[arg(long, value_name = "FILE", requires = "name")]
    pub(crate) key: Option<PathBuf>,

    /// What the key is called in the policy
    #[arg(long, value_name = "NAME", requires = "key")]
    pub(crate) name: Option<String>,

    /// Trust the key for plugins from this place only: `oci://host/name`, `https://…` or `file:…`, with `/*` at its end for
    /// all below; may be given more than once
    #[arg(long, value_name = "PLACE", requires = "key")]
    pub(crate) from: Vec<String>,
}
