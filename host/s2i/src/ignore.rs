//! `.s2iignore`: what is taken out of the sources (s2i.md 6).

use crate::finding;
use crate::glob::Segment;
use fieldmark_model::Finding;
use std::collections::BTreeSet;

/// Where the file lies in a source tree.
pub const IGNORE_PATH: &str = ".s2iignore";

/// Most bytes of such a file that are looked at.
pub const MOST_IGNORE_BYTES: usize = 256 * 1024;

/// Most patterns of a file; later ones are left out with a finding.
const MOST_PATTERNS: usize = 1000;

/// Names of a directory, which patterns are compared with. Implemented for a directory on disk and for lists of paths.
pub trait Entries {
    /// The names in a directory, in any order; empty when it is none, or when a link would have to be followed to reach
    /// it. The root is the empty path.
    fn names(&self, directory: &str) -> Vec<String>;
    /// Whether something is there, a link included.
    fn exists(&self, path: &str) -> bool;
    /// Whether this is a link. Lists of paths have none.
    fn is_link(&self, _path: &str) -> bool {
        false
    }
}

/// The patterns of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ignore {
    patterns: Vec<Pattern>,
    /// Lines that do not do what they look like.
    pub findings: Vec<Finding>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    line: u32,
    keeps: bool,
    segments: Vec<Segment>,
}

impl Ignore {
    /// Reads the file. Never fails: what has no effect is a finding.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let mut ignore = Self::default();
        let cut = bytes.get(..MOST_IGNORE_BYTES).unwrap_or(bytes);
        if cut.len() < bytes.len() {
            ignore.note(0, "ignore.too-large", format!("only the first {MOST_IGNORE_BYTES} bytes are read"));
        }
        let text = String::from_utf8_lossy(cut);
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim_matches(' ');
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if ignore.patterns.len() == MOST_PATTERNS {
                ignore.note(number, "ignore.too-many", format!("only the first {MOST_PATTERNS} patterns are read"));
                break;
            }
            ignore.line(number, line);
        }
        ignore
    }

    fn note(&mut self, line: u32, code: &str, note: impl Into<String>) {
        self.findings.push(finding::at(code, IGNORE_PATH, line, note));
    }

    fn line(&mut self, number: u32, line: &str) {
        let (keeps, pattern) = line.strip_prefix('!').map_or((false, line), |rest| (true, rest));
        if pattern.is_empty() {
            return;
        }
        let Some(cleaned) = cleaned(pattern) else {
            self.note(number, "ignore.outside", "this reaches outside of the sources and is passed over");
            return;
        };
        if cleaned.is_empty() {
            self.note(number, "ignore.everything", "this stands for the sources as a whole");
            self.patterns.push(Pattern { line: number, keeps, segments: Vec::new() });
            return;
        }
        let Some(segments) = cleaned.iter().map(|segment| Segment::parse(segment)).collect::<Option<Vec<_>>>() else {
            self.note(number, "ignore.malformed", "this pattern is malformed and is passed over");
            return;
        };
        if cleaned.contains(&"**") {
            self.note(number, "ignore.double-star", "`**` stands for one directory here, not for any depth");
        }
        if pattern.ends_with('\t') || pattern.ends_with('\r') {
            self.note(number, "ignore.trailing-blank", "the tab or carriage return at the end is part of the pattern");
        }
        self.patterns.push(Pattern { line: number, keeps, segments });
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The paths that are taken out, sorted; each with all that is below it. The empty path is the root: all of it.
    ///
    /// A pattern with `!` takes exactly the paths it finds off the list so far; it does not see into directories on it.
    #[must_use]
    pub fn removed(&self, tree: &dyn Entries) -> BTreeSet<String> {
        let mut removed = BTreeSet::new();
        for pattern in &self.patterns {
            for path in find(&pattern.segments, tree) {
                if pattern.keeps {
                    removed.remove(&path);
                } else {
                    removed.insert(path);
                }
            }
        }
        removed
    }

    /// Patterns that would take something out behind a link, which is never followed.
    #[must_use]
    pub fn through_links(&self, tree: &dyn Entries) -> Vec<Finding> {
        let crosses = |pattern: &&Pattern| {
            let above = (1..pattern.segments.len()).flat_map(|count| find(&pattern.segments[..count], tree));
            above.into_iter().any(|path| tree.is_link(&path))
        };
        let note = "this leads through a link and does nothing behind it";
        let crossing = self.patterns.iter().filter(crosses);
        crossing.map(|pattern| finding::at("ignore.through-link", IGNORE_PATH, pattern.line, note)).collect()
    }
}

/// The segments of a pattern joined to the root and cleaned, as Go's `filepath.Join` does; none when `..` leads out.
fn cleaned(pattern: &str) -> Option<Vec<&str>> {
    let mut segments = Vec::new();
    for segment in pattern.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            other => segments.push(other),
        }
    }
    Some(segments)
}

/// The paths that segments stand for.
fn find(segments: &[Segment], tree: &dyn Entries) -> Vec<String> {
    let mut found = vec![String::new()];
    for segment in segments {
        let join = |directory: &str, name: &str| {
            if directory.is_empty() { name.to_owned() } else { format!("{directory}/{name}") }
        };
        found = match segment.literal() {
            Some(name) => found.iter().map(|directory| join(directory, &name)).filter(|p| tree.exists(p)).collect(),
            None => {
                let matching = |directory: &String| -> Vec<String> {
                    let names = tree.names(directory).into_iter().filter(|name| segment.matches(name));
                    names.map(|name| join(directory, &name)).collect()
                };
                found.iter().flat_map(matching).collect()
            }
        };
    }
    found
}

#[cfg(test)]
mod tests;
