//! The program `git`, started so that nothing a repository says is run.
//!
//! The program and not a library: helpers that keep credentials, ssh with its agents and jumps, proxies, certificates,
//! `insteadOf`, partial answers and the quirks of every server are the program's, set up by the user, and a library would
//! need all of it again. What it costs is a process, and care with what a repository could make it do.

use crate::process::{self, Bounds, Finished, Stop};
use crate::{Protocol, Remote, SourceError, mask};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Longest time for a look at a local repository, and the time that new-app gives `git ls-remote` (new-app.md 3.1).
pub(crate) const LOOK_TIME: Duration = Duration::from_secs(60);
const PROBE_TIME: Duration = Duration::from_secs(10);

/// Most bytes of an answer that is kept.
const MAX_ANSWER: usize = 16 << 20;

/// Variables that would lead git to another repository, or to programs and files of somebody's choice.
const REMOVED_VARIABLES: [&str; 13] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_TEMPLATE_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_ATTR_SOURCE",
    "GIT_SHALLOW_FILE",
    "GIT_TRACE",
];

/// Settings that go before those of the user and of any repository.
const SETTINGS: [&str; 17] = [
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.logAllRefUpdates=false",
    // The empty tree: no attribute of a repository names a filter (git 2.43 and later).
    "attr.tree=4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "protocol.ext.allow=never",
    "protocol.fd.allow=never",
    "credential.interactive=false",
    "fetch.recurseSubmodules=false",
    "fetch.writeCommitGraph=false",
    "submodule.recurse=false",
    "status.submoduleSummary=false",
    "diff.external=",
    "advice.detachedHead=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "transfer.bundleURI=false",
];

/// The same for repositories whose ids are SHA-256; given after the settings, it goes before them.
pub(crate) const NO_ATTRIBUTES_SHA256: [&str; 2] =
    ["-c", "attr.tree=6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"];

/// Length of a commit's id in such repositories.
pub(crate) const SHA256_LENGTH: usize = 64;

/// The program `git`.
#[derive(Debug, Clone)]
pub struct Git {
    pub(crate) cancelled: Arc<AtomicBool>,
    pub(crate) probe_time: Duration,
    pub(crate) submodules: bool,
}

impl Git {
    /// Git as it is found in the user's path.
    #[must_use]
    pub fn new() -> Self {
        Self { cancelled: Arc::default(), probe_time: PROBE_TIME, submodules: true }
    }

    /// The same, ended as soon as the flag is set.
    #[must_use]
    pub fn cancelled_by(mut self, flag: Arc<AtomicBool>) -> Self {
        self.cancelled = flag;
        self
    }

    /// The same, leaving submodules alone.
    #[must_use]
    pub const fn without_submodules(mut self) -> Self {
        self.submodules = false;
        self
    }

    /// The same, with another longest time for [`Git::probe`].
    #[must_use]
    pub const fn with_probe_time(mut self, time: Duration) -> Self {
        self.probe_time = time;
        self
    }

    /// A command that asks nobody and runs nothing that a repository names; it may use these protocols.
    pub(crate) fn command(directory: &Path, protocols: &str) -> Command {
        let mut command = Command::new("git");
        for variable in REMOVED_VARIABLES {
            command.env_remove(variable);
        }
        if let Some(above) = directory.parent() {
            // A repository that somebody has put above the directory is none of ours.
            command.env("GIT_CEILING_DIRECTORIES", above);
        }
        command
            .current_dir(directory)
            // Messages are looked at.
            .env("LC_ALL", "C")
            .env("LANGUAGE", "C")
            .env("GIT_TERMINAL_PROMPT", "0")
            // Programs that fail at once: helpers that keep credentials are asked, people are not.
            .env("GIT_ASKPASS", "false")
            .env("SSH_ASKPASS", "false")
            .env("SSH_ASKPASS_REQUIRE", "force")
            .env("GCM_INTERACTIVE", "never")
            .env("GIT_ALLOW_PROTOCOL", protocols)
            .env("GIT_LFS_SKIP_SMUDGE", "1")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env("GIT_OPTIONAL_LOCKS", "0");
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command
    }
}

impl Default for Git {
    fn default() -> Self {
        Self::new()
    }
}

/// The protocols that git may use for a repository; the submodules of one from elsewhere never come from this machine.
pub(crate) fn protocols(remote: &Remote, for_submodules: bool) -> Result<&'static str, SourceError> {
    match remote.protocol() {
        Protocol::Https | Protocol::Ssh if for_submodules => Ok("https:ssh"),
        // `insteadOf` of the user's own settings may lead to this machine.
        Protocol::Https | Protocol::Ssh => Ok("https:ssh:file"),
        Protocol::Http if for_submodules => Ok("https:http:ssh"),
        Protocol::Http => Ok("https:http:ssh:file"),
        Protocol::File => Ok("https:ssh:file"),
        Protocol::Other(protocol) => {
            Err(SourceError::Protocol { location: remote.to_string(), protocol: protocol.clone() })
        }
    }
}

/// Runs git and keeps its answer.
pub(crate) fn answer(command: Command, bounds: &Bounds<'_>) -> Result<(Finished, Vec<u8>), Stop> {
    let mut answer = Vec::new();
    let finished = process::run(command, bounds, &mut |bytes| {
        answer.extend_from_slice(bytes);
        if answer.len() > MAX_ANSWER { Err(Stop::Size(MAX_ANSWER as u64, "bytes of an answer")) } else { Ok(()) }
    })?;
    Ok((finished, answer))
}

/// What git says, as one line: without progress, prefixes, advice and credentials.
pub(crate) fn detail(message: &str, remote: Option<&Remote>) -> String {
    let is_advice = |line: &&str| !line.is_empty() && !line.starts_with("hint:") && !line.starts_with("warning:");
    let mut lines: Vec<&str> = message.split(['\n', '\r']).map(str::trim).filter(is_advice).collect();
    if lines.iter().any(|line| line.starts_with("fatal: ") || line.starts_with("ERROR: ")) {
        lines.retain(|line| !line.starts_with("error: "));
    }
    let strip =
        |line: &str| ["fatal: ", "error: "].iter().find_map(|p| line.strip_prefix(p)).unwrap_or(line).to_owned();
    let mut seen: Vec<String> = Vec::new();
    for line in lines.into_iter().map(strip).filter(|line| !is_boilerplate(line)) {
        if seen.len() < 3 && !seen.contains(&line) {
            seen.push(line);
        }
    }
    let text = if seen.is_empty() { "git does not say why".to_owned() } else { seen.join("; ") };
    remote.map_or_else(|| mask::mask(&text), |remote| mask::mask_message(&text, remote))
}

/// Lines that are part of every message about a repository that cannot be read.
fn is_boilerplate(line: &str) -> bool {
    [
        "Could not read from remote repository.",
        "Please make sure you have the correct access rights",
        "and the repository exists.",
    ]
    .iter()
    .any(|boilerplate| line.starts_with(boilerplate))
}

/// What a stopped git is for people.
pub(crate) fn stopped(stop: Stop, location: &str, operation: &'static str, time: Duration) -> SourceError {
    match stop {
        Stop::Missing => SourceError::GitMissing,
        Stop::Time => SourceError::TooSlow { location: location.to_owned(), seconds: time.as_secs() },
        Stop::Size(limit, unit) => SourceError::TooLarge { location: location.to_owned(), limit, unit },
        Stop::Cancelled => SourceError::Cancelled,
        Stop::Io(error) => SourceError::Git { operation, detail: error.to_string() },
    }
}
