//! Where image streams, images and objects are looked up.

use clap::Args;
use std::path::PathBuf;

/// The platform that is asked. Without any of these it is the catalogue in force, in the place of project `openshift`.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Platform")]
pub(crate) struct PlatformOptions {
    /// Project to work in [default: that of the kubeconfig with --cluster, otherwise `default`]
    #[arg(short, long, value_name = "PROJECT")]
    pub(crate) namespace: Option<String>,

    /// Look image streams, images and objects up in a file: what `oc get -o yaml` or `fieldmark images --save` writes
    #[arg(long, value_name = "FILE", conflicts_with = "cluster")]
    pub(crate) snapshot: Option<PathBuf>,

    /// Look them up in the cluster of the kubeconfig; nothing is changed there
    #[arg(long)]
    pub(crate) cluster: bool,

    /// Context of the kubeconfig
    #[arg(long, value_name = "NAME", requires = "cluster")]
    pub(crate) context: Option<String>,

    /// The kubeconfig [default: as `oc` and `kubectl` find it]
    #[arg(long, value_name = "FILE", requires = "cluster")]
    pub(crate) kubeconfig: Option<PathBuf>,

    /// Run the program that the kubeconfig names for credentials
    #[arg(long, requires = "cluster")]
    pub(crate) allow_exec: bool,
}
