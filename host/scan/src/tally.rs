//! What one thread of the walk has seen.

use crate::patterns::{PatternRef, PatternSet, extension};
use std::collections::HashMap;

/// Longer ones are not extensions but parts of names.
const MAX_EXTENSION: usize = 16;

/// How many of the last counts an extension is looked for in. A directory of more extensions has some counted apart.
const RECENT: usize = 16;

/// Matched files, and counts of all files, of a part of the tree.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// All matched paths, one after the other.
    paths: String,
    /// End of each path in `paths`, and how many of `references` there are up to it.
    files: Vec<(usize, usize)>,
    references: Vec<PatternRef>,
    /// Numbers of the files in the order of their paths, once they are sorted.
    order: Vec<u32>,
    /// Directory, extension, and how many files: in the order in which they were come by, so that one may stand there again.
    counts: Vec<(u32, u32, u32)>,
    directories: Vec<String>,
    extensions: Names,
    /// Where the counts of the last directory begin.
    here: usize,
}

impl Tally {
    /// Takes note of a file: counts its extension, and keeps its path if a pattern matches.
    pub(crate) fn file(&mut self, path: &str, set: &PatternSet) {
        let (directory, name) = match path.bytes().rposition(|byte| byte == b'/') {
            Some(slash) => (&path[..slash], &path[slash + 1..]),
            None => ("", path),
        };
        self.count(directory, name);
        let first = self.references.len();
        set.matches(path, name, &mut self.references);
        if self.references.len() > first {
            self.paths.push_str(path);
            self.files.push((self.paths.len(), self.references.len()));
        }
    }

    fn count(&mut self, directory: &str, name: &str) {
        let Some(extension) = extension(name).filter(|extension| extension.len() <= MAX_EXTENSION) else { return };
        if extension.bytes().any(|c| c.is_ascii_uppercase()) {
            self.count_lower(directory, &extension.to_ascii_lowercase());
        } else {
            self.count_lower(directory, extension);
        }
    }

    /// Files of one directory come together, and have few extensions among them: most are found without a hash.
    fn count_lower(&mut self, directory: &str, extension: &str) {
        if self.directories.last().is_none_or(|last| last != directory) {
            self.directories.push(directory.to_owned());
            self.here = self.counts.len();
        }
        let recent = self.here.max(self.counts.len().saturating_sub(RECENT));
        let known = self.counts[recent..].iter_mut().find(|(_, own, _)| self.extensions.is(*own, extension));
        if let Some((.., count)) = known {
            *count += 1;
        } else {
            // The cap on entries is far below.
            let directory = u32::try_from(self.directories.len() - 1).unwrap_or(u32::MAX);
            self.counts.push((directory, self.extensions.number(extension), 1));
        }
    }

    /// Puts the files in order. Every thread does so with its own: what is left to do for the one that goes on is to merge.
    pub(crate) fn sort(&mut self) {
        // The cap on entries is far below.
        let mut order: Vec<u32> = (0..u32::try_from(self.files.len()).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by_key(|file| self.matched(*file).0);
        self.order = order;
    }

    /// Matched files with their patterns, sorted by path.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &[PatternRef])> {
        self.order.iter().map(|file| self.matched(*file))
    }

    fn matched(&self, file: u32) -> (&str, &[PatternRef]) {
        let file = file as usize;
        let (path, first) = file.checked_sub(1).map_or((0, 0), |before| self.files[before]);
        let (path_end, end) = self.files[file];
        (&self.paths[path..path_end], &self.references[first..end])
    }

    /// How many files each directory holds directly, by the number of their extension. What was counted apart stands apart.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (&str, u32, u32)> {
        let counts = self.counts.iter();
        counts.map(|(directory, extension, count)| (self.directories[*directory as usize].as_str(), *extension, *count))
    }

    /// The extensions by their numbers.
    pub(crate) fn extensions(&self) -> &[String] {
        &self.extensions.names
    }
}

/// Numbers for names.
#[derive(Debug, Default)]
struct Names {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        // The cap on entries is far below.
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.numbers.insert(name.to_owned(), number);
        self.names.push(name.to_owned());
        number
    }

    fn is(&self, number: u32, name: &str) -> bool {
        self.names.get(number as usize).is_some_and(|own| own == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_that_come_again_and_many_extensions_add_up() {
        let mut tally = Tally::default();
        for round in 0..3 {
            for extension in 0..2 * RECENT {
                tally.count("a", &format!("{round}.e{extension}"));
            }
            tally.count("b", "x.E0");
            tally.count("b", "y.e0");
        }
        let count = |directory: &str, extension: &str| -> u32 {
            let own = |(known, number, _): &(&str, u32, u32)| {
                *known == directory && tally.extensions()[*number as usize] == extension
            };
            tally.counts().filter(own).map(|(.., count)| count).sum()
        };
        assert_eq!((count("a", "e0"), count("a", "e31"), count("b", "e0"), count("b", "e1")), (3, 3, 6, 0));
    }
}
