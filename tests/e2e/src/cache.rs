//! What is dear to make is kept between runs, under the digest of what it was made of.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// A directory: `FIELDMARK_E2E_CACHE`, or `e2e` in the target directory. It may be deleted at any time between runs.
#[derive(Debug, Clone)]
pub struct Cache(PathBuf);

impl Cache {
    /// The directory, made if need be.
    pub fn open() -> Self {
        let target =
            || crate::process::programs().parent().expect("programs are below the target directory").join("e2e");
        let path = std::env::var_os("FIELDMARK_E2E_CACHE").map_or_else(target, PathBuf::from);
        fs::create_dir_all(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self(path)
    }

    /// The directory of that name and digest. `make` fills it if it is not there; others wait for that.
    pub fn directory(&self, name: &str, digest: &str, make: impl FnOnce(&Path)) -> PathBuf {
        let done = self.0.join(format!("{name}-{digest}"));
        let lock = File::create(self.0.join(format!("{name}.lock"))).unwrap();
        lock.lock().unwrap();
        if !done.exists() {
            let new = self.0.join(format!("{name}.new"));
            if new.exists() {
                fs::remove_dir_all(&new).unwrap();
            }
            fs::create_dir(&new).unwrap();
            make(&new);
            fs::rename(&new, &done).unwrap();
        }
        done
    }

    /// Forgets earlier directories of that name, whose things are deleted elsewhere.
    pub fn forget(&self, name: &str) {
        let digest = |rest: &str| rest.len() == 16 && rest.bytes().all(|byte| byte.is_ascii_hexdigit());
        for entry in fs::read_dir(&self.0).unwrap().filter_map(Result::ok) {
            let file_name = entry.file_name();
            let rest = file_name.to_str().and_then(|file| file.strip_prefix(name)?.strip_prefix('-'));
            if rest.is_some_and(digest) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}
