//! What is done with objects.

use clap::{Args, ValueEnum};

/// Whether objects are sent, and how.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Apply")]
pub(crate) struct ApplyArguments {
    /// Send it to the cluster
    #[arg(long, requires = "cluster")]
    pub(crate) apply: bool,

    /// Change nothing: `client` sends nothing, as without --apply; `server` lets the cluster try
    #[arg(long, value_enum, value_name = "WHERE", num_args = 0..=1, require_equals = true, default_missing_value = "client")]
    pub(crate) dry_run: Option<DryRun>,

    /// Take over fields that somebody else set
    #[arg(long, requires = "apply")]
    pub(crate) force_conflicts: bool,
}

impl ApplyArguments {
    /// Whether anything is sent.
    pub(crate) fn sends(&self) -> bool {
        self.apply && self.dry_run != Some(DryRun::Client)
    }

    /// Whether the cluster only tries.
    pub(crate) fn is_trial(&self) -> bool {
        self.dry_run == Some(DryRun::Server)
    }
}

/// Who tries without doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DryRun {
    /// Nobody: it is done
    None,
    /// This program: nothing is sent
    Client,
    /// The cluster
    Server,
}
