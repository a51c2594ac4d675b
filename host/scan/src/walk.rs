//! The one walk over a directory.

use crate::ignored::{Ignored, Level, above};
use crate::{Directory, Excluded, PatternSet, ScanError, Snapshot, Vendored, Walked, tally::Tally};
use fieldmark_model::Skipped;
use ignore::{DirEntry, ParallelVisitor, ParallelVisitorBuilder, WalkBuilder, WalkState};
use std::path::{Path, PathBuf};
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
    /// What is left out because the caller says so.
    pub excluded: Arc<Excluded>,
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
            excluded: Arc::default(),
            git_ignore: true,
            cancelled: Arc::default(),
            progress: None,
        }
    }
}

/// Trees of at most so many entries are walked by the caller's own thread: to start others, and to wait for them, takes
/// longer. A larger tree is walked anew, which costs it a hundredth or less.
const FEW: u64 = 512;

/// How many entries lie between two calls of the progress callback.
const PROGRESS_STEP: u64 = 4_096;

/// Walks a directory once and matches every file name against all patterns.
///
/// Links are not followed and no file is opened. Of ignore files only the repository's own `.gitignore` count: the
/// user's global ones, `.git/info/exclude` and those of parent directories belong to a machine, not to the repository.
/// A `.gitignore` that is a link, a pipe or larger than any that people write is none.
///
/// # Errors
/// There is no readable directory at the path, or the caller cancelled. Trouble further down is counted instead.
pub fn scan(path: &Path, set: &PatternSet, options: &ScanOptions) -> Result<Snapshot, ScanError> {
    let directory = Arc::new(Directory::open(path)?);
    let mut shared = Shared::new(&directory, set, options);
    walk_alone(&shared.builder(), &shared);
    if shared.is_beyond(FEW) && !shared.is_full() {
        shared = Shared::new(&directory, set, options);
        walk_in_parallel(&mut shared.builder(), &shared);
    }
    if shared.is_full() {
        // Which entries the threads saw before the cap depends on their timing. One thread in sorted order always
        // sees the same ones.
        shared = Shared::new(&directory, set, options);
        walk_in_order(&mut shared.builder(), &shared);
    }
    if options.cancelled.load(Ordering::Relaxed) {
        return Err(ScanError::Cancelled);
    }
    let walked = shared.walked();
    let tallies = shared.tallies.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(Snapshot::new(&tallies, set, walked, Box::new(directory)))
}

fn threads(asked: usize) -> usize {
    if asked > 0 { asked } else { std::thread::available_parallelism().map_or(1, |threads| threads.get().min(8)) }
}

/// The path below the root as text; `None` when it is not UTF-8.
fn relative<'p>(path: &'p Path, root: &Path) -> Option<&'p str> {
    // Byte by byte: the walk made the path of the root and what is below it, and `strip_prefix` would take it apart.
    let below = path.as_os_str().as_encoded_bytes().strip_prefix(root.as_os_str().as_encoded_bytes())?;
    std::str::from_utf8(below.strip_prefix(b"/").unwrap_or(below)).ok()
}

/// Walks in whatever order the directories have, until there turn out to be too many entries for one thread.
fn walk_alone(builder: &WalkBuilder, shared: &Shared<'_>) {
    let mut visitor = Visitor::new(shared);
    for entry in builder.build() {
        if matches!(visitor.visit(entry), WalkState::Quit) || shared.is_beyond(FEW) {
            break;
        }
    }
}

fn walk_in_parallel(builder: &mut WalkBuilder, shared: &Shared<'_>) {
    let walk = builder.threads(threads(shared.options.threads)).build_parallel();
    walk.visit(&mut Threads(shared));
}

fn walk_in_order(builder: &mut WalkBuilder, shared: &Shared<'_>) {
    let mut visitor = Visitor::new(shared);
    for entry in builder.sort_by_file_name(Ord::cmp).build() {
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
    /// None where `.gitignore` files do not count.
    ignored: Option<Arc<Ignored>>,
    tallies: Mutex<Vec<Tally>>,
}

impl<'s> Shared<'s> {
    fn new(directory: &'s Arc<Directory>, set: &'s PatternSet, options: &'s ScanOptions) -> Self {
        let ignored = options.git_ignore.then(|| Arc::new(Ignored::new(Arc::clone(directory))));
        Self { root: directory.path(), set, options, counters: Arc::default(), ignored, tallies: Mutex::default() }
    }

    fn builder(&self) -> WalkBuilder {
        let mut builder = WalkBuilder::new(self.root);
        builder.standard_filters(false).follow_links(false);
        let gate = Gate {
            root: self.root.to_owned(),
            vendored: Arc::clone(&self.options.vendored),
            excluded: Arc::clone(&self.options.excluded),
            counters: Arc::clone(&self.counters),
            ignored: self.ignored.clone(),
        };
        builder.filter_entry(move |entry| gate.lets_in(entry));
        builder
    }

    fn is_full(&self) -> bool {
        self.is_beyond(self.options.max_entries)
    }

    fn is_beyond(&self, entries: u64) -> bool {
        self.counters.entries.load(Ordering::Relaxed) > entries
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

/// Decides about directories before they are entered.
struct Gate {
    root: PathBuf,
    vendored: Arc<Vendored>,
    excluded: Arc<Excluded>,
    counters: Arc<Counters>,
    ignored: Option<Arc<Ignored>>,
}

impl Gate {
    /// Whether the walk goes on with an entry. Only directories are turned away here; files are counted by kind later.
    fn lets_in(&self, entry: &DirEntry) -> bool {
        if entry.depth() == 0 || !entry.file_type().is_some_and(|kind| kind.is_dir()) {
            return true;
        }
        let Some(path) = relative(entry.path(), &self.root) else {
            add(&self.counters.non_utf8_names);
            return false;
        };
        if self.vendored.contains(path, path.rsplit('/').next().unwrap_or(path)) || self.excluded.contains(path, true) {
            return false;
        }
        let Some(ignored) = &self.ignored else { return true };
        if ignored.level(above(path)).is_some_and(|level| level.leaves_out(path, true)) {
            return false;
        }
        ignored.enter(path);
        true
    }
}

struct Threads<'t, 's>(&'t Shared<'s>);

impl<'t> ParallelVisitorBuilder<'t> for Threads<'t, '_> {
    fn build(&mut self) -> Box<dyn ParallelVisitor + 't> {
        Box::new(Visitor::new(self.0))
    }
}

/// One thread of the walk.
struct Visitor<'t, 's> {
    shared: &'t Shared<'s>,
    tally: Tally,
    /// The directory of the last file, and what is left out there: files of one directory come together.
    last: Option<(String, Option<Arc<Level>>)>,
}

impl<'t, 's> Visitor<'t, 's> {
    fn new(shared: &'t Shared<'s>) -> Self {
        Self { shared, tally: Tally::default(), last: None }
    }

    /// Whether a `.gitignore` leaves out what is no directory.
    fn is_ignored(&mut self, path: &str) -> bool {
        let Some(ignored) = &self.shared.ignored else { return false };
        let above = above(path);
        if self.last.as_ref().is_none_or(|(directory, _)| directory != above) {
            self.last = Some((above.to_owned(), ignored.level(above)));
        }
        let level = self.last.as_ref().and_then(|(_, level)| level.as_ref());
        level.is_some_and(|level| level.leaves_out(path, false))
    }
}

impl ParallelVisitor for Visitor<'_, '_> {
    fn visit(&mut self, entry: Result<DirEntry, ignore::Error>) -> WalkState {
        let Shared { root, set, options, counters, .. } = self.shared;
        let Ok(entry) = entry else {
            add(&counters.unreadable);
            return WalkState::Continue;
        };
        let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
        let path = relative(entry.path(), root);
        if entry.depth() == 0 || !is_directory && path.is_some_and(|path| self.is_ignored(path)) {
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
            Some(kind) if kind.is_file() => match path {
                Some(path) if options.vendored.hides(path) || options.excluded.contains(path, false) => {}
                Some(path) => self.tally.file(path, set),
                None => _ = add(&counters.non_utf8_names),
            },
            _ if is_directory => {}
            Some(kind) if kind.is_symlink() => _ = add(&counters.symbolic_links),
            _ => _ = add(&counters.special_files),
        }
        WalkState::Continue
    }
}

impl Drop for Visitor<'_, '_> {
    fn drop(&mut self) {
        let mut tally = std::mem::take(&mut self.tally);
        tally.sort();
        self.shared.tallies.lock().unwrap_or_else(PoisonError::into_inner).push(tally);
    }
}

#[cfg(test)]
mod tests;
