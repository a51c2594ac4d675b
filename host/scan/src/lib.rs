//! From a tree of files to a [`Snapshot`]: one parallel walk, one pass of all plugins' patterns over every name, no file
//! opened before a plugin asks for it.
//!
//! ```
//! use fieldmark_scan::{PatternSet, ScanOptions, scan};
//!
//! let tree = tempfile::tempdir()?;
//! std::fs::write(tree.path().join("pom.xml"), "<project/>")?;
//!
//! let patterns = fieldmark_model::Patterns { markers: vec!["pom.xml".into()], ..Default::default() };
//! let set = PatternSet::new([&patterns])?;
//! let snapshot = scan(tree.path(), &set, &ScanOptions::default())?;
//! assert_eq!(snapshot.roots(), ["."]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This is the only crate that knows `ignore` and `globset`.

mod contents;
mod directory;
mod error;
mod excluded;
mod globs;
mod ignore_rules;
mod ignored;
mod listing;
mod patterns;
mod snapshot;
mod table;
mod tally;
#[cfg(test)]
mod testing;
mod vendored;
mod view;
mod walk;
mod wildcard;

pub use contents::Contents;
pub use directory::Directory;
pub use error::ScanError;
pub use excluded::Excluded;
pub use listing::scan_listing;
pub use patterns::{PatternError, PatternRef, PatternSet};
pub use snapshot::{Presence, Snapshot, Walked};
pub use table::PatternTable;
pub use vendored::Vendored;
pub use view::RootView;
pub use walk::{ScanOptions, scan};
