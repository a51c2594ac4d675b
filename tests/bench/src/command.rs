//! Other processes.

use crate::sample::Failure;
use std::env::{self, consts::EXE_SUFFIX};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The release binary of fieldmark beside this program. Started by cargo, this program has cargo build it first.
pub(crate) fn fieldmark() -> Result<PathBuf, Failure> {
    const BUILD: &str = "cargo build --release -p fieldmark-cli";
    if cfg!(debug_assertions) {
        return Err("the benchmark means nothing without --release".into());
    }
    if let Some(cargo) = env::var_os("CARGO") {
        let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
        let arguments = BUILD.split(' ').skip(1).chain(["--quiet", "--manifest-path", workspace]);
        if !Command::new(cargo).args(arguments).status()?.success() {
            return Err(format!("`{BUILD}` failed").into());
        }
    }
    let path = env::current_exe()?.with_file_name(format!("fieldmark{EXE_SUFFIX}"));
    if path.is_file() { Ok(path) } else { Err(format!("there is no {}; `{BUILD}` makes it", path.display()).into()) }
}

/// Runs a program to its end. Its output goes nowhere; it may end with any status.
pub(crate) fn run(program: &Path, arguments: &[&OsStr]) -> Result<(), Failure> {
    command(program, arguments).status()?;
    Ok(())
}

/// What another instance of this program prints.
pub(crate) fn own(arguments: &[&OsStr]) -> Result<String, Failure> {
    let output = Command::new(env::current_exe()?).args(arguments).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Peak of memory of a program in bytes, measured by another instance of this one, which has no other children.
pub(crate) fn memory(program: &Path, arguments: &[&OsStr]) -> Result<u64, Failure> {
    let peak = [OsStr::new("peak"), program.as_os_str()];
    let arguments: Vec<&OsStr> = peak.into_iter().chain(arguments.iter().copied()).collect();
    Ok(own(&arguments)?.trim().parse::<u64>()? * 1024)
}

/// Peak of memory of a program in KiB. It has to be the only child of this process so far.
#[cfg(unix)]
pub(crate) fn peak(program: &OsStr, arguments: &[OsString]) -> Result<i64, Failure> {
    use nix::sys::resource::{UsageWho, getrusage};
    let arguments: Vec<&OsStr> = arguments.iter().map(OsString::as_os_str).collect();
    run(Path::new(program), &arguments)?;
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss();
    // Only Apple counts in bytes.
    Ok(if cfg!(target_vendor = "apple") { peak / 1024 } else { peak })
}

#[cfg(not(unix))]
pub(crate) fn peak(_: &OsStr, _: &[OsString]) -> Result<i64, Failure> {
    Err("peak memory is measured on Unix only".into())
}

fn command(program: &Path, arguments: &[&OsStr]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}
