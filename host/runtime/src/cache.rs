//! Compiled third-party plugins, so that each is compiled once.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Most bytes kept; the files unused for longest go first.
const MAX_BYTES: u64 = 512 << 20;

/// A private directory of compiled plugins.
///
/// Every trouble with it is a miss: the plugin is compiled again, and a directory that cannot be written is not used.
#[derive(Debug, Clone)]
pub struct Cache {
    directory: PathBuf,
}

impl Cache {
    /// Opens the cache, making the directory if need be.
    ///
    /// # Errors
    /// The directory cannot be made, or others than the user can write to it.
    pub fn open(directory: &Path) -> io::Result<Self> {
        make_private(directory)?;
        Ok(Self { directory: directory.to_owned() })
    }

    /// The file for a key, if it is there.
    pub(crate) fn find(&self, key: &str) -> Option<PathBuf> {
        let path = self.path(key);
        let file = File::open(&path).ok()?;
        // Being used keeps a file from being the oldest. Where the time cannot be set, it ages; that is all.
        _ = file.set_modified(SystemTime::now());
        Some(path)
    }

    /// Takes away a file that turned out to be of no use.
    pub(crate) fn discard(&self, key: &str) {
        // It is rewritten right after; if it can be neither removed nor rewritten it stays a miss.
        _ = fs::remove_file(self.path(key));
    }

    /// Puts a file in place: whole, or not at all.
    pub(crate) fn store(&self, key: &str, code: &[u8]) -> io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(&self.directory)?;
        file.write_all(code)?;
        file.as_file().sync_all()?;
        file.persist(self.path(key))?;
        self.shrink();
        Ok(())
    }

    fn path(&self, key: &str) -> PathBuf {
        self.directory.join(format!("{key}.cwasm"))
    }

    /// Removes the files unused for longest until the rest is small enough.
    fn shrink(&self) {
        let Ok(entries) = fs::read_dir(&self.directory) else { return };
        let mut files: Vec<(SystemTime, u64, PathBuf)> = entries
            .flatten()
            .filter_map(|entry| {
                let metadata = entry.metadata().ok().filter(fs::Metadata::is_file)?;
                Some((metadata.modified().ok()?, metadata.len(), entry.path()))
            })
            .collect();
        files.sort_unstable_by(|a, b| b.cmp(a));
        let mut total = 0;
        for (_, size, path) in files {
            total += size;
            if total > MAX_BYTES {
                _ = fs::remove_file(path);
            }
        }
    }
}

#[cfg(unix)]
fn make_private(directory: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, MetadataExt};
    if let Some(parent) = directory.parent() {
        fs::create_dir_all(parent)?;
    }
    match fs::DirBuilder::new().mode(0o700).create(directory) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    let metadata = fs::symlink_metadata(directory)?;
    let own = File::open("/proc/self").and_then(|own| own.metadata()).map_or(metadata.uid(), |own| own.uid());
    if !metadata.is_dir() || metadata.mode() & 0o022 != 0 || metadata.uid() != own {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "others than its user can write to it"));
    }
    Ok(())
}

#[cfg(not(unix))]
fn make_private(directory: &Path) -> io::Result<()> {
    // The user's own profile is private by default.
    fs::create_dir_all(directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_files_are_found_and_discarded() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(&folder.path().join("a/b")).unwrap();
        assert_eq!(cache.find("k"), None);
        cache.store("k", b"code").unwrap();
        assert_eq!(fs::read(cache.find("k").unwrap()).unwrap(), b"code");
        assert_eq!(fs::read_dir(folder.path().join("a/b")).unwrap().count(), 1);
        cache.discard("k");
        assert_eq!(cache.find("k"), None);
    }

    #[cfg(unix)]
    #[test]
    fn directory_that_others_can_write_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
        assert_eq!(Cache::open(folder.path()).unwrap_err().kind(), io::ErrorKind::PermissionDenied);
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        assert!(Cache::open(folder.path()).is_ok());
    }
}
