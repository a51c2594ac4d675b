//! Source-to-image: what a build does with a source tree and a builder image.
//!
//! [`Plan::new`] says what a build does with the sources in a directory, [`dockerfile`] is its text, and [`write()`] makes
//! the Dockerfile with its context; [`write_on_build`] does so for images with ONBUILD triggers. `DIFFERENCES.md` beside this crate lists where it differs from upstream.

mod builder_image;
mod copy;
mod directory;
mod dockerfile;
mod environment;
mod error;
mod exclusion;
mod finding;
mod glob;
mod ignore;
mod image_name;
mod injection;
mod inside;
mod installed_script;
mod labels;
mod layout;
mod on_build;
mod output;
mod plan;
mod quoting;
mod request;
mod runtime_image;
mod scripts;
mod start_script;
mod variable;

pub use builder_image::BuilderImage;
pub use copy::{CopyLimits, Links};
pub use directory::Directory;
pub use dockerfile::dockerfile;
pub use environment::{ENVIRONMENT_PATH, Environment, MOST_ENVIRONMENT_BYTES, OLD_ENVIRONMENT_PATH};
pub use error::S2iError;
pub use exclusion::Exclusion;
pub use ignore::{Entries, IGNORE_PATH, Ignore, MOST_IGNORE_BYTES};
pub use image_name::canonical_image;
pub use injection::Injection;
pub use installed_script::{Installed, install_script};
pub use layout::{SourceTree, Taking, write};
pub use on_build::write_on_build;
pub use output::Output;
pub use plan::{BuildStrategy, Plan};
pub use request::{Commit, Request};
pub use runtime_image::{Artifact, RuntimeRequest, RuntimeStage};
pub use scripts::{PlannedScript, Script, ScriptOrigin};
pub use start_script::ends_with_exec;
pub use variable::Variable;
