//! Image streams and images: what a platform offers to build with, and how a term finds one of them.
//!
//! A [`Platform`] answers what streams and images there are: a live cluster, a saved snapshot of one, or a catalogue.
//! [`resolve()`] says which one of them a term means. Nothing here performs I/O.

mod catalogue;
mod chain;
mod evidence;
mod image;
mod matched;
mod platform;
mod preference;
mod purpose;
mod reference;
mod resolve;
mod search;
mod snapshot;
mod tag_name;
mod tags;
#[cfg(test)]
mod testing;
mod unresolved;

pub use catalogue::{Catalogue, CatalogueError, CataloguePlatform, Choice, Stream, Tag};
pub use chain::{ChainError, TagChain, follow};
pub use evidence::{BuilderEvidence, builder_evidence};
pub use image::Image;
pub use matched::{Match, StreamTag};
pub use platform::{LookupError, Platform, ResourceKind};
pub use purpose::{Purpose, SearchOptions, Searched};
pub use reference::{ImageReference, ReferenceError};
pub use resolve::{resolve, search};
pub use search::SHARED_PROJECT;
pub use snapshot::{MAX_SNAPSHOT_BYTES, Snapshot, SnapshotError};
pub use unresolved::Unresolved;
