//! The repository as a plugin sees it.

use crate::verdict::one_line;
use crate::{Document, Evidence, File, Place, Settings, Xml};
use std::cell::{OnceCell, RefCell};

/// Most bytes of a text file that are read: manifests are small, and what is larger is not one.
const MAX_TEXT: u32 = 1 << 20;

/// One file that one pattern matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Index of the path.
    pub path: u32,
    /// Number of the pattern in `plugin.toml`, counted over all lists.
    pub pattern: u16,
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// Stable name (`too-large`, `not-utf8`, …; see the contract).
    pub code: String,
    /// One line.
    pub detail: String,
}

/// Where a [`Repo`] gets its data from: the host, or a folder in a native test.
pub trait Source {
    /// Matched paths joined by NUL.
    fn paths(&self) -> String;
    /// The hits.
    fn hits(&self) -> Vec<Hit>;
    /// How many hits there were before the cap.
    fn total_hits(&self) -> u32;
    /// Files by extension, most frequent first.
    fn extension_counts(&self) -> Vec<(String, u32)>;
    /// Size in bytes.
    ///
    /// # Errors
    /// The file cannot be looked at.
    fn size(&self, path: u32) -> Result<u64, ReadError>;
    /// A part of a file.
    ///
    /// # Errors
    /// The file cannot be read.
    fn read(&self, path: u32, offset: u64, max: u32) -> Result<Vec<u8>, ReadError>;
    /// A whole text file.
    ///
    /// # Errors
    /// The file cannot be read, is too large or no UTF-8.
    fn read_text(&self, path: u32, max: u32) -> Result<String, ReadError>;
}

/// What was read of one file so far.
#[derive(Default)]
struct Cached {
    size: OnceCell<u64>,
    text: OnceCell<Option<String>>,
    document: OnceCell<Option<Document>>,
}

/// Where a path stands among all: its bytes, and its last part. Names and depths are asked for over and over.
#[derive(Clone, Copy, Default)]
struct Path {
    start: u32,
    name: u32,
    end: u32,
    depth: u32,
}

impl Path {
    /// All paths of a list joined by NUL, in one pass: there may be thousands.
    fn all(packed: &str) -> Vec<Self> {
        let mut paths = Vec::new();
        let mut path = Self::default();
        for at in memchr::memchr2_iter(b'/', 0, packed.as_bytes()) {
            let next = number(at + 1);
            if packed.as_bytes()[at] == b'/' {
                path = Self { name: next, depth: path.depth + 1, ..path };
            } else {
                paths.push(Self { end: number(at), ..path });
                path = Self { start: next, name: next, ..Self::default() };
            }
        }
        paths.push(Self { end: number(packed.len()), ..path });
        paths.retain(|path| path.end > path.start);
        paths
    }

    fn whole(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One candidate root: the files that the plugin's patterns matched, and their contents on demand.
///
/// Every file is read at most once, however often it is asked for. A file that cannot be read or parsed reads as
/// absent and leaves a finding that becomes a warning of the verdict.
pub struct Repo<'s> {
    source: Box<dyn Source + 's>,
    /// All paths, joined by NUL.
    packed: String,
    paths: Vec<Path>,
    /// Of most files nothing is ever read.
    cached: Vec<OnceCell<Box<Cached>>>,
    extension_counts: Vec<(String, u32)>,
    findings: RefCell<Vec<Evidence>>,
    variables: Vec<(String, String)>,
}

impl<'s> Repo<'s> {
    /// A repository over a source.
    #[must_use]
    pub fn new(source: Box<dyn Source + 's>) -> Self {
        let packed = source.paths();
        let paths = Path::all(&packed);
        let cached = paths.iter().map(|_| OnceCell::new()).collect();
        let extension_counts = source.extension_counts();
        Self { source, packed, paths, cached, extension_counts, findings: RefCell::default(), variables: Vec::new() }
    }

    /// The same repository with the builder's variables among the settings: they are in force like those of its
    /// `.s2i/environment` and go before them ([`environment`](crate::environment)). The glue of plugins does this.
    #[must_use]
    pub fn with_variables(mut self, settings: &Settings) -> Self {
        self.variables = settings.variables().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        self
    }

    /// The variables that the user gives.
    pub(crate) fn variables(&self) -> &[(String, String)] {
        &self.variables
    }

    /// The file with exactly this path, if a pattern matched it.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<File<'_>> {
        let index = self.paths.binary_search_by(|probe| self.packed[probe.whole()].cmp(path)).ok()?;
        Some(File::new(self, index))
    }

    /// The file that something stands in.
    #[must_use]
    pub fn at(&self, place: Place) -> Option<File<'_>> {
        let index = usize::try_from(place.path?).ok()?;
        (index < self.paths.len()).then(|| File::new(self, index))
    }

    /// The first of several files that is there.
    #[must_use]
    pub fn first(&self, paths: &[&str]) -> Option<File<'_>> {
        paths.iter().find_map(|path| self.file(path))
    }

    /// All matched files, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = File<'_>> {
        (0..self.paths.len()).map(|index| File::new(self, index))
    }

    /// All matched files with one of these names, in any directory.
    pub fn named<'r>(&'r self, names: &'r [&'r str]) -> impl Iterator<Item = File<'r>> {
        self.files().filter(move |file| names.contains(&file.name()))
    }

    /// All matched files with one of these extensions (lower case, without the dot), in any directory.
    pub fn with_extension<'r>(&'r self, extensions: &'r [&'r str]) -> impl Iterator<Item = File<'r>> {
        self.files().filter(move |file| {
            file.extension().is_some_and(|extension| extensions.iter().any(|e| e.eq_ignore_ascii_case(extension)))
        })
    }

    /// The matched files that stand directly in the root.
    pub fn top(&self) -> impl Iterator<Item = File<'_>> {
        self.files().filter(|file| file.depth() == 0)
    }

    /// The matched files below a directory, however deep; the root is the empty text. It takes no longer for the files
    /// that lie elsewhere.
    pub fn below(&self, directory: &str) -> impl Iterator<Item = File<'_>> + use<'_, 's> {
        let prefix = || directory.bytes().chain([b'/']);
        let first = self.paths.partition_point(|path| self.packed[path.whole()].bytes().lt(prefix()));
        let is_inside =
            |path: &Path| self.packed[path.whole()].strip_prefix(directory).is_some_and(|rest| rest.starts_with('/'));
        let range = match directory {
            "" => 0..self.paths.len(),
            _ => first..first + self.paths[first..].partition_point(is_inside),
        };
        range.map(|index| File::new(self, index))
    }

    /// Whether any matched file stands below this directory.
    #[must_use]
    pub fn has_directory(&self, directory: &str) -> bool {
        !directory.is_empty() && self.below(directory).next().is_some()
    }

    /// The hits as the host counts them.
    #[must_use]
    pub fn hits(&self) -> Vec<Hit> {
        self.source.hits()
    }

    /// How many files below the root have one of these extensions, matched or not.
    #[must_use]
    pub fn count(&self, extensions: &[&str]) -> u32 {
        let counts = self.extension_counts.iter().filter(|(extension, _)| extensions.contains(&extension.as_str()));
        counts.map(|(_, count)| count).sum()
    }

    /// Files with these extensions, in percent of all source files below the root.
    #[must_use]
    pub fn share(&self, extensions: &[&str]) -> u32 {
        let all = self.count(SOURCE_EXTENSIONS).max(self.count(extensions));
        if all == 0 {
            0
        } else {
            u32::try_from(u64::from(self.count(extensions)) * 100 / u64::from(all)).unwrap_or(100)
        }
    }

    /// Whether nearly all sources below the root have one of these extensions, and are enough among all files to say what
    /// the repository is: scripts among documents are not.
    #[must_use]
    pub fn is_made_of(&self, extensions: &[&str]) -> bool {
        /// Fewer are a few scripts.
        const LEAST: u64 = 5;
        let sum = |is_counted: &dyn Fn(&str) -> bool| {
            let counted = self.extension_counts.iter().filter(|(extension, _)| is_counted(extension));
            counted.map(|(_, count)| u64::from(*count)).sum::<u64>()
        };
        let foreign = sum(&|extension| SOURCE_EXTENSIONS.contains(&extension) && !extensions.contains(&extension));
        let own = u64::from(self.count(extensions));
        own >= LEAST && own >= 9 * foreign && 3 * own >= sum(&|_| true)
    }

    /// Whether there is no source file of any language below the root.
    #[must_use]
    pub fn is_without_sources(&self) -> bool {
        self.count(SOURCE_EXTENSIONS) == 0
    }

    /// What could not be read or parsed so far. The verdict's glue takes it; plugins need not.
    #[must_use]
    pub fn take_findings(&self) -> Vec<Evidence> {
        self.findings.take()
    }

    pub(crate) fn path(&self, index: usize) -> &str {
        &self.packed[self.paths[index].whole()]
    }

    /// The last part of a path.
    pub(crate) fn name(&self, index: usize) -> &str {
        let path = self.paths[index];
        &self.packed[path.name as usize..path.end as usize]
    }

    /// What stands before the last part of a path, without the `/` between.
    pub(crate) fn directory(&self, index: usize) -> &str {
        let path = self.paths[index];
        self.packed[path.start as usize..path.name as usize].trim_end_matches('/')
    }

    /// How many `/` a path has.
    pub(crate) fn depth(&self, index: usize) -> usize {
        self.paths[index].depth as usize
    }

    pub(crate) fn source(&self) -> &(dyn Source + 's) {
        &*self.source
    }

    fn cached(&self, index: usize) -> &Cached {
        self.cached[index].get_or_init(Box::default)
    }

    /// The host counts every look at a file, so it is asked once.
    pub(crate) fn size(&self, index: usize) -> Result<u64, ReadError> {
        let known = &self.cached(index).size;
        if let Some(size) = known.get() {
            return Ok(*size);
        }
        let size = self.source.size(number(index))?;
        Ok(*known.get_or_init(|| size))
    }

    pub(crate) fn text(&self, index: usize) -> Option<&str> {
        let read = || match self.source.read_text(number(index), MAX_TEXT) {
            Ok(text) => Some(text),
            Err(error) => {
                self.note(
                    index,
                    None,
                    "file.unreadable",
                    format!("{} was not read: {}", self.path(index), error.detail),
                );
                None
            }
        };
        self.cached(index).text.get_or_init(read).as_deref()
    }

    /// The file as a document in one form; a file is only ever of one form.
    pub(crate) fn document(
        &self,
        index: usize,
        parse: impl FnOnce(&str, u32) -> Result<Document, (u32, String)>,
    ) -> Option<&Document> {
        let parsed = || {
            let text = self.text(index)?;
            parse(text, number(index)).map_err(|(line, problem)| self.malformed(index, line, &problem)).ok()
        };
        self.cached(index).document.get_or_init(parsed).as_ref()
    }

    pub(crate) fn xml(&self, index: usize) -> Option<Xml<'_>> {
        let text = self.text(index)?;
        Xml::parse(text, number(index)).map_err(|(line, problem)| self.malformed(index, line, &problem)).ok()
    }

    fn malformed(&self, index: usize, line: u32, problem: &str) {
        let line = (line > 0).then_some(line);
        self.note(index, line, "file.malformed", format!("{} could not be parsed: {problem}", self.path(index)));
    }

    /// Notes a finding. It may name the file, and names may hold anything.
    fn note(&self, index: usize, line: Option<u32>, code: &str, note: String) {
        let at = Place { path: Some(number(index)), line };
        let finding = Evidence { code: code.to_owned(), points: 0, at, note: one_line(note) };
        let mut findings = self.findings.borrow_mut();
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
}

/// The host numbers paths with 32 bits; a snapshot never holds more.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Extensions of files that people write programs in: what a language's share is measured against.
const SOURCE_EXTENSIONS: &[&str] = &[
    "bas", "c", "cc", "cjs", "clj", "cljs", "cob", "cpp", "cr", "cs", "cts", "cxx", "dart", "erl", "ex", "exs", "fs",
    "go", "groovy", "h", "hpp", "hs", "java", "jl", "js", "jsx", "kt", "kts", "lua", "m", "mjs", "ml", "mts", "php",
    "pl", "pm", "psgi", "py", "pyw", "r", "rb", "rs", "scala", "scm", "swift", "svelte", "ts", "tsx", "vb", "vue",
    "zig",
];

#[cfg(test)]
mod tests {
    use crate::testing::MemorySource;

    #[test]
    fn sources_of_one_language_make_a_repository_unless_they_are_few_among_documents() {
        let made = |files: &[(&str, usize)]| {
            let name = |extension: &str, number: usize| format!("d{number}/f.{extension}");
            let paths = files.iter().flat_map(|(extension, count)| (0..*count).map(|number| name(extension, number)));
            let paths: Vec<String> = paths.collect();
            let repo = MemorySource::new(paths.iter().map(|path| (path.as_str(), ""))).into_repo();
            repo.is_made_of(&["c", "h"])
        };
        assert!(made(&[("c", 3), ("h", 2)]));
        assert!(made(&[("c", 18), ("pm", 2), ("md", 20)]));
        assert!(!made(&[("c", 17), ("pm", 3)]));
        assert!(!made(&[("c", 4)]));
        assert!(!made(&[("c", 6), ("md", 13)]));
    }

    #[test]
    fn files_below_a_directory_are_no_siblings_with_the_same_beginning() {
        let paths = ["src-old/a", "src/b", "src/c/d", "src.txt", "src0", "z/src/e"];
        let repo = MemorySource::new(paths.map(|path| (path, ""))).into_repo();
        let below = |directory| repo.below(directory).map(|file| file.path().to_owned()).collect::<Vec<_>>();
        assert_eq!(below("src"), ["src/b", "src/c/d"]);
        assert_eq!(below("src/c"), ["src/c/d"]);
        assert_eq!(below("").len(), paths.len());
        assert!(below("s").is_empty() && below("zz").is_empty());
        assert!(repo.has_directory("z/src") && !repo.has_directory("src0"));
    }
}
