//! The walk alone: what `rg --files` does, with the settings of the scan.

use crate::sample::threads;
use ignore::{WalkBuilder, WalkState};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Walks a directory as the scan does, without matching, keeping or skipping anything, and counts the files.
///
/// The scan also leaves vendored directories out; the generated trees have none, so both see the same entries.
pub(crate) fn bare(directory: &Path) -> u64 {
    let files = AtomicU64::new(0);
    let mut builder = WalkBuilder::new(directory);
    builder
        .standard_filters(false)
        .git_ignore(true)
        .require_git(false)
        .parents(false)
        .follow_links(false)
        .threads(threads());
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            if entry.is_ok_and(|entry| entry.file_type().is_some_and(|kind| kind.is_file())) {
                files.fetch_add(1, Ordering::Relaxed);
            }
            WalkState::Continue
        })
    });
    files.into_inner()
}

/// Paths of all files that the walk sees, relative to the directory.
pub(crate) fn paths(directory: &Path) -> Vec<String> {
    let mut builder = WalkBuilder::new(directory);
    builder.standard_filters(false).git_ignore(true).require_git(false).parents(false);
    let files = builder.build().flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    files.filter_map(|entry| Some(entry.path().strip_prefix(directory).ok()?.to_str()?.to_owned())).collect()
}
