//! The commands about plugins.

mod bench;
mod build;
mod changes;
mod check;
mod dev;
mod inspect;
mod install;
mod list;
mod load;
mod network;
mod new;
mod outdated;
mod pack;
mod remove;
mod replay;
mod run;
mod save;
mod subject;
mod test;
mod trust;
mod update;
mod verify;

use crate::args::{Format, Options, PluginCommand};
use crate::document::structured;
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_supply::Store;

/// Runs one of them.
pub(crate) fn run(options: &Options, matches: &ArgMatches, command: &PluginCommand) -> Result<Exit, Problem> {
    match command {
        PluginCommand::List => list::list(options, matches),
        PluginCommand::Inspect(arguments) => inspect::inspect(options, matches, arguments),
        PluginCommand::Install(arguments) => install::install(options, matches, arguments),
        PluginCommand::Update(arguments) => update::update(options, matches, arguments),
        PluginCommand::Outdated(arguments) => outdated::outdated(options, matches, arguments),
        PluginCommand::Remove(arguments) => remove::remove(options, matches, arguments),
        PluginCommand::Save(arguments) => save::save(options, matches, arguments),
        PluginCommand::Load(arguments) => load::load(options, matches, arguments),
        PluginCommand::Verify(arguments) => verify::verify(options, matches, arguments),
        PluginCommand::Trust(arguments) => trust::trust(options, matches, arguments),
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

/// The place of installed plugins.
fn store(session: &Session) -> Result<Store, Problem> {
    let nowhere = || {
        let message = "there is no directory for the data of this user".to_owned();
        Problem::refusal("supply.no-store", message, Some("name one with --store".to_owned()))
    };
    session.store().ok_or_else(nowhere)
}

fn print_structured(format: Format, document: &impl serde::Serialize) -> Result<Exit, Problem> {
    Ok(output::print(&structured(format, document)?))
}
