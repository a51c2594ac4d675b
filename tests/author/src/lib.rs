//! The path of a plugin's author: from an empty directory, with nothing but the program and the tools of a language, to a
//! plugin that users have. Each step is a command as the guide for authors states it, and is timed. And what authors who
//! mean harm can do in each language.

mod attack;
mod attacks;
mod guide;
mod hostile;
mod language;
mod program;
mod stranger;

pub use attack::{Attack, End};
pub use attacks::ATTACKS;
pub use guide::{Block, blocks};
pub use hostile::hostile;
pub use language::Language;
pub use program::{cache, program};
pub use stranger::{Step, Stranger};
