//! Where a Dockerfile and its context are written, all at once or not at all.

use crate::S2iError;
use crate::copy::set_mode;
use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};
use tempfile::TempDir;

/// Directories beside the Dockerfile.
const DIRECTORIES: [&str; 2] = ["upload", "downloads"];

/// A Dockerfile's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    directory: PathBuf,
    name: OsString,
}

impl Output {
    /// The place that `--as-dockerfile` names. `Dockerfile` is added to a path that ends with `/`, and to a directory
    /// that is there.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        let is_directory = path.as_os_str().as_encoded_bytes().ends_with(b"/") || path.is_dir();
        let (directory, name) = match (is_directory, path.file_name()) {
            (false, Some(name)) => (path.parent().unwrap_or(Path::new("")).to_owned(), name.to_owned()),
            _ => (path.to_owned(), OsString::from("Dockerfile")),
        };
        let directory = if directory.as_os_str().is_empty() { PathBuf::from(".") } else { directory };
        Self { directory, name }
    }

    /// The Dockerfile.
    #[must_use]
    pub fn dockerfile(&self) -> PathBuf {
        if self.directory == Path::new(".") { PathBuf::from(&self.name) } else { self.directory.join(&self.name) }
    }

    /// The directory that it lies in: the build context.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Refuses an output that would be copied into itself.
    pub(crate) fn check_outside(&self, source: &Path) -> Result<(), S2iError> {
        let real = source.canonicalize().map_err(S2iError::io(source))?;
        let (ancestor, rest) = self.nearest()?;
        let whole = ancestor.join(rest);
        if whole.starts_with(&real) {
            return Err(S2iError::OutputInSource { output: self.dockerfile(), source_directory: source.to_owned() });
        }
        Ok(())
    }

    /// The directory, links resolved, as far as it is there, and the rest of the path.
    fn nearest(&self) -> Result<(PathBuf, PathBuf), S2iError> {
        let mut there = self.directory.as_path();
        let mut rest = Vec::new();
        loop {
            let shown = if there.as_os_str().is_empty() { Path::new(".") } else { there };
            if let Ok(real) = shown.canonicalize() {
                return Ok((real, rest.into_iter().rev().collect()));
            }
            match there.components().next_back() {
                Some(Component::Normal(name)) => rest.push(name.to_owned()),
                // `missing/..` leads nowhere.
                _ => return Err(S2iError::SourceMissing { path: self.directory.clone() }),
            }
            there = there.parent().unwrap_or(Path::new(""));
        }
    }

    /// Begins to write. Nothing is at the place until [`Stage::finish`].
    pub(crate) fn stage(&self, force: bool) -> Result<Stage, S2iError> {
        let (ancestor, rest) = self.nearest()?;
        if rest.as_os_str().is_empty() && !force {
            self.check_free(&ancestor)?;
        }
        let holder =
            tempfile::Builder::new().prefix(".fieldmark-").tempdir_in(&ancestor).map_err(S2iError::io(&ancestor))?;
        let directory = holder.path().join("out");
        fs::create_dir(&directory).map_err(S2iError::io(&directory))?;
        set_mode(&directory, 0o755)?;
        Ok(Stage { holder, directory, target: ancestor, rest, name: self.name.clone() })
    }

    /// A directory is free when it is empty, or holds an output and nothing else.
    fn check_free(&self, directory: &Path) -> Result<(), S2iError> {
        let entries = fs::read_dir(directory).map_err(S2iError::io(directory))?;
        let names: Vec<OsString> = entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
        let is_ours = |name: &OsString| *name == self.name || DIRECTORIES.iter().any(|ours| name == ours);
        let is_output = names.iter().all(is_ours)
            && directory.join("upload/src").is_dir()
            && directory.join("downloads/scripts").is_dir();
        if names.is_empty() || is_output {
            return Ok(());
        }
        Err(S2iError::OutputOccupied { path: self.directory.clone() })
    }
}

/// An output in the making; dropped, it leaves nothing behind.
pub(crate) struct Stage {
    holder: TempDir,
    directory: PathBuf,
    /// The directory that is there.
    target: PathBuf,
    /// What is made below it.
    rest: PathBuf,
    name: OsString,
}

impl Stage {
    /// Where to write for now.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// A directory for what is not written yet; it is made by whoever needs it.
    pub(crate) fn aside(&self) -> PathBuf {
        self.holder.path().join("aside")
    }

    /// The Dockerfile for now.
    pub(crate) fn dockerfile(&self) -> PathBuf {
        self.directory.join(&self.name)
    }

    /// Puts everything to its place.
    pub(crate) fn finish(self) -> Result<(), S2iError> {
        if self.rest.as_os_str().is_empty() {
            return self.replace();
        }
        let whole = self.target.join(&self.rest);
        let parent = whole.parent().unwrap_or(&self.target);
        fs::create_dir_all(parent).map_err(S2iError::io(parent))?;
        fs::rename(&self.directory, &whole).map_err(S2iError::io(&whole))
    }

    /// Puts each entry into a directory that is there. Whatever stood at its name is put back when that fails.
    fn replace(self) -> Result<(), S2iError> {
        let old = self.holder.path().join("old");
        fs::create_dir(&old).map_err(S2iError::io(&old))?;
        let entries = fs::read_dir(&self.directory).map_err(S2iError::io(&self.directory))?;
        let mut names: Vec<OsString> = entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
        // The Dockerfile comes last: where it stands, everything does.
        names.sort_by_key(|name| (*name == self.name, name.clone()));
        let mut done = Vec::new();
        for name in names {
            let place = self.target.join(&name);
            let had = place.symlink_metadata().is_ok();
            let moved = if had { fs::rename(&place, old.join(&name)) } else { Ok(()) };
            if let Err(error) = moved.and_then(|()| fs::rename(self.directory.join(&name), &place)) {
                if had && place.symlink_metadata().is_err() {
                    _ = fs::rename(old.join(&name), &place);
                }
                self.undo(&old, &done);
                return Err(S2iError::Io { path: place, source: error });
            }
            done.push((name, had));
        }
        Ok(())
    }

    fn undo(&self, old: &Path, done: &[(OsString, bool)]) {
        for (name, had) in done.iter().rev() {
            let place = self.target.join(name);
            _ = fs::rename(&place, self.directory.join(name));
            if *had {
                _ = fs::rename(old.join(name), &place);
            }
        }
    }
}
