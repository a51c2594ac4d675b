//! A stranger writes a plugin.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

mod bindings;
mod dev;
mod guide;
mod hostile;
mod mistakes;
mod path;
