//! What makes the builder's `assemble` fail, or leave dependencies out.

use crate::{
    assemble::{self, Installer},
    dependencies::{Dependencies, Dependency, Source},
    requirement::normalised,
    variables::Variables,
    workspace,
};
use fieldmark_sdk::{Document, Era, Place, Repo, Verdict};
use std::collections::BTreeSet;

/// Warns of everything that is seen beforehand.
pub(crate) fn warn(repo: &Repo<'_>, dependencies: &Dependencies, era: Era, verdict: &mut Verdict) {
    if era == Era::Today {
        refused_switches(repo, verdict);
        unpackaged(repo, verdict);
        sources_of_uv(repo, dependencies, verdict);
    }
    if era == Era::OpenShift35 || assemble::is_package(repo) {
        left_out(dependencies, era, verdict);
    }
}

fn refused_switches(repo: &Repo<'_>, verdict: &mut Verdict) {
    if Installer::asked_for(repo) == Installer::Refuses {
        let at = Variables::new(repo).filled("ENABLE_PIPENV").map_or(Place::NONE, |variable| variable.at);
        let note = "ENABLE_PIPENV and ENABLE_MICROPIPENV are both set: the builder refuses to build";
        verdict.warn("python.both-pipenvs", at, note);
    }
}

/// `pip install .` runs for every `pyproject.toml`, even one that describes no package.
fn unpackaged(repo: &Repo<'_>, verdict: &mut Verdict) {
    const REMEDY: &str = "set DISABLE_PYPROJECT_TOML_PROCESSING=1 in .s2i/environment and install from requirements.txt or \
                          a lock (ENABLE_MICROPIPENV)";
    let Some(file) = repo.file("pyproject.toml") else { return };
    if Variables::new(repo).filled("DISABLE_PYPROJECT_TOML_PROCESSING").is_some() {
        return;
    }
    let Some(document) = file.toml() else { return };
    if !assemble::is_package(repo) {
        let at = document.entry(&["tool", "poetry", "package-mode"]).map_or(file.whole(), |entry| entry.at);
        let note =
            format!("the builder runs `pip install .`, which Poetry refuses with package-mode = false: {REMEDY}");
        verdict.warn("python.not-a-package", at, note);
    } else if let Some(packages) = ambiguous_packages(repo, document) {
        let note = format!(
            "the builder runs `pip install .`, which fails because setuptools finds several packages ({packages}): {REMEDY}"
        );
        verdict.warn("python.several-packages", file.whole(), note);
    }
}

/// Dependencies that uv takes from elsewhere than the index: pip does not read its settings.
fn sources_of_uv(repo: &Repo<'_>, dependencies: &Dependencies, verdict: &mut Verdict) {
    for (name, source, at) in workspace::sources_of_uv(repo) {
        let name = normalised(name);
        let installed = |d: &Dependency| d.source == Source::Pyproject && d.requirement.name == name;
        if dependencies.installs(Source::Pyproject) && dependencies.all.iter().any(installed) {
            let note =
                format!("uv takes {name} from {source}, but the builder's pip looks for a {name} in the package index");
            verdict.warn("python.source-of-uv", at, note);
        }
    }
}

/// Directories that setuptools leaves out when it looks for packages.
const NO_PACKAGES: &[&str] = &[
    "ci",
    "bin",
    "debian",
    "doc",
    "docs",
    "documentation",
    "manpages",
    "news",
    "newsfragments",
    "changelog",
    "test",
    "tests",
    "unit_test",
    "unit_tests",
    "example",
    "examples",
    "scripts",
    "tools",
    "util",
    "utils",
    "python",
    "build",
    "benchmark",
    "benchmarks",
    "exercise",
    "exercises",
    "htmlcov",
    "node_modules",
    "venv",
    "env",
];

/// The top-level packages, when setuptools is left to guess and finds more than one.
fn ambiguous_packages(repo: &Repo<'_>, document: &Document) -> Option<String> {
    let backend = document.text(&["build-system", "build-backend"]).map_or("setuptools", |(name, _)| name);
    let told = ["packages", "py-modules"].iter().any(|key| document.get(&["tool", "setuptools", key]).is_some());
    let setup = repo.first(&["setup.py", "setup.cfg"]).is_some();
    if !backend.starts_with("setuptools") || told || setup || repo.has_directory("src") {
        return None;
    }
    // Only directories with Python in them are seen here, so that this never warns too early.
    let packages: BTreeSet<&str> = repo
        .with_extension(&["py"])
        .filter_map(|file| file.path().split_once('/').map(|(directory, _)| directory))
        .filter(|name| !NO_PACKAGES.contains(name) && crate::module::is_identifier(name) && !name.starts_with('_'))
        .collect();
    (packages.len() > 1).then(|| packages.into_iter().take(4).collect::<Vec<_>>().join(", "))
}

/// Dependencies are written down, but in no place that `assemble` installs from.
fn left_out(dependencies: &Dependencies, era: Era, verdict: &mut Verdict) {
    let Some(first) = dependencies.all.first().filter(|_| !dependencies.installs_any()) else { return };
    let remedy = match (first.source, era) {
        (Source::Pipfile | Source::PipfileLock, Era::Today) => "set ENABLE_PIPENV=1 in .s2i/environment",
        (Source::Pyproject | Source::PoetryLock, Era::Today) => "set ENABLE_MICROPIPENV=1 or export a requirements.txt",
        _ => "add a requirements.txt",
    };
    let note = format!("the builder installs none of these dependencies: {remedy}");
    verdict.warn("python.dependencies-not-installed", first.at, note);
}
