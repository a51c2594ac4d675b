//! The commands about plugins.

mod bench;
mod build;
mod check;
mod dev;
mod inspect;
mod list;
mod new;
mod pack;
mod replay;
mod run;
mod subject;
mod test;

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
        PluginCommand::New(new) => new::new(new),
        PluginCommand::Build(project) => build::build(project),
        PluginCommand::Test(test) => test::test(options, matches, test),
        PluginCommand::Check(project) => check::check(options, matches, project),
        PluginCommand::Dev(project) => dev::dev(options, matches, project),
        PluginCommand::Bench(bench) => bench::bench(options, matches, bench),
        PluginCommand::Pack(pack) => pack::pack(pack),
        PluginCommand::Run(run) => run::run(options, matches, run),
        PluginCommand::Replay(replay) => replay::replay(options, matches, replay),
    }
}

fn print_structured(format: Format, document: &impl serde::Serialize) -> Result<Exit, Problem> {
    Ok(output::print(&structured(format, document)?))
}
