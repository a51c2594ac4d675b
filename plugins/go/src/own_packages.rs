//! Packages of the same module that a program is made of: servers are often set up in one of them.
//!
//! Modules are large, and cutting a text into tokens costs more than reading it: imports are taken from the lines, and
//! only sources with one of the words that are looked for are cut.

use crate::manifest::Manifest;
use crate::package;
use crate::program::{Main, Source, read};
use fieldmark_sdk::{File, Repo};

/// Most files whose imports are looked at, and how many imports away from the program.
const MOST_FILES: usize = 64;
const MOST_STEPS: usize = 3;

/// Most files that are cut into tokens, and most bytes of all of them.
const MOST_SOURCES: usize = 16;
const MOST_BYTES: usize = 192 * 1024;

/// The sources of these packages that hold one of the words, those nearest to the program first.
pub fn imported<'r>(repo: &'r Repo<'r>, module: &Manifest<'r>, main: &Main<'r>, words: &[&str]) -> Vec<Source<'r>> {
    let files = files(repo, module, main);
    let mut bytes = 0;
    let has_word = |file: &File<'r>| file.text().is_some_and(|text| words.iter().any(|word| text.contains(word)));
    let fits = |file: &File<'r>| {
        bytes += file.text().map_or(0, str::len);
        bytes <= MOST_BYTES
    };
    files.into_iter().filter(has_word).take(MOST_SOURCES).take_while(fits).map(read).collect()
}

/// The files of all packages within a few imports.
fn files<'r>(repo: &'r Repo<'r>, module: &Manifest<'r>, main: &Main<'r>) -> Vec<File<'r>> {
    let mut known = vec![main.directory.to_owned()];
    let mut all: Vec<File<'r>> = Vec::new();
    let mut next = directories(module, main.files.iter().map(|(file, _)| *file));
    for _ in 0..MOST_STEPS {
        next.retain(|directory| !known.contains(directory));
        let start = all.len();
        for directory in next {
            let sources = repo.with_extension(&["go"]).filter(|file| file.directory() == directory);
            let sources = sources.filter(|file| package::of(file).is_some());
            all.extend(sources.take(MOST_FILES - all.len()));
            known.push(directory);
        }
        next = directories(module, all[start..].iter().copied());
    }
    all
}

/// Directories of the module that files import, each once.
fn directories<'r>(module: &Manifest<'_>, files: impl Iterator<Item = File<'r>>) -> Vec<String> {
    let own = |path: &str| {
        let inside = path.strip_prefix(module.module?)?.strip_prefix('/')?;
        Some(if module.directory.is_empty() { inside.to_owned() } else { format!("{}/{inside}", module.directory) })
    };
    let mut directories: Vec<String> = files.flat_map(imports).filter_map(own).collect();
    directories.sort_unstable();
    directories.dedup();
    directories
}

/// The paths in quotes of the lines before the first declaration.
fn imports(file: File<'_>) -> impl Iterator<Item = &str> {
    let is_declaration = |line: &&str| ["func ", "type ", "var ", "const "].iter().any(|word| line.starts_with(word));
    let text = file.text().unwrap_or_default();
    let head = text.lines().take_while(move |line| !is_declaration(line));
    head.filter_map(|line| line.split('"').nth(1))
}
