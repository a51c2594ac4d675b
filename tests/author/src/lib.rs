//! The path of a plugin's author: from an empty directory, with nothing but the program and the tools of a language, to a
//! plugin that users have. Each step is a command as the guide for authors states it, and is timed.

mod guide;
mod language;
mod program;
mod stranger;

pub use guide::{Block, blocks};
pub use language::Language;
pub use program::{cache, program};
pub use stranger::{Step, Stranger};
