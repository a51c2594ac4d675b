//! A git directory of our own that stands before a repository's objects and refs: git then works with our configuration,
//! hooks and attributes and never reads the repository's own.

use super::repository::{Repository, line, small_file};
use crate::process::{self, Bounds, Finished};
use crate::{Git, SourceError, git, temporary};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use tempfile::TempDir;

/// Most bytes of a configuration file, an index, or a list of patterns or commits.
const MAX_CONFIG: u64 = 1 << 20;
const MAX_INDEX: u64 = 1 << 30;
const MAX_LIST: u64 = 16 << 20;

/// Values of a configuration file by key, in the order of the file; sections and names in small letters.
pub(super) type Config = BTreeMap<String, Vec<String>>;

/// The git directory that stands before a repository.
pub(super) struct Lent<'g> {
    git: &'g Git,
    repository: &'g Repository,
    directory: TempDir,
    deadline: Instant,
    is_sha256: Cell<bool>,
}

impl<'g> Lent<'g> {
    pub(super) fn new(git: &'g Git, repository: &'g Repository) -> Result<Self, SourceError> {
        let deadline = Instant::now() + git::LOOK_TIME;
        Ok(Self { git, repository, directory: temporary::directory()?, deadline, is_sha256: Cell::new(false) })
    }

    /// The repository's configuration, as text only: nothing it names is included, read or run.
    pub(super) fn config(&self) -> Result<Config, SourceError> {
        let Some(bytes) = small_file(&self.repository.common_directory.join("config"), MAX_CONFIG) else {
            return Ok(Config::new());
        };
        self.write("their-config", &bytes)?;
        let mut command = Git::command(self.directory.path(), "");
        command.args(["config", "--file", "their-config", "--no-includes", "--null", "--list"]);
        let (finished, out) = self.answer(command, "config")?;
        self.succeeded(&finished, "config")?;
        let mut config = Config::new();
        for entry in String::from_utf8_lossy(&out).split('\0').filter(|entry| !entry.is_empty()) {
            let (key, value) = entry.split_once('\n').unwrap_or((entry, "true"));
            config.entry(key.to_owned()).or_default().push(value.to_owned());
        }
        Ok(config)
    }

    /// Sets the directory up; `config` says how the repository keeps objects and refs.
    pub(super) fn furnish(&self, config: &Config) -> Result<(), SourceError> {
        let (theirs, common) = (&self.repository.git_directory, &self.repository.common_directory);
        let format = |key: &str| config.get(&format!("extensions.{key}")).and_then(|values| values.last()).cloned();
        let mut ours = String::from("[core]\n\tbare = false\n\trepositoryformatversion = 1\n[extensions]\n");
        for (key, known) in [("objectformat", ["sha1", "sha256"]), ("refstorage", ["files", "reftable"])] {
            if let Some(value) = format(key).filter(|value| known.contains(&value.as_str())) {
                ours.push_str(&format!("\t{key} = {value}\n"));
            }
        }
        self.is_sha256.set(format("objectformat").as_deref() == Some("sha256"));
        self.write("config", ours.as_bytes())?;
        for directory in ["objects", "objects/info", "info"] {
            let path = self.directory.path().join(directory);
            fs::create_dir(&path).map_err(|source| SourceError::Io { path, action: "made", source })?;
        }
        let mut objects = common.join("objects").into_os_string().into_encoded_bytes();
        objects.push(b'\n');
        self.write("objects/info/alternates", &objects)?;
        self.write("HEAD", line(&theirs.join("HEAD")).unwrap_or_default().as_bytes())?;
        for (from, to, max) in [
            (theirs.join("index"), "index", MAX_INDEX),
            (common.join("info/exclude"), "info/exclude", MAX_LIST),
            (common.join("shallow"), "shallow", MAX_LIST),
        ] {
            self.copy(&from, to, max)?;
        }
        for name in ["refs", "packed-refs", "reftable"] {
            let path = common.join(name);
            if path.exists() {
                lend(&path, &self.directory.path().join(name))?;
            }
        }
        Ok(())
    }

    /// The one line that git answers; none when it fails.
    pub(super) fn line(&self, arguments: &[&str]) -> Result<Option<String>, SourceError> {
        let (finished, out) = self.answer(self.command(arguments), "rev-parse")?;
        let line = String::from_utf8_lossy(&out).trim().to_owned();
        Ok((finished.status.success() && !line.is_empty()).then_some(line))
    }

    /// Hands the answer of git on, however long it is.
    pub(super) fn stream(
        &self,
        operation: &'static str,
        arguments: &[&str],
        take: &mut dyn FnMut(&[u8]),
    ) -> Result<(), SourceError> {
        let finished = process::run(self.command(arguments), &self.bounds(), &mut |bytes| {
            take(bytes);
            Ok(())
        });
        self.succeeded(&finished.map_err(|stop| self.stopped(stop, operation))?, operation)
    }

    /// The directories that the user's own settings trust, whoever owns them.
    pub(super) fn trusted(&self) -> Result<Vec<String>, SourceError> {
        let mut command = Git::command(self.directory.path(), "");
        command.args(["config", "--null", "--get-all", "safe.directory"]);
        let (_, out) = self.answer(command, "config")?;
        let text = String::from_utf8_lossy(&out);
        let mut trusted = Vec::new();
        for value in text.split_terminator('\0') {
            // An empty value takes back what stands before it.
            if value.is_empty() {
                trusted.clear();
            } else {
                trusted.push(value.to_owned());
            }
        }
        Ok(trusted)
    }

    /// A directory that certainly belongs to the user.
    pub(super) fn own(&self) -> &Path {
        self.directory.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Git::command(&self.repository.root, "");
        if self.is_sha256.get() {
            command.args(git::NO_ATTRIBUTES_SHA256);
        }
        command.arg("--git-dir").arg(self.directory.path());
        if !self.repository.is_bare {
            command.arg("--work-tree").arg(&self.repository.root);
        }
        command.args(arguments);
        command
    }

    fn answer(&self, command: Command, operation: &'static str) -> Result<(Finished, Vec<u8>), SourceError> {
        git::answer(command, &self.bounds()).map_err(|stop| self.stopped(stop, operation))
    }

    fn bounds(&self) -> Bounds<'_> {
        Bounds { cancelled: &self.git.cancelled, deadline: self.deadline, watched: None }
    }

    fn stopped(&self, stop: process::Stop, operation: &'static str) -> SourceError {
        git::stopped(stop, &self.repository.root.display().to_string(), operation, git::LOOK_TIME)
    }

    fn succeeded(&self, finished: &Finished, operation: &'static str) -> Result<(), SourceError> {
        if finished.status.success() {
            return Ok(());
        }
        Err(SourceError::Git { operation, detail: git::detail(&finished.message, None) })
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), SourceError> {
        let path = self.directory.path().join(name);
        fs::write(&path, bytes).map_err(|source| SourceError::Io { path, action: "written", source })
    }

    /// Copies a file with its time: git takes a file that changed after the index for one it has to read.
    fn copy(&self, from: &Path, to: &str, max: u64) -> Result<(), SourceError> {
        let unreadable = |source| SourceError::Io { path: from.to_owned(), action: "read", source };
        let metadata = match from.metadata() {
            Ok(metadata) if metadata.is_file() => metadata,
            Ok(_) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(unreadable(error)),
        };
        if metadata.len() > max {
            let location = from.display().to_string();
            return Err(SourceError::TooLarge { location, limit: max, unit: "bytes" });
        }
        let target = self.directory.path().join(to);
        fs::copy(from, &target).map_err(unreadable)?;
        let modified = metadata.modified().map_err(unreadable)?;
        let set = fs::OpenOptions::new().write(true).open(&target).and_then(|file| file.set_modified(modified));
        set.map_err(|source| SourceError::Io { path: target, action: "written", source })
    }
}

/// Lets our directory show a file or directory of theirs, which git only reads.
#[cfg(unix)]
fn lend(theirs: &Path, ours: &Path) -> Result<(), SourceError> {
    std::os::unix::fs::symlink(theirs, ours).map_err(|source| SourceError::Io {
        path: ours.to_owned(),
        action: "made",
        source,
    })
}

#[cfg(not(unix))]
fn lend(theirs: &Path, ours: &Path) -> Result<(), SourceError> {
    let failed = |source| SourceError::Io { path: theirs.to_owned(), action: "copied", source };
    if !theirs.is_dir() {
        return fs::copy(theirs, ours).map(|_| ()).map_err(failed);
    }
    fs::create_dir(ours).map_err(failed)?;
    for entry in theirs.read_dir().map_err(failed)? {
        let entry = entry.map_err(failed)?;
        lend(&entry.path(), &ours.join(entry.file_name()))?;
    }
    Ok(())
}
