//! The command line of fieldmark. It does what the libraries never do: it reads arguments, the environment and
//! configuration files, prints, and ends the process.

mod apply;
mod args;
mod build_input;
mod command;
mod config;
mod detector;
mod document;
mod exit;
mod inspection;
mod installed;
mod interrupt;
mod object_file;
mod output;
mod pairs;
mod places;
mod platform;
mod plugin_files;
mod question;
mod random;
mod reference;
mod report;
mod session;
mod settings;
mod source;
mod told;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run(std::env::args_os()).into()
}
