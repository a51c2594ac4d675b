//! Turns decisions into text for people, and into JSON and YAML for programs.
//!
//! Everything here returns text; nothing prints. Text that comes from a repository (names of files above all) is made
//! printable on the way.

mod document;
mod explain;
mod paint;
mod plugins;
mod printable;
mod s2i_plan;
mod structured;
mod summary;

pub use document::{explanation, plugin_document, plugin_documents};
pub use explain::explain;
pub use paint::Paint;
pub use plugins::{inspect, list};
pub use printable::printable;
pub use s2i_plan::s2i_plan;
pub use structured::{RenderError, json, yaml};
pub use summary::summary;
