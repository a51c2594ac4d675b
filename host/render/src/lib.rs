//! Turns decisions into text for people, and into JSON and YAML for programs.
//!
//! Everything here returns text; nothing prints. Text that comes from a repository (names of files above all) is made
//! printable on the way.

pub mod author;
mod check;
mod document;
mod explain;
mod notes;
mod paint;
mod plan;
mod plugins;
mod printable;
mod s2i_plan;
mod sarif;
mod source_build;
mod structured;
mod summary;

pub use check::{findings, rules_markdown};
pub use document::{explanation, plugin_document, plugin_documents};
pub use explain::explain;
pub use notes::note;
pub use paint::Paint;
pub use plan::{plan, search_list, search_results};
pub use plugins::{inspect, list};
pub use printable::printable;
pub use s2i_plan::s2i_plan;
pub use sarif::sarif;
pub use source_build::SourceBuild;
pub use structured::{RenderError, json, yaml};
pub use summary::summary;
