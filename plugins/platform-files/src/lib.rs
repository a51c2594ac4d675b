//! Files by which platforms are told how to run an application.
//!
//! Nothing here is what a builder image does by itself: a command that is declared is told as such. The order of trust is
//! that of `Procfile` first, then the files of the same family, then those of single platforms.

mod addon;
mod blueprint;
mod captain;
mod dotenv;
mod flat;
mod listen;
mod procfile;
mod project;
mod relation;

use fieldmark_sdk::{Failure, File, Place, Plugin, Repo, Settings, Verdict};

/// The plugin.
pub struct PlatformFiles;

impl Plugin for PlatformFiles {
    fn detect(repo: &Repo, _settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("platform-files");
        procfile::state(repo, &mut verdict);
        addon::state(repo, &mut verdict);
        project::state(repo, &mut verdict);
        flat::state(repo, &mut verdict);
        captain::state(repo, &mut verdict);
        dotenv::state(repo, &mut verdict);
        relation::state(repo, &mut verdict);
        // These may be about directories, and what follows a directory is about it.
        blueprint::state(repo, &mut verdict);
        Ok(verdict)
    }
}

/// That a file says something.
fn found(file: File<'_>, verdict: &mut Verdict) {
    verdict.point(0, "platform-files.file", file.whole(), format!("{} says how to run the application", file.path()));
}

/// The command of the process that answers requests, and the port that stands in it.
fn start(command: &str, at: Place, verdict: &mut Verdict) {
    // One line may stand among comments; of several nobody knows here what holds them together.
    let mut lines = command.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let command = lines.next().filter(|_| lines.next().is_none()).unwrap_or_default();
    // A socket that Platform.sh and Upsun make for `socket_family: unix` is nowhere else.
    if command.is_empty() || ["$SOCKET", "${SOCKET"].iter().any(|socket| command.contains(socket)) {
        return;
    }
    verdict.attribute("start", command, at);
    verdict.attribute("start-origin", "declared", at);
    if let Some(port) = listen::port(command) {
        verdict.attribute("port", port.to_string(), at);
    }
}

/// A port that is a number.
fn port(text: &str, at: Place, verdict: &mut Verdict) {
    if let Some(number) = text.trim().parse::<u16>().ok().filter(|number| *number != 0) {
        verdict.attribute("port", number.to_string(), at);
    }
}

fieldmark_sdk::export!(PlatformFiles);
