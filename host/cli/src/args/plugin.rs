//! `plugin`.

use clap::Subcommand;

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
}
