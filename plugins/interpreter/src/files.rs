//! Which files a name of a detector stands for.

use crate::description::Rule;
use crate::find;
use fieldmark_sdk::{File, Repo};

/// The files that the names of a key stand for, in the order of the names.
pub fn all<'r>(repo: &'r Repo, rule: Rule<'_>, key: &str) -> Vec<File<'r>> {
    rule.texts(key).flat_map(|name| named(repo, name)).collect()
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
    repo.files().filter(|file| matches(name, file.path())).collect()
}

/// `*` stands for any text within a name, a leading `**/` for any number of directories.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, deep) = pattern.strip_prefix("**/").map_or((pattern, false), |rest| (rest, true));
    let parts: Vec<&str> = pattern.split('/').collect();
    let names: Vec<&str> = path.split('/').collect();
    let fits = if deep { names.len() >= parts.len() } else { names.len() == parts.len() };
    fits && names[names.len() - parts.len()..].iter().zip(&parts).all(|(name, part)| part_matches(part, name))
}

fn part_matches(part: &str, name: &str) -> bool {
    let mut pieces = part.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else { return rest.is_empty() };
    for piece in pieces {
        match rest.split_once(piece) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_for_files_as_in_the_host() {
        for (pattern, path, expected) in [
            ("*.cabal", "a.cabal", true),
            ("*.cabal", "b/a.cabal", false),
            ("src/*.zig", "src/main.zig", true),
            ("src/*.zig", "src/a/main.zig", false),
            ("**/*.sln", "a.sln", true),
            ("**/*.sln", "x/y/a.sln", true),
            ("**/conf/*.exs", "a/conf/b.exs", true),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "a1c2b", false),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }
}
