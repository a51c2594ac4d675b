//! The one walk over a directory.

use crate::{Directory, PatternSet, ScanError, Snapshot, Vendored, Walked, tally::Tally};
use fieldmark_model::Skipped;
use ignore::{DirEntry, ParallelVisitor, ParallelVisitorBuilder, WalkBuilder, WalkState};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How to walk.
#[derive(Clone)]
pub struct ScanOptions {
    /// Threads of the walk; 0 takes as many as the machine has, at most 8: beyond that nothing is gained.
    pub threads: usize,
    /// Most directory entries to look at.
    pub max_entries: u64,
    /// Directories that are not entered.
    pub vendored: Arc<Vendored>,
    /// Whether to leave out what the repository's own `.gitignore` files name.
    pub git_ignore: bool,
    /// Set by the caller to stop the walk.
    pub cancelled: Arc<AtomicBool>,
    /// Told from time to time how many entries were looked at.
    pub progress: Option<Arc<dyn Fn(u64) + Send + Sync>>,
}

impl Default for ScanOptions {
    fn default() -> Self {
        Self {
            threads: 0,
            max_entries: 1_000_000,
            vendored: Arc::default(),
            git_ignore: true,
            cancelled: Arc::default(),
            progress: None,
        }
    }
}

/// How many entries lie between two calls of the progress callback.
const PROGRESS_STEP: u64 = 4_096;

/// Walks a directory once and matches every file name against all patterns.
///
/// Links are not followed and no file is opened. Of ignore files only the repository's own `.gitignore` count: the
/// user's global ones, `.git/info/exclude` and those of parent directories belong to a machine, not to the repository.
///
/// # Errors
/// There is no readable directory at the path, or the caller cancelled. Trouble further down is counted instead.
pub fn scan(path: &Path, set: &PatternSet, options: &ScanOptions) -> Result<Snapshot, ScanError> {
    let directory = Directory::open(path)?;
    let mut shared = Shared::new(directory.path(), set, options);
    builder(&directory, options, &shared.counters).build_parallel().visit(&mut Threads(&shared));
    if shared.is_full() {
        // Which entries the threads saw before the cap depends on their timing. One thread in sorted order always
        // sees the same ones.
        shared = Shared::new(directory.path(), set, options);
        walk_in_order(&directory, options, &shared);
    }
    if options.cancelled.load(Ordering::Relaxed) {
        return Err(ScanError::Cancelled);
    }
    let walked = shared.walked();
    let tallies = shared.tallies.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(Snapshot::new(&tallies, set, walked, Box::new(directory)))
}

fn builder(directory: &Directory, options: &ScanOptions, counters: &Arc<Counters>) -> WalkBuilder {
    let mut builder = WalkBuilder::new(directory.path());
    builder
        .standard_filters(false)
        .git_ignore(options.git_ignore)
        .require_git(false)
        .parents(false)
        .follow_links(false)
        .threads(threads(options.threads));
    let (vendored, counters) = (Arc::clone(&options.vendored), Arc::clone(counters));
    let root = directory.path().to_owned();
    builder.filter_entry(move |entry| enters(entry, &root, &vendored, &counters));
    builder
}

fn threads(asked: usize) -> usize {
    if asked > 0 { asked } else { std::thread::available_parallelism().map_or(1, |threads| threads.get().min(8)) }
}

/// Whether the walk goes on with an entry. Only directories are turned away here; files are counted by kind later.
fn enters(entry: &DirEntry, root: &Path, vendored: &Vendored, counters: &Counters) -> bool {
    if entry.depth() == 0 || !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return true;
    }
    match relative(entry.path(), root) {
        Some(path) => !vendored.contains(path, path.rsplit('/').next().unwrap_or(path)),
        None => {
            add(&counters.non_utf8_names);
            false
        }
    }
}

/// The path below the root as text; `None` when it is not UTF-8.
fn relative<'p>(path: &'p Path, root: &Path) -> Option<&'p str> {
    // Byte by byte: the walk made the path of the root and what is below it, and `strip_prefix` would take it apart.
    let below = path.as_os_str().as_encoded_bytes().strip_prefix(root.as_os_str().as_encoded_bytes())?;
    std::str::from_utf8(below.strip_prefix(b"/").unwrap_or(below)).ok()
}

fn walk_in_order(directory: &Directory, options: &ScanOptions, shared: &Shared<'_>) {
    let walk = builder(directory, options, &shared.counters).sort_by_file_name(Ord::cmp).build();
    let mut visitor = Visitor { shared, tally: Tally::default() };
    for entry in walk {
        if matches!(visitor.visit(entry), WalkState::Quit) {
            break;
        }
    }
}

/// Counts that all threads add to.
#[derive(Debug, Default)]
struct Counters {
    entries: AtomicU64,
    symbolic_links: AtomicU64,
    special_files: AtomicU64,
    non_utf8_names: AtomicU64,
    unreadable: AtomicU64,
}

fn add(counter: &AtomicU64) -> u64 {
    counter.fetch_add(1, Ordering::Relaxed) + 1
}

/// What the threads of one walk share.
struct Shared<'s> {
    root: &'s Path,
    set: &'s PatternSet,
    options: &'s ScanOptions,
    counters: Arc<Counters>,
    tallies: Mutex<Vec<Tally>>,
}

impl<'s> Shared<'s> {
    fn new(root: &'s Path, set: &'s PatternSet, options: &'s ScanOptions) -> Self {
        Self { root, set, options, counters: Arc::default(), tallies: Mutex::default() }
    }

    fn is_full(&self) -> bool {
        self.counters.entries.load(Ordering::Relaxed) > self.options.max_entries
    }

    fn walked(&self) -> Walked {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Walked {
            entries: count(&self.counters.entries).min(self.options.max_entries),
            truncated: self.is_full(),
            skipped: Skipped {
                symbolic_links: count(&self.counters.symbolic_links),
                special_files: count(&self.counters.special_files),
                non_utf8_names: count(&self.counters.non_utf8_names),
                unreadable: count(&self.counters.unreadable),
            },
        }
    }
}

struct Threads<'t, 's>(&'t Shared<'s>);

impl<'t> ParallelVisitorBuilder<'t> for Threads<'t, '_> {
    fn build(&mut self) -> Box<dyn ParallelVisitor + 't> {
        Box::new(Visitor { shared: self.0, tally: Tally::default() })
    }
}

/// One thread of the walk.
struct Visitor<'t, 's> {
    shared: &'t Shared<'s>,
    tally: Tally,
}

impl ParallelVisitor for Visitor<'_, '_> {
    fn visit(&mut self, entry: Result<DirEntry, ignore::Error>) -> WalkState {
        let Shared { root, set, options, counters, .. } = self.shared;
        let Ok(entry) = entry else {
            add(&counters.unreadable);
            return WalkState::Continue;
        };
        if entry.depth() == 0 {
            return WalkState::Continue;
        }
        let entries = add(&counters.entries);
        if entries > options.max_entries || options.cancelled.load(Ordering::Relaxed) {
            return WalkState::Quit;
        }
        if entries.is_multiple_of(PROGRESS_STEP)
            && let Some(progress) = &options.progress
        {
            progress(entries);
        }
        match entry.file_type() {
            Some(kind) if kind.is_file() => match relative(entry.path(), root) {
                Some(path) => self.tally.file(path, set),
                None => _ = add(&counters.non_utf8_names),
            },
            Some(kind) if kind.is_dir() => {}
            Some(kind) if kind.is_symlink() => _ = add(&counters.symbolic_links),
            _ => _ = add(&counters.special_files),
        }
        WalkState::Continue
    }
}

impl Drop for Visitor<'_, '_> {
    fn drop(&mut self) {
        let tally = std::mem::take(&mut self.tally);
        self.shared.tallies.lock().unwrap_or_else(PoisonError::into_inner).push(tally);
    }
}

#[cfg(test)]
mod tests;
