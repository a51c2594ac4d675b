//! What is emitted runs: applications are detected by the real program, assembled as a builder image would, started as
//! decided, and asked for a page on the port that was announced.
//!
//! `tests/start.rs` does this without a container, in namespaces of the system in which the host's own interpreters
//! stand in for those of the image; `tests/container.rs` builds images, `tests/upstream.rs` those of Dockerfiles that need
//! no builder image. The first two take the same applications
//! (`applications/`) and the same scripts of builder images (`builders/`), which were written from the tables of how
//! such scripts decide.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "it serves tests only"
)]

mod application;
mod builder;
mod cache;
mod decision;
mod digest;
mod image;
pub mod process;
pub mod requirement;
mod sandbox;
mod sources;
mod upstream;

pub use application::{APPLICATIONS, Application};
pub use builder::Builder;
pub use cache::Cache;
pub use decision::{Decision, Origin};
pub use image::{Container, Image, Store};
pub use sandbox::Sandbox;
pub use sources::Sources;
pub use upstream::{Offer, StandIn, Upstream};
