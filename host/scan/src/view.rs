//! What one plugin sees of one root.

use crate::snapshot::prefix_length;
use crate::{PatternSet, Snapshot};
use fieldmark_model::{Hit, ReadError, ReadErrorCode, RepoView};
use std::sync::Arc;

/// The hits of one plugin below one candidate root, with paths relative to it.
#[derive(Debug)]
pub struct RootView {
    snapshot: Arc<Snapshot>,
    /// For each path, its file number in the snapshot.
    files: Vec<u32>,
    paths: Vec<String>,
    hits: Vec<Hit>,
    total_hits: u32,
    extension_counts: Arc<[(String, u32)]>,
}

impl RootView {
    /// The view of the plugin with this index below a root. Of more than `max_hits` hits those of the files nearest to
    /// the root are kept, so that a tree full of sources does not hide its manifests. The counts are those of
    /// [`Snapshot::extension_counts`], which all plugins of a root share.
    #[must_use]
    pub fn new(
        snapshot: Arc<Snapshot>,
        root: &str,
        plugin: u16,
        max_hits: u64,
        set: &PatternSet,
        extension_counts: Arc<[(String, u32)]>,
    ) -> Self {
        let range = snapshot.hits_below(root);
        let skip = prefix_length(root);
        let own = snapshot.hits(range).iter().filter(|(file, reference)| {
            reference.plugin == plugin && set.holds(*reference, &snapshot.path(*file)[skip..])
        });
        let mut own: Vec<(u32, u16)> = own.map(|(file, reference)| (*file, reference.pattern)).collect();
        let total_hits = u32::try_from(own.len()).unwrap_or(u32::MAX);
        let max_hits = usize::try_from(max_hits).unwrap_or(usize::MAX);
        if own.len() > max_hits {
            own.sort_by_cached_key(|(file, _)| snapshot.path(*file).matches('/').count());
            own.truncate(max_hits);
            own.sort_unstable();
        }
        let mut files: Vec<u32> = own.iter().map(|(file, _)| *file).collect();
        files.dedup();
        let paths = files.iter().map(|file| snapshot.path(*file)[skip..].to_owned()).collect();
        let hits = own.iter().map(|(file, pattern)| Hit { path: index_of(&files, *file), pattern: *pattern }).collect();
        Self { files, paths, hits, total_hits, extension_counts, snapshot }
    }

    /// The path relative to the repository.
    #[must_use]
    pub fn full_path(&self, path: u32) -> Option<&str> {
        self.files.get(path as usize).map(|file| self.snapshot.path(*file))
    }

    fn known(&self, path: u32) -> Result<&str, ReadError> {
        let missing = || ReadError::new(ReadErrorCode::NoSuchPath, format!("there is no path {path}"));
        self.full_path(path).ok_or_else(missing)
    }
}

fn index_of(files: &[u32], file: u32) -> u32 {
    u32::try_from(files.partition_point(|probe| *probe < file)).unwrap_or(u32::MAX)
}

impl RepoView for RootView {
    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn hits(&self) -> &[Hit] {
        &self.hits
    }

    fn total_hits(&self) -> u32 {
        self.total_hits
    }

    fn extension_counts(&self) -> &[(String, u32)] {
        &self.extension_counts
    }

    fn size(&self, path: u32) -> Result<u64, ReadError> {
        self.snapshot.contents().size(self.known(path)?)
    }

    fn read(&self, path: u32, offset: u64, max: u64) -> Result<Vec<u8>, ReadError> {
        self.snapshot.contents().read(self.known(path)?, offset, max)
    }
}
