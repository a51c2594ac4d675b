//! Files of third-party plugins.

use fieldmark::{EngineBuilder, LoadError, MAX_COMPONENT_BYTES, PluginComponent};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// A plugin file that cannot be read.
#[derive(Debug, Error)]
pub(crate) enum PluginFileError {
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    Unusable { path: PathBuf, source: LoadError },
}

/// Adds the named files and then those of directories, sorted by name, to the engine. What is in a file is judged when
/// the engine is built; that a named file cannot be read is an error at once.
pub(crate) fn add(
    mut builder: EngineBuilder,
    files: &[PathBuf],
    directories: &[PathBuf],
) -> Result<EngineBuilder, PluginFileError> {
    for path in files {
        builder = builder.plugin(path.display().to_string(), read(path)?);
    }
    for directory in directories {
        for path in wasm_files(directory)? {
            builder = builder.plugin(path.display().to_string(), read(&path)?);
        }
    }
    Ok(builder)
}

/// A component in a file, looked at but not run.
pub(crate) fn inspect(path: &Path) -> Result<PluginComponent, PluginFileError> {
    PluginComponent::inspect(read(path)?).map_err(|source| PluginFileError::Unusable { path: path.to_owned(), source })
}

fn read(path: &Path) -> Result<Vec<u8>, PluginFileError> {
    let unreadable = |source| PluginFileError::Unreadable { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    // One byte more than allowed is enough to see that it is too large.
    file.take(MAX_COMPONENT_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

fn wasm_files(directory: &Path) -> Result<Vec<PathBuf>, PluginFileError> {
    let unreadable = |source| PluginFileError::Unreadable { path: directory.to_owned(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
