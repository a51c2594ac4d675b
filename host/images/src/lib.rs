//! Image streams and images: what a platform offers to build with, and how a term finds one of them.
//!
//! A [`Platform`] answers what streams and images there are: a live cluster, a saved snapshot of one, or a catalogue.
//! Nothing here performs I/O.

mod image;
mod platform;

pub use image::Image;
pub use platform::{LookupError, Platform, ResourceKind};
