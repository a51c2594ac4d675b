//! A manifest into a component, and files that appear whole.

use crate::AuthorError;
use fieldmark_package::{componentize, componentize_without_system};
use fieldmark_runtime::Component;
use std::fs;
use std::path::Path;

/// Packs a manifest into a component, or into a core module that becomes one, and writes it to `output`. With
/// `stub_wasi` what the module imports of the system interface is answered inside of the component.
///
/// # Errors
/// A file cannot be read or written, or the module is no plugin for this host; then nothing is written.
pub fn pack(module: &Path, manifest: &Path, output: &Path, stub_wasi: bool) -> Result<Component, AuthorError> {
    let text = fs::read_to_string(manifest).map_err(AuthorError::io(manifest))?;
    let wrong = |source| AuthorError::Manifest { path: manifest.to_owned(), source };
    fieldmark_model::Manifest::parse(text.as_bytes()).map_err(wrong)?;
    let bytes = fs::read(module).map_err(AuthorError::io(module))?;
    let component = packed(&module.display().to_string(), &bytes, &text, stub_wasi)?;
    write_for_others(output, component.bytes())?;
    Ok(component)
}

/// The component with its manifest, looked at as the host does.
pub(crate) fn packed(what: &str, module: &[u8], manifest: &str, stub_wasi: bool) -> Result<Component, AuthorError> {
    let encode = if stub_wasi { componentize_without_system } else { componentize };
    Ok(Component::inspect(encode(what, module, manifest)?)?)
}

/// Writes a file whole or not at all, with the folders above it. Only its owner may read it.
///
/// # Errors
/// It cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), AuthorError> {
    write_new(path, bytes, &mut tempfile::Builder::new())
}

/// The same for what others are meant to read, such as a plugin.
pub(crate) fn write_for_others(path: &Path, bytes: &[u8]) -> Result<(), AuthorError> {
    let mut new = tempfile::Builder::new();
    for_others(&mut new);
    write_new(path, bytes, &mut new)
}

fn write_new(path: &Path, bytes: &[u8], new: &mut tempfile::Builder<'_, '_>) -> Result<(), AuthorError> {
    create_parent(path)?;
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let new = new.prefix(".new-").tempfile_in(folder).map_err(AuthorError::temporary(path))?;
    fs::write(new.path(), bytes).map_err(AuthorError::io(path))?;
    new.persist(path).map_err(|error| AuthorError::io(path)(error.error))?;
    Ok(())
}

/// Temporary files are their owner's alone unless they are made otherwise. What the user's mask takes away stays away.
#[cfg(unix)]
fn for_others(new: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    new.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn for_others(_: &mut tempfile::Builder<'_, '_>) {}

pub(crate) fn create_parent(path: &Path) -> Result<(), AuthorError> {
    match path.parent() {
        Some(parent) => fs::create_dir_all(parent).map_err(AuthorError::io(parent)),
        None => Ok(()),
    }
}
