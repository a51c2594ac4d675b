//! The directory that an archive is unpacked into. It is new and ours alone, and no link is ever made in it, so that no
//! path below it leads elsewhere.

use super::Skipped;
use super::entry_name::{EntryName, NoName};
use super::meter::Refusal;
use crate::Limits;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// The target, with what was written into it so far.
pub(crate) struct Target<'t> {
    root: &'t Path,
    limits: &'t Limits,
    cancelled: &'t AtomicBool,
    /// Most bytes for an archive of this size.
    max_expanded: u64,
    entries: u64,
    bytes: u64,
    skipped: Skipped,
}

impl<'t> Target<'t> {
    pub(crate) fn new(root: &'t Path, limits: &'t Limits, packed: u64, cancelled: &'t AtomicBool) -> Self {
        let max_expanded = packed.saturating_mul(limits.max_ratio).max(limits.free_bytes);
        Self { root, limits, cancelled, max_expanded, entries: 0, bytes: 0, skipped: Skipped::default() }
    }

    /// Most bytes that the archive may yield, with headers and what is left out.
    pub(crate) const fn max_expanded(&self) -> u64 {
        self.max_expanded
    }

    pub(crate) const fn skipped(&self) -> Skipped {
        self.skipped
    }

    /// Counts an entry and reads its name; nothing when it is to be left out.
    pub(crate) fn entry(&mut self, name: &[u8]) -> Result<Option<EntryName>, Refusal> {
        self.check_cancelled()?;
        self.entries += 1;
        if self.entries > self.limits.max_entries {
            return Err(Refusal::Entries);
        }
        match EntryName::parse(name, self.limits.max_depth) {
            Ok(name) => Ok(Some(name)),
            Err(NoName::Target) => Ok(None),
            Err(NoName::NotText) => {
                self.skipped.names += 1;
                Ok(None)
            }
            Err(NoName::Refused(problem)) => Err(Refusal::Damaged(problem)),
        }
    }

    pub(crate) fn skip_link(&mut self) {
        self.skipped.links += 1;
    }

    pub(crate) fn skip_special(&mut self) {
        self.skipped.special += 1;
    }

    /// Makes a directory with those above it.
    pub(crate) fn directory(&self, name: &EntryName) -> Result<(), Refusal> {
        self.make_directories(&name.path())
    }

    /// Writes a file of exactly `size` bytes. A second one of the same name takes the place of the first.
    pub(crate) fn file(
        &mut self,
        name: &EntryName,
        is_executable: bool,
        size: u64,
        contents: &mut dyn Read,
    ) -> Result<(), Refusal> {
        if size > self.limits.max_file_bytes {
            return Err(Refusal::FileBytes);
        }
        let path = name.path();
        if let Some(above) = path.parent() {
            self.make_directories(above)?;
        }
        let path = self.root.join(path);
        match path.symlink_metadata() {
            Ok(metadata) if metadata.is_dir() => return Err(taken(&path, self.root)),
            Ok(_) => fs::remove_file(&path).map_err(|error| unwritable(&path, error))?,
            Err(_) => {}
        }
        let mut file = create(&path, is_executable).map_err(|error| unwritable(&path, error))?;
        let mut buffer = vec![0; 64 * 1024];
        let mut left = size;
        loop {
            self.check_cancelled()?;
            let length = match contents.read(&mut buffer) {
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            if length == 0 {
                break;
            }
            left = left
                .checked_sub(length as u64)
                .ok_or_else(|| Refusal::Damaged("a file in it is larger than it says".to_owned()))?;
            self.add(length as u64)?;
            file.write_all(&buffer[..length]).map_err(|error| unwritable(&path, error))?;
        }
        if left == 0 { Ok(()) } else { Err(Refusal::cut_off()) }
    }

    fn add(&mut self, bytes: u64) -> Result<(), Refusal> {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > self.limits.max_bytes {
            return Err(Refusal::Bytes);
        }
        if self.bytes > self.max_expanded { Err(Refusal::Ratio) } else { Ok(()) }
    }

    fn make_directories(&self, path: &Path) -> Result<(), Refusal> {
        let mut at = self.root.to_owned();
        for part in path.components() {
            at.push(part);
            match fs::create_dir(&at) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    if !at.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
                        return Err(taken(&at, self.root));
                    }
                }
                Err(error) => return Err(unwritable(&at, error)),
            }
        }
        Ok(())
    }

    fn check_cancelled(&self) -> Result<(), Refusal> {
        if self.cancelled.load(Ordering::SeqCst) { Err(Refusal::Cancelled) } else { Ok(()) }
    }
}

fn create(path: &Path, is_executable: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if is_executable { 0o755 } else { 0o644 });
    #[cfg(not(unix))]
    let _ = is_executable;
    options.open(path)
}

fn unwritable(path: &Path, error: io::Error) -> Refusal {
    Refusal::Unwritable(PathBuf::from(path), error)
}

fn taken(path: &Path, root: &Path) -> Refusal {
    let name = path.strip_prefix(root).unwrap_or(path);
    Refusal::Damaged(format!("its entry `{}` is a file and a directory", name.display()))
}
