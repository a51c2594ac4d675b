//! What the builder's `assemble` installs, by its own rules.

use crate::{
    dependencies::{Source, installs_this_directory},
    variables::Variables,
};
use fieldmark_sdk::{Era, Node, Repo};
use std::collections::BTreeSet;

/// Which tool `assemble` installs dependencies with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Installer {
    /// `pip install -r requirements.txt`, the default.
    Pip,
    /// `ENABLE_PIPENV`: the Pipfile, or else `requirements.txt`.
    Pipenv,
    /// `ENABLE_MICROPIPENV`: the first of `Pipfile.lock`, `poetry.lock` and `requirements.txt` that is there.
    Micropipenv(Option<Source>),
    /// Both switches are on: `assemble` refuses.
    Refuses,
}

impl Installer {
    /// The tool that `.s2i/environment` asks for.
    pub(crate) fn asked_for(repo: &Repo<'_>) -> Self {
        let variables = Variables::new(repo);
        match (variables.filled("ENABLE_PIPENV"), variables.filled("ENABLE_MICROPIPENV")) {
            (Some(_), Some(_)) => Self::Refuses,
            (Some(_), None) => Self::Pipenv,
            (None, Some(_)) => Self::Micropipenv(locked(repo)),
            (None, None) => Self::Pip,
        }
    }
}

fn locked(repo: &Repo<'_>) -> Option<Source> {
    let locks = [
        ("Pipfile.lock", Source::PipfileLock),
        ("poetry.lock", Source::PoetryLock),
        ("requirements.txt", Source::Requirements),
    ];
    locks.into_iter().find(|(path, _)| repo.file(path).is_some()).map(|(_, source)| source)
}

/// The places that `assemble` installs from.
pub(crate) fn installs(repo: &Repo<'_>, era: Era) -> BTreeSet<Source> {
    match era {
        Era::Today => today(repo),
        Era::OpenShift35 => openshift_3_5(repo),
    }
}

fn today(repo: &Repo<'_>) -> BTreeSet<Source> {
    let is_there = |path| repo.file(path).is_some();
    let mut sources = BTreeSet::new();
    match Installer::asked_for(repo) {
        Installer::Refuses => return sources,
        Installer::Pipenv if is_there("Pipfile") => sources.extend([Source::Pipfile]),
        Installer::Micropipenv(locked) => sources.extend(locked),
        Installer::Pipenv | Installer::Pip => sources.extend([Source::Requirements]),
    }
    let variables = Variables::new(repo);
    let setup = is_there("setup.py") || is_there("setup.cfg");
    if setup && variables.filled("DISABLE_SETUP_PY_PROCESSING").is_none() {
        sources.extend([Source::Setup, Source::Pyproject]);
    }
    if is_there("pyproject.toml") && variables.filled("DISABLE_PYPROJECT_TOML_PROCESSING").is_none() {
        sources.extend([Source::Setup, Source::Pyproject]);
    }
    if installs_this_directory(repo, &sources) {
        sources.extend([Source::Setup, Source::Pyproject]);
    }
    if !is_package(repo) {
        sources.remove(&Source::Pyproject);
    }
    sources
}

/// `requirements.txt` and `python setup.py develop`, nothing else.
fn openshift_3_5(repo: &Repo<'_>) -> BTreeSet<Source> {
    let mut sources = BTreeSet::from([Source::Requirements]);
    if repo.file("setup.py").is_some() || installs_this_directory(repo, &sources) {
        sources.insert(Source::Setup);
    }
    sources
}

/// Whether pip can build a package from `pyproject.toml`: Poetry refuses one that says it is none.
pub(crate) fn is_package(repo: &Repo<'_>) -> bool {
    let mode =
        repo.file("pyproject.toml").and_then(|f| f.toml()).and_then(|d| d.get(&["tool", "poetry", "package-mode"]));
    mode.and_then(Node::scalar) != Some("false")
}
