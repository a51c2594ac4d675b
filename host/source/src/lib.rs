//! Where a repository comes from: a directory, a Git repository, an archive, or a listing.
//!
//! ```
//! use fieldmark_source::Location;
//!
//! let location = Location::parse("https://ann:secret@host.example/acme/shop.git#v2")?;
//! assert_eq!(location.to_string(), "https://***@host.example/acme/shop.git#v2");
//! let Location::Remote(remote) = location else { unreachable!() };
//! assert_eq!(remote.uri_without_credentials(), "https://host.example/acme/shop.git");
//! assert_eq!(remote.reference(), Some("v2"));
//! # Ok::<(), fieldmark_source::SourceError>(())
//! ```
//!
//! Everything that is fetched or unpacked lies in a private temporary directory that is removed when its owner is
//! dropped. This is the only crate that starts `git`, and the only user of `tar` and `zip`.

mod archive;
mod checkout;
mod commit;
mod context;
mod error;
mod fetch;
mod git;
mod limits;
mod listing;
mod location;
mod mask;
mod pack;
mod probe;
mod process;
mod reference;
mod remote;
mod temporary;
#[cfg(test)]
mod testing;
mod tree_tally;
mod work_tree;

pub use archive::{Skipped, Unpacked, unpack};
pub use checkout::Checkout;
pub use commit::CommitFacts;
pub use context::context_directory;
pub use error::SourceError;
pub use git::Git;
pub use limits::Limits;
pub use listing::listing;
pub use location::{Local, Location};
pub use pack::{DEFAULT_EXCLUDE, MAX_UPLOAD_BYTES, PackError, Packed, pack};
pub use probe::Access;
pub use reference::check_reference;
pub use remote::{Protocol, Remote};
pub use work_tree::{Changes, GitRemote, Unpushed, WorkTree, is_bare_repository};
