//! The Rust target that plugins are built for.

use crate::PackageError;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

/// The target: WebAssembly without any system interface.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// How the target came to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// It was installed already.
    Present,
    /// rustup added it just now.
    Added,
}

/// Makes sure that `rustc` can compile for [`TARGET`], adding it with `rustup target add` when there is a rustup.
///
/// Nothing else of the toolchain is touched: a plain `target add` only unpacks the missing standard library.
///
/// # Errors
/// It is missing and cannot be added; the error names the command to run.
pub fn ensure_target(rustc: &OsStr) -> Result<Target, PackageError> {
    if is_installed(rustc)? {
        return Ok(Target::Present);
    }
    let missing = |problem: String| PackageError::TargetMissing { problem };
    let added = Command::new("rustup").args(["target", "add", TARGET]).output();
    let added = added.map_err(|error| missing(format!("rustup could not be run: {error}")))?;
    if !added.status.success() {
        let said = String::from_utf8_lossy(&added.stderr);
        return Err(missing(format!("rustup says: {}", said.lines().last().unwrap_or("nothing"))));
    }
    if is_installed(rustc)? {
        Ok(Target::Added)
    } else {
        Err(missing("rustup added it to another toolchain".to_owned()))
    }
}

fn is_installed(rustc: &OsStr) -> Result<bool, PackageError> {
    let program = || rustc.to_string_lossy().into_owned();
    let output = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()
        .map_err(|source| PackageError::Program { program: program(), source })?;
    let directory = String::from_utf8_lossy(&output.stdout);
    Ok(output.status.success() && Path::new(directory.trim()).is_dir())
}
