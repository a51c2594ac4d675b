//! The program under test, and what is kept between runs.

use std::path::PathBuf;
use std::{env, fs};

/// The program that `cargo test --workspace` has built, or the one that `FIELDMARK_BIN` names.
///
/// # Panics
/// It is not there.
#[must_use]
#[expect(clippy::expect_used, reason = "a test without its program has failed")]
pub fn program() -> PathBuf {
    let beside = || target().join("fieldmark");
    let path = env::var_os("FIELDMARK_BIN").map_or_else(beside, PathBuf::from);
    path.canonicalize().expect("the program is built: cargo test --workspace --test cli --no-run")
}

/// What package managers have downloaded, and compiled plugins: `FIELDMARK_AUTHOR_CACHE`, or `author` beside the program.
/// It may be deleted at any time between runs.
///
/// # Panics
/// It cannot be made.
#[must_use]
#[expect(clippy::expect_used, reason = "a test that cannot write has failed")]
pub fn cache() -> PathBuf {
    let path = env::var_os("FIELDMARK_AUTHOR_CACHE").map_or_else(|| target().join("author"), PathBuf::from);
    fs::create_dir_all(&path).expect("a directory for what is kept between runs");
    path.canonicalize().expect("the directory")
}

/// target/<profile>, of target/<profile>/deps/<test>.
#[expect(clippy::expect_used, reason = "a test knows its own program")]
fn target() -> PathBuf {
    env::current_exe().expect("its own program").ancestors().nth(2).expect("a target directory").to_owned()
}
