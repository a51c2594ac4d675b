//! The commands.

mod check;
mod config;
mod detect;
mod dockerfile;
mod expose;
mod images;
mod new_app;
mod plugin;
mod print;
mod run_script;
mod s2i;
mod s2i_source;
mod start_build;
mod upstream;

use crate::args::{Arguments, Command, ConfigCommand, S2iCommand, parse};
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use clap::ArgMatches;
use std::ffi::OsString;

/// Runs the program and says how it ends.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    match parse(&arguments) {
        Ok((arguments, matches)) => dispatch(&arguments, innermost(&matches)).unwrap_or_else(|problem| {
            output::say(&problem.text());
            problem.exit
        }),
        Err(error) => {
            // Help and the version are what was asked for; clap sends them to standard output by itself.
            _ = error.print();
            match error.use_stderr() {
                true if imitates(&arguments) => Exit::NothingMatched,
                true => Exit::Usage,
                false => Exit::Success,
            }
        }
    }
}

/// Whether another program is imitated, by arguments that could not be parsed: those programs end all refusals with 1.
fn imitates(arguments: &[OsString]) -> bool {
    let program = |word: &OsString| word == "oc" || word == "s2i";
    let apart = arguments.windows(2).any(|pair| pair[0] == "--compat" && program(&pair[1]));
    apart || arguments.iter().any(|word| word == "--compat=oc" || word == "--compat=s2i")
}

fn dispatch(arguments: &Arguments, matches: &ArgMatches) -> Result<Exit, Problem> {
    let own = &arguments.own;
    let options = &own.options;
    // Those before the name of a command count, too.
    let given = &own.variables.variables;
    match &arguments.command {
        None => detect::detect(options, matches, &own.source, given),
        Some(Command::Detect(detection)) => {
            let variables = [&given[..], &detection.variables.variables].concat();
            detect::detect(options, matches, &detection.source, &variables)
        }
        Some(Command::Explain(detection)) => {
            let variables = [&given[..], &detection.variables.variables].concat();
            detect::explain(options, matches, &detection.source, &variables)
        }
        Some(Command::Images(arguments)) => images::images(options, matches, arguments),
        Some(Command::Expose(arguments)) => expose::expose(options, matches, arguments),
        Some(Command::StartBuild(arguments)) => start_build::start_build(options, matches, arguments),
        Some(Command::Check(arguments)) => {
            let variables = [&given[..], &arguments.variables.variables].concat();
            check::check(options, matches, arguments, &variables)
        }
        Some(Command::NewApp(new_app)) => new_app::new_app(options, matches, new_app),
        Some(Command::NewBuild(new_build)) => new_app::new_build(options, matches, new_build),
        Some(Command::Dockerfile(arguments)) => dockerfile::dockerfile(options, matches, arguments),
        Some(Command::S2i(command)) => match &**command {
            S2iCommand::Build(build) => s2i::build(options, matches, build),
            S2iCommand::Plan(build) => s2i::plan(options, matches, build),
            S2iCommand::RunScript(arguments) => run_script::run_script(options, matches, arguments),
        },
        Some(Command::Plugin(command)) => plugin::run(options, matches, command),
        Some(Command::Config(command)) => {
            let ConfigCommand::Show(repository) = &**command;
            config::show(options, matches, &repository.path)
        }
        Some(Command::Schema { of }) => print::schema(*of),
        Some(Command::Completions { shell }) => print::completions(*shell),
        Some(Command::Man) => print::man(),
        Some(Command::Reference) => print::reference(),
    }
}

/// Global options are known to the command they were given to, which is the innermost one at the end.
fn innermost(matches: &ArgMatches) -> &ArgMatches {
    matches.subcommand().map_or(matches, |(_, inner)| innermost(inner))
}
