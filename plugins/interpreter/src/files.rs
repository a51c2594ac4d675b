//! Which files a name of a detector stands for.

use crate::description::Rule;
use crate::find;
use fieldmark_sdk::{File, Repo, glob};

/// Most files that are read for one name with a `*`: members of a large workspace say much the same.
const MOST: usize = 16;

/// The files that the names of a key stand for, in the order of the names.
pub fn all<'r>(repo: &'r Repo, rule: Rule<'_>, key: &str) -> Vec<File<'r>> {
    rule.texts(key).flat_map(|name| named(repo, name).into_iter().take(MOST)).collect()
}

/// The first file of `file` that the rule's `contains` holds for, unless one of `unless-file` is there.
pub fn first<'r>(repo: &'r Repo, rule: Rule<'_>) -> Option<File<'r>> {
    if excluded(repo, rule) {
        return None;
    }
    let mut files = rule.texts("file").flat_map(|name| named(repo, name));
    match rule.text("contains") {
        Some(pattern) => files.find(|file| find::contains(file, pattern)),
        None => files.next(),
    }
}

/// Whether one of the files of `unless-file` is there.
pub fn excluded(repo: &Repo, rule: Rule<'_>) -> bool {
    rule.texts("unless-file").any(|name| !named(repo, name).is_empty())
}

fn named<'r>(repo: &'r Repo, name: &str) -> Vec<File<'r>> {
    if !name.contains('*') {
        return repo.file(name).into_iter().collect();
    }
    repo.files().filter(|file| glob::matches(name, file.path())).collect()
}
