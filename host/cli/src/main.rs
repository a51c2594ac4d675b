//! The command line of fieldmark. It does what the libraries never do: it reads arguments, the environment and
//! configuration files, prints, and ends the process.

mod args;
mod command;
mod config;
mod exit;
mod interrupt;
mod output;
mod places;
mod platform;
mod plugin_files;
mod reference;
mod report;
mod session;
mod settings;
mod source;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run(std::env::args_os()).into()
}
