//! Somebody who has the program and nothing else of this project.

use crate::{cache, program};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io};
use tempfile::TempDir;

/// A home of their own, in which the program is found by its name.
pub struct Stranger {
    home: TempDir,
}

/// One command and what came of it.
#[derive(Debug)]
pub struct Step {
    /// The command.
    pub command: String,
    /// Its exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it said beside that.
    pub stderr: String,
    /// How long it took.
    pub took: Duration,
}

/// Variables of the cargo that runs the tests, and settings of whoever runs it.
const NOT_THEIRS: [&str; 4] = ["CARGO_", "RUST_", "RUSTUP_TOOLCHAIN", "FIELDMARK_"];
/// Variables that begin so and belong to the machine all the same.
const OF_THE_MACHINE: [&str; 2] = ["CARGO_HOME", "CARGO_HTTP_CAINFO"];

#[expect(clippy::expect_used, reason = "a test that cannot write its files has failed")]
impl Stranger {
    /// An empty directory.
    ///
    /// # Panics
    /// There is no room for one.
    #[must_use]
    pub fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary directory");
        let bin = home.path().join(".bin");
        fs::create_dir(&bin).expect("a directory for the program");
        std::os::unix::fs::symlink(program(), bin.join("fieldmark")).expect("the program");
        Self { home }
    }

    /// Where they are.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.home.path()
    }

    /// Runs the program in a folder of theirs.
    ///
    /// # Panics
    /// It cannot be started.
    #[must_use]
    pub fn fieldmark(&self, folder: &str, arguments: &[&str]) -> Step {
        let mut command = self.command("fieldmark", folder);
        command.args(arguments);
        run(command, format!("fieldmark {}", arguments.join(" ")))
    }

    /// Runs a line of the shell in a folder of theirs.
    ///
    /// # Panics
    /// There is no shell.
    #[must_use]
    pub fn shell(&self, folder: &str, line: &str) -> Step {
        let mut command = self.command("sh", folder);
        command.args(["-c", line]);
        run(command, line.to_owned())
    }

    /// A command in a folder of theirs, with their environment.
    ///
    /// # Panics
    /// The cache cannot be made.
    #[must_use]
    pub fn command(&self, program: &str, folder: &str) -> Command {
        let mut paths = vec![self.path().join(".bin")];
        paths.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        let path = env::join_paths(paths).expect("a path");
        let found = if program == "fieldmark" { self.path().join(".bin/fieldmark") } else { PathBuf::from(program) };
        let mut command = Command::new(found);
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if NOT_THEIRS.iter().any(|start| text.starts_with(start)) && !OF_THE_MACHINE.contains(&&*text) {
                command.env_remove(&name);
            }
        }
        let kept = cache();
        command
            .env("PATH", path)
            .env("PIP_CACHE_DIR", kept.join("pip"))
            .env("npm_config_cache", kept.join("npm"))
            .env("FIELDMARK_CACHE_DIR", kept.join("compiled"))
            .current_dir(self.path().join(folder))
            .stdin(Stdio::null());
        command
    }

    /// Has what cargo builds in a project kept between runs: its dependencies are built once, its own code every time.
    ///
    /// # Panics
    /// The folder is there already.
    pub fn keep_target(&self, project: &str) {
        let kept = cache().join("target");
        fs::create_dir_all(&kept).expect("a directory for what cargo builds");
        std::os::unix::fs::symlink(kept, self.path().join(project).join("target")).expect("a link");
    }

    /// Writes a file of theirs.
    ///
    /// # Panics
    /// It cannot be written.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        fs::write(path, text).expect("a file");
    }

    /// Reads a file of theirs.
    ///
    /// # Panics
    /// It cannot be read.
    #[must_use]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).expect("a file")
    }

    /// Puts another text in place of one that a file holds.
    ///
    /// # Panics
    /// The file does not hold it.
    pub fn replace(&self, path: &str, text: &str, other: &str) {
        let before = self.read(path);
        assert!(before.contains(text), "{path} holds `{text}`:\n{before}");
        self.write(path, &before.replacen(text, other, 1));
    }
}

impl Default for Stranger {
    fn default() -> Self {
        Self::new()
    }
}

#[expect(clippy::expect_used, reason = "a test that cannot start its programs has failed")]
fn run(mut command: Command, told: String) -> Step {
    let begun = Instant::now();
    let output = command.output().expect("a program that can be started");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Step {
        command: told,
        code: output.status.code(),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
        took: begun.elapsed(),
    }
}

impl Step {
    /// The step, which must have ended with this code.
    ///
    /// # Panics
    /// It did not.
    #[must_use]
    pub fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "`{}`:\n{}\n{}", self.command, self.stdout, self.stderr);
        self
    }

    /// The step, whose output must hold each of these texts.
    ///
    /// # Panics
    /// One is missing.
    #[must_use]
    pub fn says(self, texts: &[&str]) -> Self {
        for text in texts {
            let said = self.stdout.contains(text) || self.stderr.contains(text);
            assert!(said, "`{}` says `{text}`:\n{}\n{}", self.command, self.stdout, self.stderr);
        }
        self
    }

    /// Tells how long it took, whether the runner of the tests shows what they print or not.
    pub fn report(&self, language: &str) {
        // Where standard error is closed there is nobody to tell.
        _ = writeln!(io::stderr(), "{language:12} {:>7.1} s   {}", self.took.as_secs_f64(), self.command);
    }
}
