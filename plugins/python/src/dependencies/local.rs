//! `setup.py` and `setup.cfg`: what `pip install .` brings along.

use super::{Dependency, Source, requirements};
use crate::{ini, literal, requirement::Requirement};
use fieldmark_sdk::Repo;

/// The dependencies of the package. A `setup.py` that reads `requirements.txt` has those of that file.
pub(crate) fn read(repo: &Repo<'_>) -> Vec<Dependency> {
    let mut listed = Vec::new();
    let mut found = Vec::new();
    if let Some(setup) = repo.file("setup.py") {
        listed.extend(literal::keyword_list(setup, "install_requires"));
        if listed.is_empty() && setup.line_with("requirements.txt").is_some() {
            found = requirements::read(repo, "requirements.txt", Source::Setup);
        }
    }
    if let Some(setup) = repo.file("setup.cfg") {
        let lines = ini::value(setup, "options", "install_requires");
        listed.extend(lines.into_iter().map(|line| (line.text, line.at)));
    }
    found.extend(listed.into_iter().filter_map(|(text, at)| {
        Some(Dependency { requirement: Requirement::parse(text)?, source: Source::Setup, at })
    }));
    found
}
