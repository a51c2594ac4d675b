//! From the source of a plugin to its component: adds the Rust target if it is missing, runs cargo, encodes the core
//! module as a component and writes the manifest into it.
//!
//! The bundle is made with it while the host is built, the test kit makes components of fixtures with it, and so do the
//! command line's commands for plugin authors.

mod component;
mod crates;
mod error;
mod system;
mod target;

pub use component::{componentize, componentize_without_system};
pub use crates::{PluginCrate, Workspace};
pub use error::PackageError;
pub use target::{TARGET, Target, ensure_target};
