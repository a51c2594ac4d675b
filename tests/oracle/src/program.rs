//! The program under test.

use crate::case::workspace;
use std::path::PathBuf;
use std::process::Command;
use std::{env, io};

/// The program: the one that the variable `FIELDMARK_BIN` names, or the one beside the test, built first.
///
/// # Errors
/// It cannot be built or found.
pub fn program() -> io::Result<PathBuf> {
    if let Some(path) = env::var_os("FIELDMARK_BIN") {
        return PathBuf::from(path).canonicalize();
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .current_dir(workspace())
        .args(["build", "--quiet", "--package", "fieldmark-cli", "--bin", "fieldmark"])
        .status()?;
    if !built.success() {
        return Err(io::Error::other("the program cannot be built"));
    }
    // target/<profile>/deps/<test>
    let mut folder = env::current_exe()?;
    folder.pop();
    folder.pop();
    folder.join("fieldmark").canonicalize()
}
