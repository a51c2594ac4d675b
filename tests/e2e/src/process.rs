//! Processes that end with the test, whatever becomes of it.
//!
//! Each is the first process of a namespace of process ids: when the `unshare` around it is killed, the kernel kills
//! everything in there, sessions and groups of their own included. `setpriv` has it killed with the thread of the test.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::NamedTempFile;

/// How often something awaited is looked at.
const PAUSE: Duration = Duration::from_millis(50);
/// Lines of a log that a failure shows.
const SHOWN_LINES: usize = 40;

/// The directory with the programs of this build.
pub fn programs() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own program");
    test.ancestors().nth(2).expect("tests are built into `deps`").to_owned()
}

/// A program of this build.
pub fn program(name: &str) -> PathBuf {
    let path = programs().join(name);
    assert!(path.exists(), "{} is not there: build it first (cargo build)", path.display());
    path
}

/// A command in namespaces of its own: process ids and mounts, and without `network` the network, too.
pub fn contained(network: bool) -> Command {
    let mut command = Command::new("setpriv");
    command.args([
        "--pdeathsig",
        "KILL",
        "--",
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "--mount-proc",
    ]);
    if !network {
        command.arg("--net");
    }
    command.arg("--");
    command
}

/// What a command prints to standard output. Fails if the command does.
pub fn output_of(command: &mut Command, limit: Duration) -> String {
    let output = NamedTempFile::new().unwrap();
    let errors = NamedTempFile::new().unwrap();
    let started = Started::with(command, output.reopen().unwrap(), errors);
    started.succeeds(command.get_program(), limit);
    fs::read_to_string(output.path()).unwrap()
}

/// Runs a command to its end. Fails if it fails or takes longer than that.
pub fn run_to_end(command: &mut Command, limit: Duration) {
    let started = Started::start(command);
    started.succeeds(command.get_program(), limit);
}

/// An answer over HTTP.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// The status.
    pub status: u16,
    /// Headers left out.
    pub body: String,
}

/// A process at work. Dropping it ends it and everything it started.
#[derive(Debug)]
pub struct Started {
    child: Child,
    log: NamedTempFile,
}

impl Started {
    /// Starts a command, both of whose outputs go to a log.
    pub fn start(command: &mut Command) -> Self {
        let log = NamedTempFile::new().unwrap();
        Self::with(command, log.reopen().unwrap(), log)
    }

    fn with(command: &mut Command, output: File, log: NamedTempFile) -> Self {
        command.stdin(Stdio::null()).stdout(output).stderr(log.reopen().unwrap());
        // Whoever it becomes may open its own standard error, as in a container.
        fs::set_permissions(log.path(), fs::Permissions::from_mode(0o666)).unwrap();
        let child = command.spawn().unwrap_or_else(|error| panic!("{:?}: {error}", command.get_program()));
        Self { child, log }
    }

    fn succeeds(mut self, program: &OsStr, limit: Duration) {
        let end = Instant::now() + limit;
        loop {
            if let Some(status) = self.ended() {
                assert!(status.success(), "{} ended with {status}:\n{}", program.display(), self.log());
                return;
            }
            assert!(Instant::now() < end, "{} took more than {limit:?}:\n{}", program.display(), self.log());
            sleep(PAUSE);
        }
    }

    /// The page at a port of the process's own loopback, awaited until it answers. Fails when the process ends first.
    pub fn page(&mut self, port: u16, limit: Duration) -> Page {
        let end = Instant::now() + limit;
        loop {
            if let Some(page) = self.try_page(port) {
                return page;
            }
            if let Some(status) = self.ended() {
                panic!("it ended with {status} before it answered on port {port}:\n{}", self.log());
            }
            assert!(Instant::now() < end, "no answer on port {port} within {limit:?}:\n{}", self.log());
            sleep(PAUSE);
        }
    }

    fn try_page(&self, port: u16) -> Option<Page> {
        let network = format!("/proc/{}/ns/net", self.child.id());
        // Before `unshare` did its work the network is still the machine's own.
        if fs::read_link(&network).ok()? == fs::read_link("/proc/self/ns/net").unwrap() {
            return None;
        }
        let mut probe = Command::new("nsenter");
        probe.arg(format!("--net={network}")).arg("--").arg(program("probe")).arg(port.to_string());
        let output = probe.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let (status, body) = text.split_once('\n')?;
        Some(Page { status: status.parse().ok()?, body: body.to_owned() })
    }

    fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// The last lines of what it printed.
    pub fn log(&self) -> String {
        let bytes = fs::read(self.log.path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n")
    }

    /// The first process of its namespace of process ids.
    fn first(&self) -> Option<u32> {
        let id = self.child.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).ok()?;
        children.split_whitespace().next()?.parse().ok()
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let first = self.first();
        let _ = self.child.kill();
        let _ = self.child.wait();
        // What it worked on may be deleted only when nobody is left.
        let end = Instant::now() + Duration::from_secs(10);
        while first.is_some_and(is_alive) && Instant::now() < end {
            sleep(Duration::from_millis(5));
        }
    }
}

/// Whether a process is there and not merely waiting to be noticed.
fn is_alive(id: u32) -> bool {
    let status = fs::read_to_string(Path::new("/proc").join(id.to_string()).join("stat")).unwrap_or_default();
    status.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}
