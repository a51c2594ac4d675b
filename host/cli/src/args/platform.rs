//! Which platform is asked for image streams, images and objects.

use clap::Args;
use std::path::PathBuf;

/// Options of commands that ask a platform.
#[derive(Debug, Clone, Args)]
pub(crate) struct PlatformOptions {
    /// Project that objects are made in [default: the snapshot's or the context's own]
    #[arg(short = 'n', long = "namespace", value_name = "PROJECT")]
    pub(crate) namespace: Option<String>,

    /// Ask this file, a list of objects in YAML or JSON as `oc get -o yaml` prints it
    #[arg(long, value_name = "FILE")]
    pub(crate) snapshot: Option<PathBuf>,
}
