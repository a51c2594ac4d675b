//! Dockerfiles for what no builder image builds: from the official upstream image of a language, in stages.
//!
//! A [`Template`] is data of `rules/dockerfiles`: images with their versions, what is copied first, the steps, and how what
//! they make is started. [`offer()`] finds the one for a component and chooses the version; [`render()`] writes the text.
//! No text of a repository gets into a Dockerfile unquoted. The only thing that is read is the names in one directory
//! ([`entries()`]).

mod bundled;
mod entries;
mod error;
mod ignore;
mod offer;
mod placeholder;
mod quoting;
mod render;
mod template;

pub use bundled::template_names;
pub use entries::entries;
pub use error::UpstreamError;
pub use ignore::ignore_file;
pub use offer::{Facts, Offer, offer};
pub use render::{Context, render};
pub use template::{BuildStage, RunStage, Template, Variant};
