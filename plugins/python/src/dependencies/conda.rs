//! `environment.yml` of conda, `pixi.toml` and pixi's table of `pyproject.toml`. The builder installs from neither.

use super::{Dependency, Source, pipfile};
use crate::{requirement::Requirement, sources::BINDER};
use fieldmark_sdk::{File, Line, Place, Repo};

/// Names of conda's environment.
const NAMES: [&str; 2] = ["environment.yml", "environment.yaml"];

/// Manifests of pixi, with the table that holds all of its settings.
const PIXI: [(&str, &[&str]); 2] = [("pixi.toml", &[]), ("pyproject.toml", &["tool", "pixi"])];

/// The environment of conda. Where Binder has a directory of its own with manifests in it, nothing but that counts for
/// Binder, which is what such files are written for.
pub(crate) fn environment<'r>(repo: &'r Repo<'_>) -> Option<File<'r>> {
    let own = |directory: &str| repo.files().any(|file| file.directory() == directory && is_manifest(file.name()));
    match BINDER.iter().find(|directory| own(directory)) {
        Some(directory) => NAMES.iter().find_map(|name| repo.file(&format!("{directory}/{name}"))),
        None => repo.first(&NAMES),
    }
}

fn is_manifest(name: &str) -> bool {
    ["requirements.txt", "Pipfile", "environment.yml", "environment.yaml", "setup.py"].contains(&name)
}

/// The packages of the environment, `python` among them.
pub(crate) fn read(repo: &Repo<'_>) -> Vec<Dependency> {
    let items = environment(repo).map(items).unwrap_or_default();
    let mut found: Vec<Dependency> = items
        .into_iter()
        .filter_map(|(text, at)| Some(Dependency { requirement: matched(text)?, source: Source::Conda, at }))
        .collect();
    for (file, above) in PIXI {
        let Some(document) = repo.file(file).and_then(|file| file.toml()) else { continue };
        let tables = ["dependencies", "pypi-dependencies"].map(|table| [above, &[table]].concat());
        let entries = tables.iter().flat_map(|table| document.entries(table));
        found.extend(entries.map(|entry| Dependency {
            requirement: pipfile::requirement(&entry.key, &entry.node),
            source: Source::Conda,
            at: entry.at,
        }));
    }
    found
}

/// The items of the list `dependencies`, those of the list `pip` in it included.
fn items(file: File<'_>) -> Vec<(&str, Place)> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in file.lines() {
        let text = line.code();
        if is_key(line) {
            inside = text == "dependencies:";
        } else if let Some(item) = text.strip_prefix("- ").filter(|item| inside && !item.ends_with(':')) {
            found.push((item.trim().trim_matches(['"', '\'']), line.at));
        }
    }
    found
}

/// Whether a line begins a key of the outermost table.
fn is_key(line: Line<'_>) -> bool {
    line.text.starts_with(|c: char| c.is_ascii_alphabetic()) && line.text.contains(':')
}

/// A match specification (`conda-forge::flask=2.0`), or a requirement of the list `pip`.
fn matched(text: &str) -> Option<Requirement> {
    let text = text.split_once("::").map_or(text, |(_, package)| package);
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte)).count();
    let (name, version) = text.split_at(length);
    let plain = version.trim_start().starts_with(|c: char| c == '=' || c.is_ascii_digit()) && !name.is_empty();
    if plain { Some(Requirement::new(name, version)) } else { Requirement::parse(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn items_of_conda_and_pip_are_read() {
        let text = "name: x\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.10\n  - conda-forge::flask>=2\n  \
                    - pip:\n      - simplejson==3 # why\n  - \"numpy 1.2.*\"\nprefix: /x\n";
        let repo = MemorySource::new([("environment.yml", text)]).into_repo();
        let found: Vec<_> = read(&repo)
            .into_iter()
            .map(|d| format!("{}{}:{}", d.requirement.name, d.requirement.specifiers, d.at.line.unwrap()))
            .collect();
        assert_eq!(found, ["python=3.10:5", "flask>=2:6", "simplejson==3:8", "numpy1.2.*:9"]);
    }
}
