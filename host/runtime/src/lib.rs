//! From the bytes of a component to a verdict: loads language plugins into wasmtime and runs each call in a fresh store
//! with fixed budgets.
//!
//! A plugin can import the interfaces of `fieldmark:detector` and nothing else. What it may use up is counted, not
//! timed, so that the same plugin over the same repository always ends the same way; only a caller's
//! [`Runtime::interrupt`] depends on the clock, and it yields an error, never a verdict.
//!
//! This is the only crate that knows wasmtime. Its one module with `unsafe` is `precompiled`.

mod abi;
mod cache;
mod component;
mod error;
mod guard;
mod imports;
mod plugin;
mod precompiled;
mod run;
mod runtime;
mod state;

pub use cache::Cache;
pub use component::{Component, MAX_COMPONENT_BYTES, detector_digest, digest};
pub use error::{LoadError, PluginError};
pub use plugin::Plugin;
pub use precompiled::{Precompiled, embed};
pub use run::{LogLine, Outcome};
pub use runtime::{Runtime, RuntimeError};
