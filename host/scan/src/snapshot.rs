//! What a scan found.

use crate::{Contents, PatternRef, PatternSet, tally::Tally};
use fieldmark_model::Skipped;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// How the walk went, beside what it found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walked {
    /// Directory entries that were looked at.
    pub entries: u64,
    /// Whether the cap on entries stopped the walk.
    pub truncated: bool,
    /// What was not looked at.
    pub skipped: Skipped,
}

/// All matched files of a repository, sorted by path, with the patterns that matched them.
///
/// It is the same whatever the number of threads and the order in which they finished.
pub struct Snapshot {
    /// All matched paths, one after the other.
    paths: String,
    /// End of each path.
    ends: Vec<usize>,
    /// Sorted by file, then pattern.
    hits: Vec<(u32, PatternRef)>,
    /// For every directory with files: how many it holds directly, by extension.
    counts: BTreeMap<String, Vec<(u16, u32)>>,
    extensions: Vec<String>,
    roots: Vec<String>,
    walked: Walked,
    contents: Box<dyn Contents>,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("files", &self.len()).field("walked", &self.walked).finish_non_exhaustive()
    }
}

impl Snapshot {
    pub(crate) fn new(tallies: &[Tally], set: &PatternSet, walked: Walked, contents: Box<dyn Contents>) -> Self {
        // Each tally is sorted, and this sort merges what is.
        let mut files: Vec<(&str, &[PatternRef])> = tallies.iter().flat_map(Tally::files).collect();
        files.sort();
        files.dedup_by(|a, b| a.0 == b.0);
        let mut paths = String::with_capacity(files.iter().map(|(path, _)| path.len()).sum());
        let mut ends = Vec::with_capacity(files.len());
        let mut hits = Vec::with_capacity(files.iter().map(|(_, references)| references.len()).sum());
        let mut roots = BTreeSet::from([(0, ".")]);
        for (file, (path, references)) in (0u32..).zip(&files) {
            paths.push_str(path);
            ends.push(paths.len());
            hits.extend(references.iter().map(|reference| (file, *reference)));
            if let Some((directory, _)) = path.rsplit_once('/')
                && references.iter().any(|reference| set.is_marker(*reference))
            {
                roots.insert((directory.matches('/').count() + 1, directory));
            }
        }
        let roots = roots.into_iter().map(|(_, directory)| directory.to_owned()).collect();
        let (counts, extensions) = merge_counts(tallies);
        Self { paths, ends, hits, counts, extensions, roots, walked, contents }
    }

    /// How many files matched.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether no file matched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Candidate roots: `.` and every directory that holds a marker, the outermost first.
    #[must_use]
    pub fn roots(&self) -> &[String] {
        &self.roots
    }

    /// How many files have an extension, matched or not.
    #[must_use]
    pub fn with_extension(&self) -> u64 {
        self.counts.values().flatten().map(|(_, count)| u64::from(*count)).sum()
    }

    /// Every directory below the repository that holds files with an extension directly, sorted by path.
    pub fn directories(&self) -> impl Iterator<Item = &str> {
        self.counts.keys().map(String::as_str).filter(|directory| !directory.is_empty())
    }

    /// How the walk went.
    #[must_use]
    pub const fn walked(&self) -> &Walked {
        &self.walked
    }

    /// A matched path, relative to the repository.
    #[must_use]
    pub fn path(&self, file: u32) -> &str {
        let file = file as usize;
        let start = if file == 0 { 0 } else { self.ends[file - 1] };
        &self.paths[start..self.ends[file]]
    }

    /// Which plugins have a hit below a root, which of them directly in it, and which have a marker there.
    #[must_use]
    pub fn plugins(&self, root: &str, set: &PatternSet) -> Vec<Presence> {
        let mut presence = vec![Presence::None; set.plugins()];
        let skip = prefix_length(root);
        for (file, reference) in &self.hits[self.hits_below(root)] {
            let path = &self.path(*file)[skip..];
            if !set.is_reason(*reference) || !set.holds(*reference, path) {
                continue;
            }
            let here = !path.contains('/');
            let seen = match (here, set.is_marker(*reference)) {
                (true, true) => Presence::Marker,
                (true, false) => Presence::Here,
                _ => Presence::Below,
            };
            let slot = &mut presence[usize::from(reference.plugin)];
            *slot = seen.max(*slot);
        }
        presence
    }

    /// Files below a root, as a range of file numbers.
    pub(crate) fn files_below(&self, root: &str) -> Range<u32> {
        if root == "." {
            return 0..number(self.len());
        }
        let first = partition(self.len(), |file| before(self.path(number(file)), root));
        let count = partition(self.len() - first, |file| is_below(self.path(number(first + file)), root));
        number(first)..number(first + count)
    }

    pub(crate) fn hits_below(&self, root: &str) -> Range<usize> {
        let files = self.files_below(root);
        let first = self.hits.partition_point(|(file, _)| *file < files.start);
        let end = self.hits.partition_point(|(file, _)| *file < files.end);
        first..end
    }

    pub(crate) fn hits(&self, range: Range<usize>) -> &[(u32, PatternRef)] {
        &self.hits[range]
    }

    /// Files below a root by extension, the most frequent first, ties by name.
    #[must_use]
    pub fn extension_counts(&self, root: &str) -> Arc<[(String, u32)]> {
        let mut sums = vec![0u32; self.extensions.len()];
        let mut add = |counts: &[(u16, u32)]| {
            for (extension, count) in counts {
                sums[usize::from(*extension)] += count;
            }
        };
        if root == "." {
            self.counts.values().for_each(|counts| add(counts));
        } else {
            self.counts.get(root).into_iter().for_each(|counts| add(counts));
            let below = self.counts.range(format!("{root}/")..).take_while(|(directory, _)| is_below(directory, root));
            below.for_each(|(_, counts)| add(counts));
        }
        let counted = sums.into_iter().zip(&self.extensions).filter(|(count, _)| *count > 0);
        let mut counts: Vec<_> = counted.map(|(count, extension)| (extension.clone(), count)).collect();
        counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts.into()
    }

    pub(crate) fn contents(&self) -> &dyn Contents {
        &*self.contents
    }
}

/// How a plugin is present in a root, in ascending order of weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// None of its patterns matched.
    None,
    /// Only further down.
    Below,
    /// A file directly in the root matched.
    Here,
    /// A marker stands directly in the root.
    Marker,
}

/// Bytes that the prefix of a root takes away from a path below it.
pub(crate) fn prefix_length(root: &str) -> usize {
    if root == "." { 0 } else { root.len() + 1 }
}

fn is_below(path: &str, root: &str) -> bool {
    path.len() > root.len() && path.as_bytes()[root.len()] == b'/' && path.starts_with(root)
}

/// Whether a path sorts before everything below a root.
fn before(path: &str, root: &str) -> bool {
    // Byte by byte against `root/`, without building it.
    path.bytes().lt(root.bytes().chain([b'/']))
}

fn partition(length: usize, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, length);
    while low < high {
        let middle = usize::midpoint(low, high);
        if is_before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Files are numbered with 32 bits; the cap on entries is far below.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

type Counts = BTreeMap<String, Vec<(u16, u32)>>;

fn merge_counts(tallies: &[Tally]) -> (Counts, Vec<String>) {
    // Of more than 65 535 extensions those that sort last are left out: whichever thread saw them.
    let names: BTreeSet<&str> = tallies.iter().flat_map(Tally::extensions).map(String::as_str).collect();
    let extensions: Vec<String> = names.iter().take(usize::from(u16::MAX)).map(|name| (*name).to_owned()).collect();
    let index = |name: &str| u16::try_from(extensions.binary_search_by(|probe| probe.as_str().cmp(name)).ok()?).ok();
    let mut all: Vec<(&str, u16, u32)> = Vec::new();
    for tally in tallies {
        let indices: Vec<Option<u16>> = tally.extensions().iter().map(|name| index(name)).collect();
        all.extend(
            tally.counts().filter_map(|(directory, own, count)| Some((directory, indices[own as usize]?, count))),
        );
    }
    all.sort_unstable();
    let of_directory = |entries: &[(&str, u16, u32)]| {
        let by_extension = entries.chunk_by(|one, other| one.1 == other.1);
        by_extension.map(|same| (same[0].1, same.iter().map(|(_, _, count)| count).sum())).collect()
    };
    let directories = all.chunk_by(|one, other| one.0 == other.0);
    let counts = directories.map(|entries| (entries[0].0.to_owned(), of_directory(entries))).collect();
    (counts, extensions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RootView, scan_listing, testing::NoContents};
    use fieldmark_model::{Patterns, RepoView};

    fn snapshot(paths: &[&str]) -> (Arc<Snapshot>, PatternSet) {
        let java = Patterns { markers: vec!["pom.xml".into()], extensions: vec!["java".into()], ..Patterns::default() };
        let go = Patterns { extensions: vec!["go".into()], ..Patterns::default() };
        let set = PatternSet::new([&java, &go]).unwrap();
        let snapshot = scan_listing(paths, &set, Box::new(NoContents)).unwrap();
        (Arc::new(snapshot), set)
    }

    #[test]
    fn roots_are_the_directories_of_markers_outermost_first() {
        let (snapshot, _) = snapshot(&["z/pom.xml", "a/b/pom.xml", "a/b/c/X.java", "pom.xml"]);
        assert_eq!(snapshot.roots(), [".", "z", "a/b"]);
    }

    #[test]
    fn directories_are_those_that_hold_files_themselves() {
        let (snapshot, _) = snapshot(&["pom.xml", "z/A.java", "a/b/c/X.java", "a/README.md"]);
        assert_eq!(snapshot.directories().collect::<Vec<_>>(), ["a", "a/b/c", "z"]);
        assert_eq!(snapshot.with_extension(), 4);
    }

    #[test]
    fn plugins_are_weighed_by_where_they_hit() {
        let (snapshot, set) = snapshot(&["m/pom.xml", "m/x/y.go", "main.go"]);
        assert_eq!(snapshot.plugins(".", &set), [Presence::Below, Presence::Here]);
        assert_eq!(snapshot.plugins("m", &set), [Presence::Marker, Presence::Below]);
        assert_eq!(snapshot.plugins("m/x", &set), [Presence::None, Presence::Here]);
    }

    #[test]
    fn view_of_a_root_holds_neither_siblings_nor_names_with_the_same_beginning() {
        let (snapshot, set) = snapshot(&["m/pom.xml", "m/A.java", "m-x/B.java", "m.java", "m0/C.java", "M.java"]);
        let view = RootView::new(Arc::clone(&snapshot), "m", 0, 100, &set, snapshot.extension_counts("m"));
        assert_eq!(view.paths(), ["A.java", "pom.xml"]);
        assert_eq!(view.extension_counts(), [("java".to_owned(), 1), ("xml".to_owned(), 1)]);
        let all = RootView::new(Arc::clone(&snapshot), ".", 0, 100, &set, snapshot.extension_counts("."));
        assert_eq!(all.paths().len(), 6);
        assert_eq!(all.extension_counts()[0], ("java".to_owned(), 5));
    }

    #[test]
    fn globs_hold_below_the_root_that_is_asked_about() {
        let web = Patterns { globs: vec!["*.html".into(), "conf/*.ini".into()], ..Patterns::default() };
        let set = PatternSet::new([&web]).unwrap();
        let paths = ["a.html", "svc/b.html", "svc/conf/x.ini", "svc/deep/conf/y.ini", "conf/z.ini"];
        let snapshot = Arc::new(scan_listing(paths, &set, Box::new(NoContents)).unwrap());
        let view = |root: &str| {
            let counts = snapshot.extension_counts(root);
            RootView::new(Arc::clone(&snapshot), root, 0, 100, &set, counts).paths().to_vec()
        };
        assert_eq!(view("."), ["a.html", "conf/z.ini"]);
        assert_eq!(view("svc"), ["b.html", "conf/x.ini"]);
        assert_eq!(snapshot.plugins("svc/deep", &set), [Presence::Below]);
        assert_eq!(snapshot.plugins("conf", &set), [Presence::None]);
    }

    #[test]
    fn files_beside_are_seen_and_no_reason_to_ask() {
        let zig = Patterns {
            files: vec!["build.zig".into(), "*.zig".into()],
            beside: vec!["Procfile".into(), ".config/mise.toml".into()],
            directly: true,
            ..Patterns::default()
        };
        let set = PatternSet::new([&zig]).unwrap();
        let paths = ["Procfile", ".config/mise.toml", "svc/build.zig", "svc/deep/x.zig", "svc/Procfile"];
        let snapshot = Arc::new(scan_listing(paths, &set, Box::new(NoContents)).unwrap());
        assert_eq!(snapshot.plugins(".", &set), [Presence::None]);
        assert_eq!(snapshot.plugins("svc", &set), [Presence::Here]);
        let view = RootView::new(Arc::clone(&snapshot), "svc", 0, 100, &set, snapshot.extension_counts("svc"));
        assert_eq!(view.paths(), ["Procfile", "build.zig"]);
    }

    #[test]
    fn cap_on_hits_keeps_the_shallow_files_and_tells_the_total() {
        let (snapshot, set) = snapshot(&["a/a/1.java", "a/2.java", "3.java", "a/a/pom.xml"]);
        let view = RootView::new(Arc::clone(&snapshot), ".", 0, 2, &set, snapshot.extension_counts("."));
        assert_eq!(view.paths(), ["3.java", "a/2.java"]);
        assert_eq!((view.hits().len(), view.total_hits()), (2, 4));
    }
}
