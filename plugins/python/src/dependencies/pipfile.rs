//! `Pipfile`.

use super::{Dependency, Source};
use crate::requirement::Requirement;
use fieldmark_sdk::{Node, Repo};

/// The packages of the Pipfile that are installed for production; Binder's own Pipfile counts too.
pub(crate) fn read(repo: &Repo<'_>) -> Vec<Dependency> {
    let Some(document) = file(repo).and_then(|file| file.toml()) else { return Vec::new() };
    let packages = document.entries(&["packages"]).iter();
    let dependency = |entry: &fieldmark_sdk::Entry| Dependency {
        requirement: requirement(&entry.key, &entry.node),
        source: Source::Pipfile,
        at: entry.at,
    };
    packages.map(dependency).collect()
}

/// The Pipfile of this root, or that of the directory Binder reads.
pub(crate) fn file<'r>(repo: &'r Repo<'_>) -> Option<fieldmark_sdk::File<'r>> {
    repo.first(&["Pipfile", "binder/Pipfile", ".binder/Pipfile"])
}

/// Whether a package points at the directory itself.
pub(crate) fn installs_this_directory(repo: &Repo<'_>) -> bool {
    let here = |node: &Node| matches!(node.get(&["path"]).and_then(Node::text), Some("." | "./"));
    let document = repo.file("Pipfile").and_then(|file| file.toml());
    document.is_some_and(|document| document.entries(&["packages"]).iter().any(|entry| here(&entry.node)))
}

/// A package with its version and extras, as a table or a plain version. Poetry writes its dependencies the same way.
pub(super) fn requirement(name: &str, node: &Node) -> Requirement {
    let version = node.text().or_else(|| node.get(&["version"]).and_then(Node::text)).unwrap_or_default();
    let extras = node.get(&["extras"]).map_or(&[][..], Node::items);
    let extras = extras.iter().filter_map(Node::text).map(str::to_lowercase).collect();
    Requirement { extras, ..Requirement::new(name, version) }
}
