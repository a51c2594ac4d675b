//! `pyproject.toml`: the standard's table, Poetry's and PDM's.

use super::{Dependency, Source, pipfile, requirements};
use crate::requirement::Requirement;
use fieldmark_sdk::{Document, Node, Repo};

/// The dependencies that come with the package.
pub(crate) fn read(repo: &Repo<'_>) -> Vec<Dependency> {
    let Some(document) = repo.file("pyproject.toml").and_then(|file| file.toml()) else { return Vec::new() };
    let mut found: Vec<Dependency> = standard(document).chain(poetry(document)).collect();
    if let Some(files) = document.get(&["tool", "setuptools", "dynamic", "dependencies", "file"]) {
        let paths = files.items().iter().chain([files]).filter_map(Node::text);
        found.extend(paths.flat_map(|path| requirements::read(repo, path, Source::Pyproject)));
    }
    found
}

fn standard(document: &Document) -> impl Iterator<Item = Dependency> {
    let listed = document.get(&["project", "dependencies"]).map_or(&[][..], Node::items);
    listed.iter().filter_map(|node| {
        let requirement = Requirement::parse(node.text()?)?;
        Some(Dependency { requirement, source: Source::Pyproject, at: node.at })
    })
}

fn poetry(document: &Document) -> impl Iterator<Item = Dependency> {
    let listed = document.entries(&["tool", "poetry", "dependencies"]).iter();
    let optional = |node: &Node| node.get(&["optional"]).is_some_and(Node::is_true);
    listed.filter(move |entry| entry.key != "python" && !optional(&entry.node)).map(|entry| Dependency {
        requirement: pipfile::requirement(&entry.key, &entry.node),
        source: Source::Pyproject,
        at: entry.at,
    })
}
