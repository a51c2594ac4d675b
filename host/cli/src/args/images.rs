//! `images`.

use super::{ObjectFormat, PlatformOptions};
use clap::Args;
use std::path::PathBuf;

/// What of the image streams is shown.
#[derive(Debug, Args)]
pub(crate) struct Images {
    /// Name of an image stream or a part of it, with a tag if one is meant, or what a tag says it supports
    #[arg(value_name = "TERM")]
    pub(crate) term: Option<String>,

    /// Print the image streams as objects, or their names only
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub(crate) output: Option<ObjectFormat>,

    /// Write the image streams with what is known of their images to a file, to be used with --snapshot; as JSON if its
    /// name ends in `.json`, otherwise as YAML
    #[arg(long, value_name = "FILE", conflicts_with = "term")]
    pub(crate) save: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) platform: PlatformOptions,
}
