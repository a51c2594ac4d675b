//! Directories become archives, for builds of what is handed over (build-config.md 12).

use flate2::Compression;
use flate2::write::GzEncoder;
use regex::Regex;
use std::fs::Metadata;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use tar::{Builder, EntryType, Header};
use thiserror::Error;

/// What is left out of a directory unless something else is said.
pub const DEFAULT_EXCLUDE: &str = r"(^|/)\.git(/|$)";
/// Most bytes of an upload.
pub const MAX_UPLOAD_BYTES: u64 = 512 << 20;
/// Most entries of a directory.
const MAX_ENTRIES: usize = 1_000_000;
/// Largest pattern once it is compiled.
const MAX_PATTERN_BYTES: usize = 1 << 20;

/// A directory that cannot be handed over.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PackError {
    /// Something in it cannot be read.
    #[error("{}: {problem}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system says.
        problem: String,
    },
    /// The archive would be larger than is sent.
    #[error("{}: the archive has more than {MAX_UPLOAD_BYTES} bytes", path.display())]
    TooLarge {
        /// The directory.
        path: PathBuf,
    },
    /// There are more files than are looked at.
    #[error("{}: more than {MAX_ENTRIES} files and directories", path.display())]
    TooMany {
        /// The directory.
        path: PathBuf,
    },
    /// The pattern of what is left out is none.
    #[error("{pattern}: {problem}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong.
        problem: String,
    },
}

impl PackError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "pack.unreadable",
            Self::TooLarge { .. } => "pack.too-large",
            Self::TooMany { .. } => "pack.too-many",
            Self::Pattern { .. } => "pack.pattern",
        }
    }
}

/// A compressed archive of a directory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Packed {
    /// tar, gzip.
    pub bytes: Vec<u8>,
    /// Files, directories and links in it.
    pub entries: usize,
    /// What could not be taken: sockets, pipes, devices.
    pub skipped: Vec<PathBuf>,
}

/// Packs a directory, sorted by name. Links are packed as links and not followed. A path is left out when the pattern
/// matches it, relative to the directory and with slashes; with a directory goes all that is in it.
///
/// # Errors
/// Something cannot be read, the archive gets too large, or the pattern is none.
pub fn pack(root: &Path, exclude: &str) -> Result<Packed, PackError> {
    let exclude = pattern(exclude)?;
    let mut packer = Packer {
        root,
        exclude,
        archive: Builder::new(GzEncoder::new(Capped(Vec::new()), Compression::default())),
        entries: 0,
        skipped: Vec::new(),
    };
    packer.directory(root)?;
    let at_end = |error: io::Error| unreadable_or_full(root, &error);
    let bytes = packer.archive.into_inner().and_then(GzEncoder::finish).map_err(at_end)?.0;
    Ok(Packed { bytes, entries: packer.entries, skipped: packer.skipped })
}

/// The pattern; an empty one leaves nothing out.
fn pattern(text: &str) -> Result<Option<Regex>, PackError> {
    if text.is_empty() {
        return Ok(None);
    }
    let built = regex::RegexBuilder::new(text).size_limit(MAX_PATTERN_BYTES).build();
    built.map(Some).map_err(|error| PackError::Pattern {
        pattern: text.to_owned(),
        problem: error.to_string().lines().last().unwrap_or_default().to_owned(),
    })
}

struct Packer<'r> {
    root: &'r Path,
    exclude: Option<Regex>,
    archive: Builder<GzEncoder<Capped>>,
    entries: usize,
    skipped: Vec<PathBuf>,
}

impl Packer<'_> {
    fn directory(&mut self, directory: &Path) -> Result<(), PackError> {
        let entries = std::fs::read_dir(directory).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut paths: Vec<PathBuf> = entries
            .map_err(|error| unreadable_or_full(directory, &error))?
            .iter()
            .map(std::fs::DirEntry::path)
            .collect();
        paths.sort();
        paths.iter().try_for_each(|path| self.entry(path))
    }

    fn entry(&mut self, path: &Path) -> Result<(), PackError> {
        let relative = path.strip_prefix(self.root).unwrap_or(path);
        let text = relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if self.exclude.as_ref().is_some_and(|exclude| exclude.is_match(&text)) {
            return Ok(());
        }
        self.entries += 1;
        if self.entries > MAX_ENTRIES {
            return Err(PackError::TooMany { path: self.root.to_owned() });
        }
        let failed = |error: io::Error| unreadable_or_full(path, &error);
        let metadata = std::fs::symlink_metadata(path).map_err(failed)?;
        if metadata.is_dir() {
            let mut header = header(&metadata, EntryType::Directory, 0);
            self.archive.append_data(&mut header, relative, io::empty()).map_err(failed)?;
            self.directory(path)
        } else if metadata.is_symlink() {
            let target = std::fs::read_link(path).map_err(failed)?;
            let mut header = header(&metadata, EntryType::Symlink, 0);
            self.archive.append_link(&mut header, relative, target).map_err(failed)
        } else if metadata.is_file() {
            let mut header = header(&metadata, EntryType::Regular, metadata.len());
            let file = std::fs::File::open(path).map_err(failed)?;
            // A file that grows or shrinks meanwhile must not displace what follows.
            let content = file.take(metadata.len()).chain(io::repeat(0)).take(metadata.len());
            self.archive.append_data(&mut header, relative, content).map_err(failed)
        } else {
            self.skipped.push(relative.to_owned());
            self.entries -= 1;
            Ok(())
        }
    }
}

/// Owner and time are left out: the same directory makes the same archive.
fn header(metadata: &Metadata, kind: EntryType, size: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_mode(mode(metadata));
    header.set_mtime(0);
    header
}

#[cfg(unix)]
fn mode(metadata: &Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777
}

#[cfg(not(unix))]
fn mode(metadata: &Metadata) -> u32 {
    if metadata.is_dir() { 0o755 } else { 0o644 }
}

fn unreadable_or_full(path: &Path, error: &io::Error) -> PackError {
    if error.kind() == io::ErrorKind::StorageFull {
        PackError::TooLarge { path: path.to_owned() }
    } else {
        PackError::Unreadable { path: path.to_owned(), problem: error.to_string() }
    }
}

/// Bytes up to the most that are sent.
struct Capped(Vec<u8>);

impl Write for Capped {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        if (self.0.len() + part.len()) as u64 > MAX_UPLOAD_BYTES {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.0.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory() -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("app/main.txt", "one"),
            (".git/config", "two"),
            ("app/.git/HEAD", "three"),
            (".gitignore", "four"),
            ("target/x", "five"),
        ] {
            let path = directory.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        directory
    }

    fn names(archive: &Packed) -> Vec<String> {
        let mut read = tar::Archive::new(flate2::read::GzDecoder::new(archive.bytes.as_slice()));
        read.entries().unwrap().map(|entry| entry.unwrap().path().unwrap().to_string_lossy().into_owned()).collect()
    }

    /// build-config.md 12: `.git` is left out unless something else is said.
    #[test]
    fn what_the_pattern_matches_is_left_out() {
        let directory = directory();
        let cases = [
            (DEFAULT_EXCLUDE, vec![".gitignore", "app", "app/main.txt", "target", "target/x"]),
            ("^target", vec![".git", ".git/config", ".gitignore", "app", "app/.git", "app/.git/HEAD", "app/main.txt"]),
            ("^", vec![]),
        ];
        for (exclude, expected) in cases {
            let archive = pack(directory.path(), exclude).unwrap();
            assert_eq!(names(&archive), expected, "{exclude}");
            assert_eq!(archive.entries, expected.len());
        }
        let all = pack(directory.path(), "").unwrap();
        assert_eq!(all.entries, 9, "{:?}", names(&all));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_links_and_special_files_are_named() {
        let directory = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc/passwd", directory.path().join("link")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(directory.path().join("socket")).unwrap();
        let archive = pack(directory.path(), DEFAULT_EXCLUDE).unwrap();
        let mut read = tar::Archive::new(flate2::read::GzDecoder::new(archive.bytes.as_slice()));
        let entry = read.entries().unwrap().next().unwrap().unwrap();
        assert_eq!(entry.link_name().unwrap().unwrap(), Path::new("/etc/passwd"));
        assert_eq!(entry.size(), 0);
        assert_eq!((archive.entries, archive.skipped), (1, vec![PathBuf::from("socket")]));
    }

    #[test]
    fn same_directory_makes_the_same_archive() {
        let directory = directory();
        let archive = || pack(directory.path(), DEFAULT_EXCLUDE).unwrap();
        assert_eq!(archive(), archive());
    }

    #[test]
    fn pattern_that_is_none_or_too_large_is_refused() {
        for pattern in ["(", r"(\w{500}){500}"] {
            let error = pack(Path::new("."), pattern).unwrap_err();
            assert_eq!(error.code(), "pack.pattern", "{error}");
        }
    }
}
