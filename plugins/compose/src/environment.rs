//! The variables of a service: those of its description, and of the files that it names.

use crate::layered::{Layer, Service};
use crate::path::joined;
use fieldmark_sdk::{Node, Place, Repo};

/// A variable with its value and place.
pub type Variable = (String, String, Place);

/// The variables of a service, each once: its own go before those that it extends, and both before those of files.
pub fn of(repo: &Repo<'_>, service: &Service<'_>) -> Vec<Variable> {
    let described = service.all("environment").flat_map(|(node, layer)| described(node, layer));
    let in_files = service.all("env_file").flat_map(|(node, layer)| in_files(repo, node, layer));
    let mut variables: Vec<Variable> = Vec::new();
    for variable in described.chain(in_files) {
        if variables.iter().all(|(known, ..)| *known != variable.0) {
            variables.push(variable);
        }
    }
    variables
}

/// `NAME: value` or `- NAME=value`.
fn described(node: &Node, layer: &Layer<'_>) -> Vec<Variable> {
    let named =
        node.entries().iter().filter_map(|entry| Some((entry.key.as_str(), entry.node.scalar()?, entry.node.at)));
    let lines = node.items().iter().filter_map(|item| {
        let (name, value) = item.scalar()?.split_once('=')?;
        Some((name, value, item.at))
    });
    let filled = |value: &str| layer.variables.fill(value).unwrap_or_default();
    named.chain(lines).map(|(name, value, at)| (name.to_owned(), filled(value), at)).collect()
}

/// `env_file: path`, `env_file: [path]`, `env_file: [{path: path}]`; of several the last counts.
fn in_files(repo: &Repo<'_>, node: &Node, layer: &Layer<'_>) -> Vec<Variable> {
    let listed = node.items().iter().filter_map(|item| item.scalar().or_else(|| item.get(&["path"])?.scalar()));
    let paths: Vec<&str> = node.scalar().into_iter().chain(listed).collect();
    let files = paths.into_iter().rev().filter_map(|path| {
        let path = layer.variables.fill(path)?;
        repo.file(&joined(layer.file.directory(), &path))
    });
    let variables = files.flat_map(|file| {
        // Within a file the last counts, too.
        let mut lines: Vec<_> = file.lines().collect();
        lines.reverse();
        lines.into_iter().filter_map(|line| {
            let (name, value) = line.code().split_once('=')?;
            let name = name.trim_start_matches("export ").trim().to_owned();
            Some((name, value.trim().trim_matches(['"', '\'']).to_owned(), line.at))
        })
    });
    variables.collect()
}
