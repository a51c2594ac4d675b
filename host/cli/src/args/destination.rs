//! Where what is made goes to: what commands share that look objects up and send others.

use super::{ApplyArguments, CompatName, PlatformOptions};
use clap::Args;

/// As whom a command behaves, whether it sends what it makes, and where to.
#[derive(Debug, Args)]
pub(crate) struct Destination {
    /// Behave as another program does, its faults included
    #[arg(long, value_enum, value_name = "PROGRAM")]
    pub(crate) compat: Option<CompatName>,

    #[command(flatten)]
    pub(crate) apply: ApplyArguments,

    #[command(flatten)]
    pub(crate) platform: PlatformOptions,

    /// Of tables, which are not printed here.
    #[arg(long, hide = true)]
    show_labels: bool,
}
