//! The plugin contract seen from other languages than Rust: the same detector in each, judged over the same fixture.

mod components;
mod transcript;

pub use components::{Language, folder, plugin};
pub use transcript::transcript;
