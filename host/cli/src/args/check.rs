//! Arguments of `check`.

use super::{PlatformOptions, SourceArguments, Variables};
use clap::{Args, ValueEnum};

/// Say what will fail before a build is started.
#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) source: SourceArguments,

    #[command(flatten)]
    pub(crate) variables: Variables,

    #[command(flatten)]
    pub(crate) platform: PlatformOptions,

    /// Weight from which on a finding makes the command end with exit code 5
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "error")]
    pub(crate) fail_on: FailOn,

    /// The platform lets containers run as root
    #[arg(long)]
    pub(crate) root_allowed: bool,

    /// Print what is known about every finding as Markdown, and look at nothing
    #[arg(long)]
    pub(crate) list: bool,
}

/// What makes `check` fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Every finding
    Note,
    /// Warnings and errors
    Warning,
    /// Errors only
    Error,
    /// Nothing
    Never,
}
