//! Files of third-party plugins: components, and declarative detectors.

use crate::installed::{admit, standing};
use fieldmark::{
    Contents, Detector, Directory, EngineBuilder, LoadError, MAX_COMPONENT_BYTES, MAX_DETECTOR_BYTES, Manifest,
    ManifestError, PluginComponent, digest,
};
use fieldmark_supply::{Form, Policy, Standing, SupplyError};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Where a repository keeps detectors of its own.
pub(crate) const PROJECT_DIRECTORY: &str = ".fieldmark";

/// Most detectors that a repository may bring: each takes part in every detection of it.
const MOST_PROJECT_DIRECTORY: usize = 32;

/// A plugin file that cannot be read.
#[derive(Debug, Error)]
pub(crate) enum PluginFileError {
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    Unusable { path: PathBuf, source: LoadError },
    #[error("{}: {source}", path.display())]
    Detector { path: PathBuf, source: ManifestError },
    #[error(transparent)]
    Supply(#[from] SupplyError),
}

/// Adds the named files and then those of directories, sorted by name, to the engine. What is in a file is judged when
/// the engine is built; that a named file cannot be read is an error at once.
pub(crate) fn add(
    mut builder: EngineBuilder,
    files: &[PathBuf],
    directories: &[PathBuf],
    policy: &Policy,
) -> Result<EngineBuilder, PluginFileError> {
    for path in files {
        builder = add_file(builder, path, policy)?;
    }
    for directory in directories {
        for path in plugin_files(directory)? {
            builder = add_file(builder, &path, policy)?;
        }
    }
    Ok(builder)
}

fn add_file(builder: EngineBuilder, path: &Path, policy: &Policy) -> Result<EngineBuilder, PluginFileError> {
    let (name, bytes) = (path.display().to_string(), read(path)?);
    let form = Form::of_name(&name);
    let standing = standing(policy, path, form, &bytes)?;
    Ok(admit(builder, name, form, bytes, &standing, policy))
}

/// Adds the detectors that a repository brings, sorted by name. Only regular files directly in a real directory count,
/// and one that cannot be read is left out like one that is wrong.
pub(crate) fn add_of_repository(mut builder: EngineBuilder, repository: &Path, policy: &Policy) -> EngineBuilder {
    let folder = repository.join(PROJECT_DIRECTORY);
    // Links are not followed. Whatever is wrong with the repository itself is the detection's to say.
    if !folder.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return builder;
    }
    let (Ok(directory), Ok(entries)) = (Directory::open(repository), fs::read_dir(&folder)) else { return builder };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| is_detector(Path::new(name)))
        .collect();
    names.sort();
    names.truncate(MOST_PROJECT_DIRECTORY);
    for name in names {
        let path = format!("{PROJECT_DIRECTORY}/{name}");
        // One byte more than allowed is enough to see that it is too large.
        if let Ok(bytes) = directory.read(&path, 0, MAX_DETECTOR_BYTES as u64 + 1) {
            let standing = Standing::Unverified { because: "a repository vouches for nothing".to_owned() };
            builder = admit(builder, path, Form::Detector, bytes, &standing, policy);
        }
    }
    builder
}

/// Manifest and digest of a file that is looked at but not run.
pub(crate) fn inspect(path: &Path) -> Result<(Manifest, String), PluginFileError> {
    look(path).map(|(manifest, digest, _)| (manifest, digest))
}

/// The same with the bytes of the file.
pub(crate) fn look(path: &Path) -> Result<(Manifest, String, Vec<u8>), PluginFileError> {
    if is_detector(path) {
        let bytes = read(path)?;
        let unusable = |source| PluginFileError::Detector { path: path.to_owned(), source };
        return Ok((Detector::parse(&bytes).map_err(unusable)?.manifest(), digest(&bytes), bytes));
    }
    let component = component(path)?;
    Ok((component.manifest().clone(), component.digest().to_owned(), component.bytes().to_vec()))
}

/// A component that is to be run.
pub(crate) fn component(path: &Path) -> Result<PluginComponent, PluginFileError> {
    let unusable = |source| PluginFileError::Unusable { path: path.to_owned(), source };
    PluginComponent::inspect(read(path)?).map_err(unusable)
}

/// Whether a name is one of a file, whether that is there or not: no id has a slash or a full stop.
pub(crate) fn is_file_name(name: &str) -> bool {
    name.contains(['/', '.'])
}

/// A detector is a TOML document; everything else is taken for a component.
fn is_detector(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

fn read(path: &Path) -> Result<Vec<u8>, PluginFileError> {
    let unreadable = |source| PluginFileError::Unreadable { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    // One byte more than allowed is enough to see that it is too large.
    file.take(MAX_COMPONENT_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

fn plugin_files(directory: &Path) -> Result<Vec<PathBuf>, PluginFileError> {
    let unreadable = |source| PluginFileError::Unreadable { path: directory.to_owned(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let is_plugin = is_detector(&path) || path.extension().is_some_and(|extension| extension == "wasm");
        if is_plugin && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
