//! Source-to-image: what a build does with a source tree and a builder image.

mod environment;
mod finding;
mod glob;
mod ignore;
mod variable;

pub use environment::{ENVIRONMENT_PATH, Environment, MOST_ENVIRONMENT_BYTES, OLD_ENVIRONMENT_PATH};
pub use ignore::{Entries, IGNORE_PATH, Ignore, MOST_IGNORE_BYTES};
pub use variable::Variable;
