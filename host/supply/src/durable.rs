//! Files that are there whole or not at all.

use crate::SupplyError;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

/// Writes a file under another name, makes sure that it is on the disk, and gives it its name.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), SupplyError> {
    let unwritable = |source| SupplyError::Unwritable { path: path.to_owned(), source };
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(directory).map_err(unwritable)?;
    file.write_all(bytes).map_err(unwritable)?;
    set_mode(file.as_file()).map_err(unwritable)?;
    file.as_file().sync_all().map_err(unwritable)?;
    file.persist(path).map_err(|error| unwritable(error.error))?;
    // The name is on the disk when the directory is. Where directories cannot be opened, the system sees to it.
    if let Ok(directory) = File::open(directory) {
        _ = directory.sync_all();
    }
    Ok(())
}

/// How the names of files begin that are not whole yet.
pub(crate) const TEMPORARY: &str = ".partial-";

/// Temporary files are their owner's alone; these are files like others.
#[cfg(unix)]
fn set_mode(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_mode(_: &File) -> std::io::Result<()> {
    Ok(())
}

/// Reads a file of at most `limit` bytes.
pub(crate) fn read_capped(path: &Path, limit: u64) -> Result<Vec<u8>, SupplyError> {
    let unreadable = |source| SupplyError::Unreadable { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        return Err(SupplyError::TooLarge { what: path.display().to_string(), limit });
    }
    Ok(bytes)
}

/// Makes a directory with those above it.
pub(crate) fn make_directory(path: &Path) -> Result<(), SupplyError> {
    fs::create_dir_all(path).map_err(|source| SupplyError::Unwritable { path: path.to_owned(), source })
}
