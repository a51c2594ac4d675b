//! Contents of a directory on disk.

use crate::{Contents, ScanError};
use fieldmark_model::{ReadError, ReadErrorCode};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Largest file that is kept, and most bytes kept in all: several plugins read the same manifests.
const MAX_KEPT_FILE: u64 = 1 << 20;
const MAX_KEPT: usize = 16 << 20;

/// A directory whose files are opened without following a link and without waiting for a pipe.
#[derive(Debug)]
pub struct Directory {
    root: PathBuf,
    #[cfg(unix)]
    handle: File,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    files: HashMap<String, Arc<[u8]>>,
    bytes: usize,
}

impl Directory {
    /// Opens a directory. The path itself may be a link; nothing below it is followed.
    ///
    /// # Errors
    /// There is no directory at the path, or it cannot be read.
    pub fn open(path: &Path) -> Result<Self, ScanError> {
        let unreadable = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound => ScanError::NotFound { path: path.to_owned() },
            _ => ScanError::Unreadable { path: path.to_owned(), source },
        };
        let root = path.canonicalize().map_err(unreadable)?;
        if !root.metadata().map_err(unreadable)?.is_dir() {
            return Err(ScanError::NotADirectory { path: path.to_owned() });
        }
        // Listing it once tells "unreadable" apart from "empty" before the walk, which only counts failures.
        root.read_dir().map_err(unreadable)?;
        Ok(Self {
            #[cfg(unix)]
            handle: File::open(&root).map_err(unreadable)?,
            root,
            kept: Mutex::default(),
        })
    }

    /// The real path of the directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.root
    }

    #[cfg(unix)]
    fn open_file(&self, path: &str) -> io::Result<File> {
        use rustix::fs::{Mode, OFlags, openat};
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::{ResolveFlags, openat2};
            let beneath = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
            match openat2(&self.handle, path, flags, Mode::empty(), beneath) {
                // Older kernels and some sandboxes do not have the call.
                Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => {}
                answer => return answer.map(File::from).map_err(open_error),
            }
        }
        openat(&self.handle, path, flags, Mode::empty()).map(File::from).map_err(open_error)
    }

    #[cfg(not(unix))]
    fn open_file(&self, path: &str) -> io::Result<File> {
        let path = self.root.join(path);
        if !path.symlink_metadata()?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        File::open(path)
    }

    /// The open file and its size, if it is a regular one.
    fn regular(&self, path: &str) -> Result<(File, u64), ReadError> {
        let file = self.open_file(path).map_err(|error| read_error(path, &error))?;
        let metadata = file.metadata().map_err(|error| read_error(path, &error))?;
        if metadata.is_file() {
            Ok((file, metadata.len()))
        } else {
            Err(ReadError::new(ReadErrorCode::NotAFile, format!("{path} is not a regular file")))
        }
    }

    /// The whole of a file that is no larger than `max` bytes; none if there is no such file.
    pub(crate) fn small(&self, path: &str, max: u64) -> Option<Vec<u8>> {
        // Most directories have none, and to look takes half as long as to open in vain.
        #[cfg(unix)]
        rustix::fs::statat(&self.handle, path, rustix::fs::AtFlags::SYMLINK_NOFOLLOW).ok()?;
        let file = self.open_file(path).ok()?;
        let metadata = file.metadata().ok().filter(|metadata| metadata.is_file() && metadata.len() <= max)?;
        read_at_most(file, max, metadata.len(), path).ok()
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Contents for Directory {
    fn size(&self, path: &str) -> Result<u64, ReadError> {
        if let Some(bytes) = self.kept().files.get(path) {
            return Ok(bytes.len() as u64);
        }
        self.regular(path).map(|(_, size)| size)
    }

    fn read(&self, path: &str, offset: u64, max: u64) -> Result<Vec<u8>, ReadError> {
        if let Some(bytes) = self.kept().files.get(path) {
            return Ok(part(bytes, offset, max).to_vec());
        }
        let (mut file, size) = self.regular(path)?;
        if size > MAX_KEPT_FILE {
            file.seek(SeekFrom::Start(offset)).map_err(|error| read_error(path, &error))?;
            return read_at_most(file, max, size.saturating_sub(offset), path);
        }
        // The size may have grown since; no more than was announced is read.
        let bytes: Arc<[u8]> = read_at_most(file, MAX_KEPT_FILE, size, path)?.into();
        let answer = part(&bytes, offset, max).to_vec();
        let mut kept = self.kept();
        if kept.bytes + bytes.len() <= MAX_KEPT {
            kept.bytes += bytes.len();
            kept.files.insert(path.to_owned(), bytes);
        }
        Ok(answer)
    }
}

/// What the system says of a link (that was to be no link) or of a socket has no stable kind in std.
#[cfg(unix)]
fn open_error(error: rustix::io::Errno) -> io::Error {
    match error {
        rustix::io::Errno::LOOP | rustix::io::Errno::NXIO => io::ErrorKind::InvalidInput.into(),
        other => other.into(),
    }
}

/// Reads no more than `max` bytes, of which so many are expected: with room for one more, the end is found without asking
/// the system in small steps.
fn read_at_most(file: File, max: u64, expected: u64, path: &str) -> Result<Vec<u8>, ReadError> {
    let room = usize::try_from(expected.min(max).min(MAX_KEPT_FILE)).unwrap_or_default() + 1;
    let mut bytes = Vec::with_capacity(room);
    file.take(max).read_to_end(&mut bytes).map_err(|error| read_error(path, &error))?;
    Ok(bytes)
}

fn part(bytes: &[u8], offset: u64, max: u64) -> &[u8] {
    let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
    let length = usize::try_from(max).unwrap_or(usize::MAX).min(bytes.len() - start);
    &bytes[start..start + length]
}

fn read_error(path: &str, error: &io::Error) -> ReadError {
    let code = match error.kind() {
        io::ErrorKind::NotFound => ReadErrorCode::NotFound,
        io::ErrorKind::IsADirectory | io::ErrorKind::InvalidInput => ReadErrorCode::NotAFile,
        _ => ReadErrorCode::Unreadable,
    };
    ReadError::new(code, format!("{path}: {}", plain(error)))
}

/// The system's text without its number, which differs between systems.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree() -> (tempfile::TempDir, Directory) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        fs::create_dir_all(root.join("sub")).unwrap();
        fs::write(root.join("a"), "0123456789").unwrap();
        fs::write(folder.path().join("outside"), "secret").unwrap();
        let directory = Directory::open(&root).unwrap();
        (folder, directory)
    }

    #[test]
    fn parts_are_read_within_bounds_and_again_from_memory() {
        let (_folder, directory) = tree();
        for _ in 0..2 {
            assert_eq!(directory.read("a", 2, 3).unwrap(), b"234");
            assert_eq!(directory.read("a", 8, 100).unwrap(), b"89");
            assert_eq!(directory.read("a", 100, 1).unwrap(), b"");
            assert_eq!(directory.size("a").unwrap(), 10);
        }
    }

    #[test]
    fn large_files_are_read_in_parts() {
        let (_folder, directory) = tree();
        fs::write(directory.path().join("large"), vec![7u8; (MAX_KEPT_FILE + 10) as usize]).unwrap();
        assert_eq!(directory.read("large", MAX_KEPT_FILE + 4, 100).unwrap(), [7; 6]);
        assert_eq!(directory.size("large").unwrap(), MAX_KEPT_FILE + 10);
    }

    #[cfg(unix)]
    #[test]
    fn links_pipes_and_directories_are_not_read() {
        let (folder, directory) = tree();
        let root = directory.path();
        std::os::unix::fs::symlink(folder.path().join("outside"), root.join("link")).unwrap();
        std::os::unix::fs::symlink(folder.path(), root.join("up")).unwrap();
        rustix::fs::mknodat(rustix::fs::CWD, root.join("pipe"), rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0)
            .unwrap();
        for path in ["link", "pipe", "sub", "up/outside"] {
            let error = directory.read(path, 0, 10).unwrap_err();
            assert_eq!(error.code, ReadErrorCode::NotAFile, "{path}: {error}");
        }
        for path in ["../outside", "/etc/passwd"] {
            assert!(directory.read(path, 0, 10).is_err(), "{path}");
        }
        assert_eq!(directory.read("gone", 0, 1).unwrap_err().code, ReadErrorCode::NotFound);
    }

    #[test]
    fn missing_and_wrong_paths_are_told_apart() {
        let (folder, _) = tree();
        assert_eq!(Directory::open(&folder.path().join("gone")).unwrap_err().code(), "scan.not-found");
        assert_eq!(Directory::open(&folder.path().join("outside")).unwrap_err().code(), "scan.not-a-directory");
    }
}
