//! Configurations of Vert.x, `src/main/conf/*.json`.

use super::value::number;
use crate::build::below;
use fieldmark_sdk::{File, Node, Place, Repo};

/// The port of the first one that has one.
pub fn configured(repo: &Repo, directories: &[&str]) -> Option<(String, Place)> {
    let inside = |file: &File<'_>| directories.iter().any(|d| file.directory() == below(d, "src/main/conf"));
    let files = repo.files().filter(|file| inside(file) && file.extension() == Some("json"));
    files.filter_map(|file| file.json()).find_map(|document| port_in(document.root(), 4))
}

fn port_in(node: &Node, depth: usize) -> Option<(String, Place)> {
    let here = node
        .entries()
        .iter()
        .find(|entry| ["http.port", "http.server.port", "server.port", "port"].contains(&entry.key.as_str()));
    let found = here.and_then(|entry| Some((number(entry.node.scalar()?)?, entry.at)));
    found.or_else(|| {
        let deeper = node.entries().iter().filter(|entry| entry.key.contains("http") || entry.key.contains("server"));
        if depth == 0 { None } else { deeper.filter_map(|entry| port_in(&entry.node, depth - 1)).next() }
    })
}
