//! Running the program where a case was recorded: same folders, same repositories, no network.

use crate::{Case, Oracle, Placeholders};
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A program that takes longer than this does not end.
const MAX_TIME: Duration = Duration::from_secs(60);

/// The place of one run.
#[derive(Debug)]
pub struct Scene {
    work: TempDir,
    directory: PathBuf,
}

/// How a run ended.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// None when it was ended, for it took too long.
    pub exit_code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Scene {
    /// Copies the input and runs the lines of `setup`.
    ///
    /// # Errors
    /// The system fails, or a line of `setup` does.
    pub fn new(oracle: &Oracle, case: &Case) -> io::Result<Self> {
        let work = tempfile::Builder::new().prefix("oracle-").tempdir()?;
        let root = work.path().canonicalize()?;
        let directory = root.join(&case.input);
        let input = oracle.input(&case.input);
        if input.is_dir() {
            copy(&input, &directory)?
        } else {
            fs::create_dir(&directory)?
        }
        fs::create_dir(root.join("home"))?;
        let scene = Self { work, directory };
        for line in &case.setup {
            let line = scene.placeholders()?.fill(line);
            let output = scene.command("sh")?.arg("-ec").arg(&line).output()?;
            if !output.status.success() {
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                return Err(io::Error::other(format!("{}: `{line}` failed: {said}", case.id)));
            }
        }
        Ok(scene)
    }

    /// The working directory: the copy of the input.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// What the placeholders stand for here.
    ///
    /// # Errors
    /// The system fails.
    pub fn placeholders(&self) -> io::Result<Placeholders> {
        Ok(Placeholders::new(&self.work.path().canonicalize()?, &self.directory))
    }

    /// Writes a file beside the input and the output.
    ///
    /// # Errors
    /// The system fails.
    pub fn file(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        let path = self.work.path().join(name);
        fs::write(&path, text)?;
        Ok(path)
    }

    /// Runs a program to its end, or ends it.
    ///
    /// # Errors
    /// The system fails.
    pub fn run(&self, program: &Path, arguments: &[String], stdin: &str) -> io::Result<Outcome> {
        let mut child = self
            .command(program)?
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            // A program that does not read its input may be gone by now.
            _ = input.write_all(stdin.as_bytes());
        }
        let started = Instant::now();
        let reader = |pipe: Option<Box<dyn io::Read + Send>>| {
            std::thread::spawn(move || {
                let mut bytes = Vec::new();
                if let Some(mut pipe) = pipe {
                    _ = pipe.read_to_end(&mut bytes);
                }
                String::from_utf8_lossy(&bytes).into_owned()
            })
        };
        let out = reader(child.stdout.take().map(|pipe| Box::new(pipe) as Box<dyn io::Read + Send>));
        let err = reader(child.stderr.take().map(|pipe| Box::new(pipe) as Box<dyn io::Read + Send>));
        let exit_code = loop {
            match child.try_wait()? {
                Some(status) => break status.code(),
                None if started.elapsed() > MAX_TIME => {
                    child.kill()?;
                    child.wait()?;
                    break None;
                }
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        };
        let text = |thread: std::thread::JoinHandle<String>| thread.join().unwrap_or_default();
        Ok(Outcome { exit_code, stdout: text(out), stderr: text(err) })
    }

    /// A command in the working directory, in the surroundings of the recordings.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> io::Result<Command> {
        let root = self.work.path().canonicalize()?;
        let remotes = format!("url.file://{}/remotes/.insteadOf", root.display());
        let mut command = Command::new(program);
        command
            .current_dir(&self.directory)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", root.join("home"))
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .env("GIT_CONFIG_COUNT", "1")
            .env("GIT_CONFIG_KEY_0", remotes)
            .env("GIT_CONFIG_VALUE_0", "https://git.example/")
            .env("GIT_CONFIG_NOSYSTEM", "1");
        for person in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{person}_NAME"), "Ann Author")
                .env(format!("GIT_{person}_EMAIL"), "ann@acme.example")
                .env(format!("GIT_{person}_DATE"), "2026-01-02T03:04:05Z");
        }
        Ok(command)
    }
}

/// Copies a folder; links stay links. Of a mode only whether a file can be run is taken over, as version control does: the
/// folder of the recordings may be one that cannot be written to.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy(&entry.path(), &target)?;
        } else if kind.is_symlink() {
            std::os::unix::fs::symlink(fs::read_link(entry.path())?, &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
            let is_executable = entry.metadata()?.permissions().mode() & 0o100 != 0;
            fs::set_permissions(&target, fs::Permissions::from_mode(if is_executable { 0o755 } else { 0o644 }))?;
        }
    }
    Ok(())
}
