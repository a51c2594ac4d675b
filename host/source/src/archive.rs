//! Archives, unpacked so that nothing leaves the target.

mod entry_name;
mod meter;
mod tarball;
mod target;
#[cfg(test)]
mod tests;
mod zipped;

use crate::{Limits, SourceError, temporary};
use meter::Refusal;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use target::Target;
use tempfile::TempDir;

/// An unpacked archive in a temporary directory of its own, which is removed with it.
#[derive(Debug)]
pub struct Unpacked {
    root: PathBuf,
    skipped: Skipped,
    _directory: TempDir,
}

/// Entries of an archive that were left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Skipped {
    /// Symbolic and hard links.
    pub links: u64,
    /// Devices, pipes and whatever else is no file and no directory.
    pub special: u64,
    /// Names that are not UTF-8.
    pub names: u64,
}

impl Unpacked {
    /// The directory with the files. A single directory at the top of the archive, as forges make it, is that directory.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What was left out.
    #[must_use]
    pub const fn skipped(&self) -> Skipped {
        self.skipped
    }
}

/// How an archive is packed, as its first bytes say.
enum Form {
    Tar,
    GzippedTar,
    Zip,
}

/// Unpacks a tar archive, gzipped or not, or a zip archive; the first bytes say which, not the name.
///
/// Links and special files are left out and counted; files keep whether they can be executed and nothing else of their
/// mode.
///
/// # Errors
/// The file cannot be read, is no archive or a damaged one, has an entry that would leave the target, goes beyond a
/// limit, or the caller cancelled. Nothing stays behind.
pub fn unpack(path: &Path, limits: &Limits, cancelled: &AtomicBool) -> Result<Unpacked, SourceError> {
    let unreadable = |source| SourceError::Io { path: path.to_owned(), action: "read", source };
    let metadata = path.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(SourceError::Archive { path: path.to_owned(), problem: "it is no regular file".to_owned() });
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let directory = temporary::directory()?;
    let mut target = Target::new(directory.path(), limits, metadata.len(), cancelled);
    let outcome = form(&mut file).and_then(|form| {
        let file = io::BufReader::new(file);
        match form {
            Form::Tar => tarball::unpack(file, false, &mut target),
            Form::GzippedTar => tarball::unpack(file, true, &mut target),
            Form::Zip => zipped::unpack(file, &mut target),
        }
    });
    outcome.map_err(|refusal| explained(refusal, path, limits))?;
    let skipped = target.skipped();
    Ok(Unpacked { root: root(directory.path()), skipped, _directory: directory })
}

fn form(file: &mut File) -> Result<Form, Refusal> {
    let mut begin = Vec::new();
    file.by_ref().take(8).read_to_end(&mut begin)?;
    file.rewind()?;
    for (magic, name) in [
        (&b"\xfd7zXZ\0"[..], "xz"),
        (b"BZh", "bzip2"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"7z\xbc\xaf", "7z"),
        (b"Rar!", "rar"),
    ] {
        if begin.starts_with(magic) {
            return Err(Refusal::Damaged(format!("it is packed with {name}; .tar, .tar.gz and .zip can be unpacked")));
        }
    }
    match begin.as_slice() {
        [] => Err(Refusal::Damaged("it is empty".to_owned())),
        [0x1f, 0x8b, ..] => Ok(Form::GzippedTar),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Ok(Form::Zip),
        _ => Ok(Form::Tar),
    }
}

/// The only directory at the top, if there is nothing else.
fn root(directory: &Path) -> PathBuf {
    let mut list = directory.read_dir().into_iter().flatten().flatten();
    match (list.next(), list.next()) {
        (Some(only), None) if only.file_type().is_ok_and(|kind| kind.is_dir()) => only.path(),
        _ => directory.to_owned(),
    }
}

fn explained(refusal: Refusal, path: &Path, limits: &Limits) -> SourceError {
    let too_large = |limit, unit| SourceError::TooLarge { location: path.display().to_string(), limit, unit };
    match refusal {
        Refusal::Bytes => too_large(limits.max_bytes, "bytes"),
        Refusal::FileBytes => too_large(limits.max_file_bytes, "bytes in one file"),
        Refusal::Entries => too_large(limits.max_entries, "entries"),
        Refusal::Ratio => too_large(limits.max_ratio, "unpacked bytes for each of its own"),
        Refusal::Cancelled => SourceError::Cancelled,
        Refusal::Damaged(problem) => SourceError::Archive { path: path.to_owned(), problem },
        Refusal::Unwritable(path, source) => SourceError::Io { path, action: "written", source },
    }
}
