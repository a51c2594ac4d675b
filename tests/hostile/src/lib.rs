//! What the tests of hostile plugins and hostile repositories share: plugins made of WebAssembly text, repositories in a
//! temporary folder, and the one question that is always asked: did the others notice?

mod answer;
mod guest;
mod repository;
mod trial;

pub use answer::answering;
pub use guest::{Guest, MANIFEST, with_manifest};
pub use repository::Repository;
pub use trial::{ID, Trial, assert_printable};
