//! Packages of the same module that a program is made of: servers are often set up in one of them.

use crate::framework::imports_of;
use crate::manifest::Manifest;
use crate::package;
use crate::program::{Main, Source, read};
use fieldmark_sdk::{File, Repo};

/// Most files that are looked into, and how many imports away from the program.
const MOST_FILES: usize = 64;
const MOST_STEPS: usize = 3;

/// The sources of these packages, those nearest to the program first.
pub fn imported<'r>(repo: &'r Repo<'r>, module: &Manifest<'r>, main: &Main<'r>) -> Vec<Source<'r>> {
    let mut known = vec![main.directory.to_owned()];
    let mut all: Vec<Source<'r>> = Vec::new();
    let mut next = directories(module, &main.files);
    for _ in 0..MOST_STEPS {
        next.retain(|directory| !known.contains(directory));
        let start = all.len();
        for directory in next {
            let sources = repo.with_extension(&["go"]).filter(|file| file.directory() == directory);
            let sources: Vec<File<'r>> = sources.filter(|file| package::of(file).is_some()).collect();
            all.extend(sources.into_iter().take(MOST_FILES - all.len()).map(read));
            known.push(directory);
        }
        next = directories(module, &all[start..]);
    }
    all
}

/// Directories of the module that sources import, each once.
fn directories(module: &Manifest<'_>, sources: &[Source<'_>]) -> Vec<String> {
    let own = |path: &str| {
        let inside = path.strip_prefix(module.module?)?.strip_prefix('/')?;
        Some(if module.directory.is_empty() { inside.to_owned() } else { format!("{}/{inside}", module.directory) })
    };
    let mut directories: Vec<String> = imports_of(sources).into_iter().filter_map(|(path, _)| own(path)).collect();
    directories.sort_unstable();
    directories.dedup();
    directories
}
