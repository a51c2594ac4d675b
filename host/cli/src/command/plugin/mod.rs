//! The commands about plugins.

mod inspect;
mod list;

use crate::args::{Format, Options, PluginCommand};
use crate::document::structured;
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use clap::ArgMatches;

/// Runs one of them.
pub(crate) fn run(options: &Options, matches: &ArgMatches, command: &PluginCommand) -> Result<Exit, Problem> {
    match command {
        PluginCommand::List => list::list(options, matches),
        PluginCommand::Inspect { plugin } => inspect::inspect(options, matches, plugin),
    }
}

fn print_structured(format: Format, document: &impl serde::Serialize) -> Result<Exit, Problem> {
    Ok(output::print(&structured(format, document)?))
}
