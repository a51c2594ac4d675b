//! A new project.

use crate::{AuthorError, Template};
use fieldmark_model::Manifest;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Writes a project with this id into a folder that is not there, or empty. It appears whole or not at all. Returns the
/// paths of its files, relative to the folder, those that are copies left out.
///
/// # Errors
/// The id cannot be one or belongs to a bundled plugin, the folder is occupied, or a file cannot be written.
pub fn scaffold(template: &Template, id: &str, folder: &Path) -> Result<Vec<String>, AuthorError> {
    let files = template.filled(id);
    if let Some(manifest) = files.get("plugin.toml") {
        let wrong = |source| AuthorError::Manifest { path: PathBuf::from("plugin.toml"), source };
        Manifest::parse(manifest.as_bytes()).map_err(wrong)?;
    }
    let bundled = fieldmark::bundled_plugins().into_iter().map(|plugin| plugin.manifest);
    if bundled.chain(fieldmark::bundled_detectors()).any(|manifest| manifest.plugin.id == id) {
        return Err(AuthorError::IdTaken { id: id.to_owned() });
    }
    match fs::read_dir(folder).map(|mut entries| entries.next().is_some()) {
        Ok(true) => return Err(AuthorError::Occupied { path: folder.to_owned() }),
        Err(error) if folder.symlink_metadata().is_ok() => return Err(AuthorError::io(folder)(error)),
        Ok(false) | Err(_) => {}
    }
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(AuthorError::io(parent))?;
    let new = tempfile::Builder::new().prefix(".new-").tempdir_in(parent).map_err(AuthorError::temporary(parent))?;
    for (path, text) in &files {
        // What cannot be written is told by the name that it was to have.
        write(&new.path().join(path), text).map_err(AuthorError::io(&folder.join(path)))?;
    }
    readable(new.path())?;
    // An empty folder gives way to the new one.
    _ = fs::remove_dir(folder);
    fs::rename(new.path(), folder).map_err(AuthorError::io(folder))?;
    Ok(files.into_keys().filter(|path| !path.starts_with("vendor/")).collect())
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, text)
}

/// Temporary folders are their owner's alone; a project is not.
#[cfg(unix)]
fn readable(folder: &Path) -> Result<(), AuthorError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).map_err(AuthorError::io(folder))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> Result<(), AuthorError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn project_appears_in_a_missing_or_empty_folder_only() {
        let template = &Template::all()[0];
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("deep/wood-duck");
        let files = scaffold(template, "wood-duck", &folder).unwrap();
        assert!(files.contains(&"fixtures/server/wood-duck.json".to_owned()), "{files:?}");
        assert!(folder.join("fixtures/server/wood-duck.json").is_file());
        assert_eq!(fs::read_dir(place.path().join("deep")).unwrap().count(), 1, "nothing else is left there");
        assert_eq!(scaffold(template, "wood-duck", &folder).unwrap_err().code(), "author.occupied");
        let empty = place.path().join("empty");
        fs::create_dir(&empty).unwrap();
        scaffold(template, "wood-duck", &empty).unwrap();
    }

    #[test]
    fn ids_that_cannot_be_are_refused_and_nothing_is_written() {
        let place = tempfile::tempdir().unwrap();
        let code = |id: &str| scaffold(&Template::all()[0], id, &place.path().join("x")).unwrap_err().code();
        assert_eq!(code("Wood Duck"), "plugin.manifest-invalid");
        assert_eq!(code("node"), "plugin.id-taken");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }
}
