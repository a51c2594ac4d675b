//! The program under test.

use std::path::PathBuf;
use std::{env, io};

/// The program: the one that the variable `FIELDMARK_BIN` names, or the one beside the test, which
/// `cargo test --workspace` has built.
///
/// # Errors
/// It is not there.
pub fn program() -> io::Result<PathBuf> {
    if let Some(path) = env::var_os("FIELDMARK_BIN") {
        return PathBuf::from(path).canonicalize();
    }
    // target/<profile>/deps/<test>
    let mut folder = env::current_exe()?;
    folder.pop();
    folder.pop();
    let program = folder.join("fieldmark");
    program.canonicalize().map_err(|error| {
        let build = "cargo test --workspace --test cli --no-run";
        io::Error::new(error.kind(), format!("{} is not there; build it: {build}", program.display()))
    })
}
