//! What the repository depends on, and which of it the builder installs.
//!
//! Both matter: a framework is known by being a dependency at all, but gunicorn only starts anything when the builder's
//! `assemble` really installs it, and `assemble` does not read every file that people write dependencies into.

mod brought;
mod conda;
mod local;
mod locked;
mod pipfile;
mod pyproject;
mod requirements;

pub(crate) use conda::environment as conda_environment;
pub(crate) use pipfile::file as pipfile;
pub(crate) use requirements::unread as unread_requirements;

use crate::{assemble, requirement::Requirement};
use fieldmark_sdk::{Era, Place, Repo};
use std::collections::BTreeSet;

/// Where a dependency is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// `requirements.txt` and what it includes.
    Requirements,
    /// `[packages]` of `Pipfile`.
    Pipfile,
    /// `Pipfile.lock`.
    PipfileLock,
    /// `poetry.lock`.
    PoetryLock,
    /// `pyproject.toml`.
    Pyproject,
    /// `setup.py` and `setup.cfg`.
    Setup,
    /// `environment.yml` and `pixi.toml`.
    Conda,
    /// Requirements that the builder does not read: Binder's, and those of `requirements/`.
    Unread,
}

/// One dependency.
#[derive(Debug, Clone)]
pub(crate) struct Dependency {
    pub(crate) requirement: Requirement,
    pub(crate) source: Source,
    pub(crate) at: Place,
}

/// Whether one of these places installs the package of this directory itself (`-e .`, `{path = "."}`).
pub(crate) fn installs_this_directory(repo: &Repo<'_>, sources: &BTreeSet<Source>) -> bool {
    let requirements = repo.file("requirements.txt").is_some_and(requirements::installs_this_directory);
    (sources.contains(&Source::Requirements) && requirements)
        || (sources.contains(&Source::Pipfile) && pipfile::installs_this_directory(repo))
        || (sources.contains(&Source::PipfileLock) && locked::installs_this_directory(repo))
}

/// All dependencies, in the order they are read.
pub(crate) struct Dependencies {
    pub(crate) all: Vec<Dependency>,
    installed: BTreeSet<Source>,
}

impl Dependencies {
    /// Reads every file that holds dependencies.
    pub(crate) fn read(repo: &Repo<'_>, era: Era) -> Self {
        let mut all = requirements::read(repo, "requirements.txt", Source::Requirements);
        all.extend(pipfile::read(repo));
        all.extend(pyproject::read(repo));
        all.extend(local::read(repo));
        all.extend(conda::read(repo));
        all.extend(locked::read(repo));
        let unread = requirements::unread(repo);
        all.extend(unread.iter().flat_map(|file| requirements::read(repo, file.path(), Source::Unread)));
        Self { installed: assemble::installs(repo, era), all }
    }

    /// The dependency of this name wherever it is declared, or one that brings it along.
    pub(crate) fn declared(&self, name: &str) -> Option<&Dependency> {
        self.find(name, |_| true)
    }

    /// The dependency of this name that `assemble` installs, or one that brings it along.
    pub(crate) fn installed(&self, name: &str) -> Option<&Dependency> {
        self.find(name, |dependency| self.installed.contains(&dependency.source))
    }

    /// Whether `assemble` installs from a place.
    pub(crate) fn installs(&self, source: Source) -> bool {
        self.installed.contains(&source)
    }

    /// Whether `assemble` installs anything that is written down.
    pub(crate) fn installs_any(&self) -> bool {
        self.all.iter().any(|dependency| self.installed.contains(&dependency.source))
    }

    fn find(&self, name: &str, counts: impl Fn(&Dependency) -> bool) -> Option<&Dependency> {
        let counting = || self.all.iter().filter(|dependency| counts(dependency));
        let by_name = counting().find(|dependency| dependency.requirement.name == name);
        by_name.or_else(|| counting().find(|dependency| brought::brings(&dependency.requirement, name)))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    /// Name and line of the gunicorn that the builder installs.
    fn gunicorn(files: &[(&str, &str)], era: Era) -> Option<(String, Option<u32>)> {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let dependencies = Dependencies::read(&repo, era);
        dependencies.installed("gunicorn").map(|d| (d.requirement.name.clone(), d.at.line))
    }

    fn line(line: u32) -> Option<(String, Option<u32>)> {
        Some(("gunicorn".to_owned(), Some(line)))
    }

    #[test]
    fn requirements_and_what_they_include_are_installed() {
        let files =
            [("requirements.txt", "# x\n-r requirements/web.txt\n"), ("requirements/web.txt", "a\nGunicorn==22 \\\n")];
        assert_eq!(gunicorn(&files, Era::Today), line(2));
        assert_eq!(gunicorn(&files, Era::OpenShift35), line(2));
    }

    #[test]
    fn pipfile_needs_its_switch() {
        let pipfile = ("Pipfile", "[packages]\ngunicorn = '*'\n[dev-packages]\npytest = '*'\n");
        assert_eq!(gunicorn(&[pipfile], Era::Today), None);
        assert_eq!(gunicorn(&[pipfile, (".s2i/environment", "ENABLE_PIPENV=1")], Era::Today), line(2));
        assert_eq!(gunicorn(&[pipfile, (".s2i/environment", "ENABLE_PIPENV=1")], Era::OpenShift35), None);
        // micropipenv reads locks only.
        assert_eq!(gunicorn(&[pipfile, (".s2i/environment", "ENABLE_MICROPIPENV=1")], Era::Today), None);
        let lock = ("Pipfile.lock", "{\"default\": {\n\"gunicorn\": {\"version\": \"==22.0\"}}, \"develop\": {}}");
        assert_eq!(gunicorn(&[pipfile, lock, (".s2i/environment", "ENABLE_MICROPIPENV=1")], Era::Today), line(2));
    }

    #[test]
    fn package_is_installed_with_its_dependencies() {
        let setup = ("setup.py", "setup(name='x',\n install_requires=['gunicorn'])");
        assert_eq!(gunicorn(&[setup], Era::Today), line(2));
        assert_eq!(gunicorn(&[setup], Era::OpenShift35), line(2));
        assert_eq!(gunicorn(&[setup, (".s2i/environment", "DISABLE_SETUP_PY_PROCESSING=1")], Era::Today), None);
        let cfg = ("setup.cfg", "[options]\ninstall_requires =\n  gunicorn\n");
        assert_eq!(gunicorn(&[cfg], Era::Today), line(3));
        assert_eq!(gunicorn(&[cfg], Era::OpenShift35), None);
        let project = ("pyproject.toml", "[project]\nname = 'x'\ndependencies = [\n 'gunicorn>=20',\n]\n");
        assert_eq!(gunicorn(&[project], Era::Today), line(4));
        assert_eq!(gunicorn(&[project], Era::OpenShift35), None);
        assert_eq!(gunicorn(&[project, (".s2i/environment", "DISABLE_PYPROJECT_TOML_PROCESSING=1")], Era::Today), None);
    }

    #[test]
    fn pipenv_installs_the_package_it_points_at() {
        let files = [
            (".s2i/environment", "ENABLE_PIPENV=true\nDISABLE_SETUP_PY_PROCESSING=true\n"),
            ("Pipfile", "[packages]\n\"e1839a8\" = {path = \".\", editable = true}\n"),
            ("setup.py", "setup(name='testapp', install_requires=['gunicorn'])\n"),
        ];
        assert_eq!(gunicorn(&files, Era::Today), line(1));
    }

    #[test]
    fn conda_and_poetry_without_package_are_not_installed() {
        assert_eq!(gunicorn(&[("environment.yml", "dependencies:\n- gunicorn=20\n")], Era::Today), None);
        let poetry = "[tool.poetry]\nname='x'\npackage-mode = false\n[tool.poetry.dependencies]\ngunicorn = '^22'\n";
        assert_eq!(gunicorn(&[("pyproject.toml", poetry)], Era::Today), None);
        let lock = "[[package]]\nname = \"gunicorn\"\nversion = \"22\"\n";
        let files = [("pyproject.toml", poetry), ("poetry.lock", lock), (".s2i/environment", "ENABLE_MICROPIPENV=1")];
        assert_eq!(gunicorn(&files, Era::Today), line(2));
    }

    #[test]
    fn dependency_may_bring_another() {
        let repo = MemorySource::new([("requirements.txt", "fastapi[standard]\nwagtail\n")]).into_repo();
        let dependencies = Dependencies::read(&repo, Era::Today);
        assert_eq!(dependencies.installed("uvicorn").unwrap().at.line, Some(1));
        assert_eq!(dependencies.installed("django").unwrap().requirement.name, "wagtail");
        assert!(dependencies.installed("gunicorn").is_none());
    }
}
