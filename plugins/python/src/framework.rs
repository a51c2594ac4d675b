//! Frameworks and servers, known by the name of their distribution.

use crate::dependencies::{Dependencies, Dependency};

/// What a framework is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// It answers requests.
    Server,
    /// It does something else for itself.
    Application,
}

/// Distribution, name of the framework, what it is for. What is built on another framework stands before it: lists that
/// `pip freeze` wrote hold both.
pub(crate) const FRAMEWORKS: &[(&str, &str, Use)] = &[
    ("reflex", "reflex", Use::Server),
    ("chainlit", "chainlit", Use::Server),
    ("nicegui", "nicegui", Use::Server),
    ("streamlit", "streamlit", Use::Server),
    ("gradio", "gradio", Use::Server),
    ("dash", "dash", Use::Server),
    ("python-fasthtml", "fasthtml", Use::Server),
    ("django", "django", Use::Server),
    ("fastapi", "fastapi", Use::Server),
    ("litestar", "litestar", Use::Server),
    ("starlite", "starlite", Use::Server),
    ("quart", "quart", Use::Server),
    ("sanic", "sanic", Use::Server),
    ("blacksheep", "blacksheep", Use::Server),
    ("robyn", "robyn", Use::Server),
    ("connexion", "connexion", Use::Server),
    ("flask", "flask", Use::Server),
    ("pyramid", "pyramid", Use::Server),
    ("falcon", "falcon", Use::Server),
    ("bottle", "bottle", Use::Server),
    ("cherrypy", "cherrypy", Use::Server),
    ("turbogears2", "turbogears", Use::Server),
    ("web-py", "web.py", Use::Server),
    ("masonite", "masonite", Use::Server),
    ("emmett", "emmett", Use::Server),
    ("hug", "hug", Use::Server),
    ("molten", "molten", Use::Server),
    ("responder", "responder", Use::Server),
    ("starlette", "starlette", Use::Server),
    ("tornado", "tornado", Use::Server),
    ("aiohttp", "aiohttp", Use::Application),
    ("scrapy", "scrapy", Use::Application),
];

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
pub(crate) fn find(dependencies: &Dependencies) -> Option<(&'static str, Use, &Dependency)> {
    FRAMEWORKS
        .iter()
        .find_map(|(distribution, slug, usage)| Some((*slug, *usage, dependencies.declared(distribution)?)))
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
