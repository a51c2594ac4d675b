//! How registries and web servers are reached.

use clap::Args;
use clap::builder::FalseyValueParser;
use std::path::PathBuf;

/// Options of the commands that fetch plugins. Nothing else uses the network for a plugin.
#[derive(Debug, Args)]
pub(crate) struct NetworkArguments {
    /// Fetch nothing: take files and what is installed already
    #[arg(long, env = "FIELDMARK_OFFLINE", hide_env_values = true, value_parser = FalseyValueParser::new())]
    pub(crate) offline: bool,

    /// Speak to registries without TLS; credentials are then sent to this machine only
    #[arg(long)]
    pub(crate) plain_http: bool,

    /// Trust the authorities of this file (PEM), too
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,

    /// Take credentials from this file [default: those of podman and docker]
    #[arg(long, value_name = "FILE", env = "REGISTRY_AUTH_FILE", hide_env_values = true)]
    pub(crate) auth_file: Option<PathBuf>,
}
