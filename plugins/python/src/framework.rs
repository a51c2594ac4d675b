//! Frameworks and servers, known by the name of their distribution.

mod table;

use crate::dependencies::{Dependencies, Dependency};
use crate::sources;
use fieldmark_sdk::Repo;

pub(crate) use table::FRAMEWORKS;

/// What a framework is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// It answers requests.
    Server,
    /// It does something else for itself.
    Application,
    /// It makes pages, which something else serves.
    Site,
}

/// A framework. How it is started stands with the ways to start (`startable`).
pub(crate) struct Framework {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it is for.
    pub(crate) usage: Use,
    /// Distributions that stand for it.
    pub(crate) distributions: &'static [&'static str],
    /// Files of which one must be there, for what is a dependency of most projects that it does not make up.
    pub(crate) files: &'static [&'static str],
}

/// Servers that load an application.
pub(crate) const SERVERS: &[&str] = &[
    "gunicorn",
    "uvicorn",
    "hypercorn",
    "daphne",
    "granian",
    "waitress",
    "uwsgi",
    "pyuwsgi",
    "mod-wsgi",
    "gevent",
    "werkzeug",
];

/// Tools: who depends on nothing else only documents, tests or deploys what is written in another language.
const TOOLS: &[&str] = &[
    "ansible",
    "ansible-core",
    "ansible-lint",
    "awscli",
    "bandit",
    "black",
    "build",
    "bump2version",
    "bumpversion",
    "cfn-lint",
    "codespell",
    "conan",
    "cookiecutter",
    "coverage",
    "cpplint",
    "flake8",
    "furo",
    "gcovr",
    "gitlint",
    "isort",
    "jinja2-cli",
    "lizard",
    "mike",
    "mkdocs",
    "mkdocs-material",
    "molecule",
    "mypy",
    "myst-parser",
    "nodeenv",
    "nox",
    "pip",
    "pip-tools",
    "platformio",
    "pre-commit",
    "pygments",
    "pylint",
    "pymdown-extensions",
    "pytest",
    "pytest-cov",
    "pyyaml",
    "recommonmark",
    "reuse",
    "ruff",
    "setuptools",
    "sphinx",
    "sphinx-rtd-theme",
    "tox",
    "twine",
    "wheel",
    "yamllint",
];

/// Beginnings of the names of tools' plugins.
const TOOL_PLUGINS: &[&str] =
    &["mkdocs-", "sphinx-", "sphinxcontrib-", "pytest-", "flake8-", "molecule-", "types-", "pylint-"];

/// The first framework that is a dependency.
pub(crate) fn find<'d>(
    repo: &Repo<'_>,
    dependencies: &'d Dependencies,
) -> Option<(&'static Framework, &'d Dependency)> {
    FRAMEWORKS.iter().find_map(|framework| {
        let dependency = framework.distributions.iter().find_map(|name| dependencies.declared(name))?;
        let files = framework.files.is_empty() || repo.first(framework.files).is_some();
        // Documentation of a program beside it is no site.
        let alone = framework.usage != Use::Site || sources::only_settings(repo);
        (files && alone).then_some((framework, dependency))
    })
}

/// The first server that is a dependency.
pub(crate) fn server(dependencies: &Dependencies) -> Option<&Dependency> {
    SERVERS.iter().find_map(|name| dependencies.declared(name))
}

/// Whether there are dependencies, and all are tools.
pub(crate) fn only_tools(dependencies: &Dependencies) -> bool {
    let tool = |name: &str| TOOLS.contains(&name) || TOOL_PLUGINS.iter().any(|prefix| name.starts_with(prefix));
    !dependencies.all.is_empty() && dependencies.all.iter().all(|dependency| tool(&dependency.requirement.name))
}
