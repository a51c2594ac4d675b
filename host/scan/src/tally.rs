//! What one thread of the walk has seen.

use crate::patterns::{PatternRef, PatternSet, extension};
use std::collections::HashMap;

/// Longer ones are not extensions but parts of names.
const MAX_EXTENSION: usize = 16;

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
    counts: HashMap<(u32, u32), u32>,
    directories: Names,
    extensions: Names,
}

impl Tally {
    /// Takes note of a file: counts its extension, and keeps its path if a pattern matches.
    pub(crate) fn file(&mut self, path: &str, set: &PatternSet) {
        let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
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
        let extension = if extension.bytes().any(|c| c.is_ascii_uppercase()) {
            self.extensions.number(&extension.to_ascii_lowercase())
        } else {
            self.extensions.number(extension)
        };
        *self.counts.entry((self.directories.number(directory), extension)).or_insert(0) += 1;
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

    /// How many files each directory holds directly, by the number of their extension.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (&str, u32, u32)> {
        let directories = self.directories.by_number();
        self.counts
            .iter()
            .map(move |((directory, extension), count)| (directories[*directory as usize], *extension, *count))
    }

    /// The extensions by their numbers.
    pub(crate) fn extensions(&self) -> Vec<&str> {
        self.extensions.by_number()
    }
}

/// Numbers for names.
#[derive(Debug, Default)]
struct Names {
    numbers: HashMap<String, u32>,
    /// The last name asked for: files of one directory tend to come together.
    last: String,
    number: Option<u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.number.filter(|_| self.last == name) {
            return number;
        }
        let number = self.numbers.get(name).copied().unwrap_or_else(|| {
            // The cap on entries is far below.
            let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            self.numbers.insert(name.to_owned(), number);
            number
        });
        self.number = Some(number);
        name.clone_into(&mut self.last);
        number
    }

    fn by_number(&self) -> Vec<&str> {
        let mut names = vec![""; self.numbers.len()];
        for (name, number) in &self.numbers {
            if let Some(slot) = names.get_mut(*number as usize) {
                *slot = name;
            }
        }
        names
    }
}
