//! Whatever a plugin or a repository does, the worst that happens is one warning line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

mod answers;
mod bytes;
mod calls;
mod identity;
mod interruption;
mod manifests;
mod resources;
mod texts;
mod trees;
