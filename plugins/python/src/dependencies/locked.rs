//! The locks that micropipenv installs from. They are read only when it is switched on: they are large.

use super::{Dependency, Source};
use crate::{assemble::Installer, requirement::Requirement};
use fieldmark_sdk::{Node, Repo};

/// The packages of the lock that counts.
pub(crate) fn read(repo: &Repo<'_>) -> Vec<Dependency> {
    match Installer::asked_for(repo) {
        Installer::Micropipenv(Some(Source::PipfileLock)) => pipfile(repo).unwrap_or_default(),
        Installer::Micropipenv(Some(Source::PoetryLock)) => poetry(repo).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn pipfile(repo: &Repo<'_>) -> Option<Vec<Dependency>> {
    let packages = repo.file("Pipfile.lock")?.json()?.entries(&["default"]);
    let version = |node: &Node| node.get(&["version"]).and_then(Node::text).unwrap_or_default().to_owned();
    let dependency = |entry: &fieldmark_sdk::Entry| Dependency {
        requirement: Requirement::new(&entry.key, &version(&entry.node)),
        source: Source::PipfileLock,
        at: entry.at,
    };
    Some(packages.iter().map(dependency).collect())
}

/// Whether a locked package points at the directory itself.
pub(super) fn installs_this_directory(repo: &Repo<'_>) -> bool {
    let document = repo.file("Pipfile.lock").and_then(|file| file.json());
    let here = |node: &Node| matches!(node.get(&["path"]).and_then(Node::text), Some("." | "./"));
    document.is_some_and(|document| document.entries(&["default"]).iter().any(|entry| here(&entry.node)))
}

fn poetry(repo: &Repo<'_>) -> Option<Vec<Dependency>> {
    let packages = repo.file("poetry.lock")?.toml()?.get(&["package"])?.items();
    let dependency = |node: &Node| {
        let name = node.get(&["name"])?;
        let version = node.get(&["version"]).and_then(Node::text).unwrap_or_default();
        let requirement = Requirement::new(name.text()?, &format!("=={version}"));
        Some(Dependency { requirement, source: Source::PoetryLock, at: name.at })
    };
    Some(packages.iter().filter_map(dependency).collect())
}
