//! `requirements.txt` and the files it includes.

use super::{Dependency, Source};
use crate::{requirement::Requirement, sources::BINDER};
use fieldmark_sdk::{File, Repo};

/// How many files deep includes are followed.
const MAX_DEPTH: usize = 4;

/// How many files are read that the builder does not read.
const MAX_UNREAD: usize = 8;

/// The requirements of a file and of all that it includes.
pub(crate) fn read(repo: &Repo<'_>, path: &str, source: Source) -> Vec<Dependency> {
    let mut found = Vec::new();
    follow(repo, path, source, 0, &mut found);
    found
}

/// Requirements that stand where the builder does not look, when there is no `requirements.txt`: `requirements/*.txt`,
/// `requirements-prod.txt`, Binder's. Those for development are left out.
pub(crate) fn unread<'r>(repo: &'r Repo<'_>) -> Vec<File<'r>> {
    if repo.file("requirements.txt").is_some() {
        return Vec::new();
    }
    let for_development = |name: &str| ["dev", "test", "doc", "lint", "local"].iter().any(|word| name.contains(word));
    let named = |file: &File<'r>| {
        let requirements = file.name().starts_with("requirements") && file.directory().is_empty();
        let listed = file.directory() == "requirements";
        let binder = BINDER.contains(&file.directory()) && file.name() == "requirements.txt";
        file.extension() == Some("txt") && !for_development(file.name()) && (requirements || listed || binder)
    };
    repo.files().filter(named).take(MAX_UNREAD).collect()
}

fn follow(repo: &Repo<'_>, path: &str, source: Source, depth: usize, found: &mut Vec<Dependency>) {
    let Some(file) = repo.file(path) else { return };
    for line in file.lines() {
        let text = line.code().trim_end_matches('\\').trim_end();
        // pip's own options follow the specifiers of a line.
        let text = text.split_once(" --").map_or(text, |(requirement, _)| requirement);
        if let Some(included) = included(text) {
            if depth < MAX_DEPTH {
                follow(repo, &beside(file, included), source, depth + 1, found);
            }
        } else if let Some(requirement) = Requirement::parse(text) {
            found.push(Dependency { requirement, source, at: line.at });
        }
    }
}

/// Whether a line installs the package of this directory: `-e .`, `.`, `.[web]`.
pub(crate) fn installs_this_directory(file: File<'_>) -> bool {
    file.lines().any(|line| {
        let text = line.code();
        let path = ["-e", "--editable"].iter().find_map(|flag| text.strip_prefix(flag)).unwrap_or(text);
        let path = path.trim_start_matches([' ', '=']);
        path == "." || path == "./" || path.starts_with(".[")
    })
}

/// The file that `-r file` includes.
fn included(text: &str) -> Option<&str> {
    let rest = ["--requirement", "-r"].iter().find_map(|flag| text.strip_prefix(flag))?;
    let path = rest.trim_start_matches([' ', '=', '\t']);
    (!path.is_empty()).then_some(path)
}

/// A path as seen from the directory of a file, without `.` and `..`.
fn beside(file: File<'_>, path: &str) -> String {
    let mut parts: Vec<&str> = file.directory().split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn includes_are_followed_from_their_own_directory_and_never_endlessly() {
        let repo = MemorySource::new([
            ("requirements.txt", "-r requirements/prod.txt\n-c constraints.txt\n-e .\n"),
            ("requirements/prod.txt", "--requirement=./base.txt\n-r ../requirements.txt\nflask==2.0 --hash=sha256:1\n"),
            ("requirements/base.txt", "a\n"),
        ])
        .into_repo();
        let found = read(&repo, "requirements.txt", Source::Requirements);
        let first: Vec<_> = found.iter().take(2).map(|d| d.requirement.name.as_str()).collect();
        assert_eq!(first, ["a", "a"]);
        assert!(found.len() < 20);
        let flask = found.iter().find(|d| d.requirement.name == "flask").unwrap();
        assert_eq!(flask.requirement.specifiers, "==2.0");
        assert!(installs_this_directory(repo.file("requirements.txt").unwrap()));
    }
}
