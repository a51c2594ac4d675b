//! Putting a script into a repository.

use crate::S2iError;
use crate::copy::set_mode;
use std::fs;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// What became of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Installed {
    /// It was written.
    Written,
    /// It took the place of another one.
    Replaced,
    /// It was there already, executable.
    Unchanged,
}

/// Writes a script below a directory, executable. The same script is left alone; another one is replaced only with
/// `force`. Never writes through a link, and never leaves half a script.
///
/// # Errors
/// The directory is not there, another script is, a link is on the way, or the file system refuses.
pub fn install_script(root: &Path, path: &str, text: &str, force: bool) -> Result<Installed, S2iError> {
    if !root.is_dir() {
        return Err(S2iError::NotADirectory { path: root.to_owned() });
    }
    let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
    let parent = directories(root, directory)?;
    let target = parent.join(name);
    let outcome = match fs::symlink_metadata(&target) {
        Err(error) if error.kind() == ErrorKind::NotFound => Installed::Written,
        Err(error) => return Err(S2iError::Io { path: target, source: error }),
        Ok(metadata) if !metadata.is_file() => return Err(S2iError::NotRegular { path: target }),
        Ok(metadata) => {
            let is_same = metadata.len() == text.len() as u64
                && fs::read(&target).map_err(S2iError::io(&target))? == text.as_bytes();
            if is_same && metadata.permissions().mode() & 0o111 == 0o111 {
                return Ok(Installed::Unchanged);
            }
            if !is_same && !force {
                return Err(S2iError::ScriptOccupied { path: target });
            }
            Installed::Replaced
        }
    };
    let mut file = tempfile::NamedTempFile::new_in(&parent).map_err(S2iError::io(&parent))?;
    file.write_all(text.as_bytes()).map_err(S2iError::io(&target))?;
    set_mode(file.path(), 0o755)?;
    file.persist(&target).map_err(|error| S2iError::Io { path: target, source: error.error })?;
    Ok(outcome)
}

/// Makes the directories of a path, none of which may be a link.
fn directories(root: &Path, path: &str) -> Result<PathBuf, S2iError> {
    let mut whole = root.to_owned();
    for name in path.split('/').filter(|name| !name.is_empty()) {
        whole.push(name);
        match fs::symlink_metadata(&whole) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(S2iError::NotRegular { path: whole }),
            Err(_) => fs::create_dir(&whole).map_err(S2iError::io(&whole))?,
        }
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = ".s2i/bin/run";

    #[test]
    fn script_is_written_once_and_others_are_kept() {
        let place = tempfile::tempdir().unwrap();
        let install = |text: &str, force| install_script(place.path(), PATH, text, force);
        assert_eq!(install("#!/bin/sh\nexec a\n", false).unwrap(), Installed::Written);
        assert_eq!(install("#!/bin/sh\nexec a\n", false).unwrap(), Installed::Unchanged);
        let mode = || fs::metadata(place.path().join(PATH)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(), 0o755);
        assert_eq!(install("#!/bin/sh\nexec b\n", false).unwrap_err().code(), "s2i.script-occupied");
        assert_eq!(fs::read_to_string(place.path().join(PATH)).unwrap(), "#!/bin/sh\nexec a\n");
        assert_eq!(install("#!/bin/sh\nexec b\n", true).unwrap(), Installed::Replaced);
        fs::set_permissions(place.path().join(PATH), fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(install("#!/bin/sh\nexec b\n", false).unwrap(), Installed::Replaced);
        assert_eq!(mode(), 0o755);
        assert_eq!(fs::read_dir(place.path().join(".s2i/bin")).unwrap().count(), 1);
    }

    #[test]
    fn directory_itself_is_not_made() {
        let place = tempfile::tempdir().unwrap();
        let error = install_script(&place.path().join("none"), PATH, "#!", true).unwrap_err();
        assert_eq!(error.code(), "s2i.not-a-directory");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[test]
    fn links_are_never_written_through() {
        let place = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path(), place.path().join(".s2i")).unwrap();
        let error = install_script(place.path(), PATH, "#!", true).unwrap_err();
        assert_eq!(error.code(), "s2i.not-regular");
        fs::remove_file(place.path().join(".s2i")).unwrap();
        fs::create_dir_all(place.path().join(".s2i/bin")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("x"), place.path().join(PATH)).unwrap();
        let error = install_script(place.path(), PATH, "#!", true).unwrap_err();
        assert_eq!(error.code(), "s2i.not-regular");
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    }
}
