//! The platform that image streams, images and objects are looked up in.

use crate::args::PlatformOptions;
use crate::places;
use crate::session::{Session, SessionError};
use fieldmark::{BuildError, Catalogue};
use fieldmark_cluster::{Access, Cluster, ClusterError, Limits};
use fieldmark_images::{
    CataloguePlatform, LookupError, MAX_SNAPSHOT_BYTES, Platform, SHARED_PROJECT, Snapshot, SnapshotError,
};
use fieldmark_objects::ImageStream;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The project of who names none.
const DEFAULT_PROJECT: &str = "default";

/// Why there is no platform to ask.
#[derive(Debug, Error)]
pub(crate) enum PlatformError {
    #[error(transparent)]
    Session(#[from] SessionError),
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    Snapshot { path: PathBuf, source: SnapshotError },
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    #[error(transparent)]
    Lookup(#[from] LookupError),
    #[error("no kubeconfig is known")]
    NoKubeconfig,
}

/// The platform that the options name: a snapshot, a cluster, or else the catalogue in force.
pub(crate) fn platform(session: &Session, options: &PlatformOptions) -> Result<Box<dyn Platform>, PlatformError> {
    let project = options.namespace.as_deref();
    if options.cluster {
        return Ok(Box::new(connect(options)?));
    }
    let project = project.unwrap_or(DEFAULT_PROJECT);
    match &options.snapshot {
        Some(path) => Ok(Box::new(snapshot(path)?.with_project(project))),
        None => Ok(Box::new(CataloguePlatform::new(session.catalogue()?, project))),
    }
}

/// What a platform offers, as a catalogue that builders are chosen from: the streams of the project and those that
/// everyone may use. None for the catalogue in force, which is what it is already.
pub(crate) fn offered(platform: &dyn Platform, options: &PlatformOptions) -> Result<Option<Catalogue>, PlatformError> {
    if options.snapshot.is_none() && !options.cluster {
        return Ok(None);
    }
    let own = platform.image_streams(platform.project())?;
    let shared = platform.image_streams(SHARED_PROJECT)?;
    let is_new = |stream: &&ImageStream| own.iter().all(|known| known.metadata.name != stream.metadata.name);
    let streams = own.iter().chain(shared.iter().filter(is_new));
    Ok(Some(Catalogue::from_streams("platform", streams).map_err(BuildError::from).map_err(SessionError::from)?))
}

/// A connection to the live cluster: the project is the context's own unless one is named. Nothing is sent yet.
pub(crate) fn connect(options: &PlatformOptions) -> Result<Cluster, PlatformError> {
    let kubeconfig = options.kubeconfig.clone().map_or_else(places::kubeconfig, |path| vec![path]);
    if kubeconfig.is_empty() {
        return Err(PlatformError::NoKubeconfig);
    }
    let access = Access {
        kubeconfig,
        context: options.context.clone(),
        namespace: options.namespace.clone(),
        allow_programs: options.allow_exec,
    };
    Ok(Cluster::from_kubeconfig(&access, Limits::default())?)
}

/// A snapshot in a file; `-` is standard input.
pub(crate) fn snapshot(path: &Path) -> Result<Snapshot, PlatformError> {
    let text = read_capped(path).map_err(|source| PlatformError::Unreadable { path: path.to_owned(), source })?;
    Snapshot::parse(&text).map_err(|source| PlatformError::Snapshot { path: path.to_owned(), source })
}

/// The text of a file of image streams. One byte more than allowed is enough for the reader to see that it is too large.
pub(crate) fn read_capped(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    let limit = MAX_SNAPSHOT_BYTES as u64 + 1;
    if path == Path::new("-") {
        io::stdin().lock().take(limit).read_to_string(&mut text)?;
    } else {
        File::open(path)?.take(limit).read_to_string(&mut text)?;
    }
    Ok(text)
}
