//! Arguments that say where the repository is.

use clap::Args;
use std::ffi::OsString;
use std::path::PathBuf;

/// A source: a directory, a Git repository, an archive or a listing.
#[derive(Debug, Clone, Args)]
pub(crate) struct SourceArguments {
    /// Directory, Git URL (`https://…`, `ssh://…`, `file://…`, `user@host:path`) with `#` and a branch, tag, commit or
    /// pull request (`#pull/7/head`), archive (`.tar.gz`, `.tgz`, `.tar`, `.zip`), or `-` for a list of paths on standard
    /// input
    #[arg(value_name = "PATH|URL[#REF]|ARCHIVE|-", default_value = ".")]
    pub(crate) source: OsString,

    /// Look at this directory of the source as if it were the whole; paths are then relative to it
    #[arg(long, value_name = "DIR")]
    pub(crate) context_dir: Option<String>,

    /// Ask which of two close answers is meant; needs a terminal
    #[arg(long)]
    pub(crate) interactive: bool,

    /// Most bytes that a clone or an unpacked archive may have [default: 4294967296]
    #[arg(long, value_name = "BYTES")]
    pub(crate) max_source_bytes: Option<u64>,

    /// With `-`: the directory that the listed paths are below; without it only names are known
    #[arg(long, value_name = "DIR")]
    pub(crate) listing_root: Option<PathBuf>,
}
