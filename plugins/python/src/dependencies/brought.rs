//! Dependencies that bring along a framework or server without naming it.

use crate::requirement::Requirement;

/// Distribution, what it brings, and the extras of which one is needed (none: always).
const BRINGS: &[(&str, &str, &[&str])] = &[
    ("fastapi", "uvicorn", &["standard", "all", "standard-no-fastapi-cloud-cli"]),
    ("python-fasthtml", "uvicorn", &[]),
    ("nicegui", "uvicorn", &[]),
    ("gradio", "uvicorn", &[]),
    ("chainlit", "uvicorn", &[]),
    ("litestar", "uvicorn", &["standard", "full"]),
    ("channels", "daphne", &["daphne"]),
    ("channels", "django", &[]),
    ("djangorestframework", "django", &[]),
    ("wagtail", "django", &[]),
    ("mezzanine", "django", &[]),
    ("whitenoise-django", "django", &[]),
    ("connexion", "uvicorn", &["uvicorn"]),
    ("connexion", "flask", &["flask"]),
    ("mlflow", "gunicorn", &[]),
    ("jupyterlab", "ipykernel", &[]),
    ("notebook", "ipykernel", &[]),
    ("jupyter", "ipykernel", &[]),
    ("apache-superset", "gunicorn", &["gunicorn"]),
    ("mkdocs-material", "mkdocs", &[]),
    ("sphinx-rtd-theme", "sphinx", &[]),
    ("pydata-sphinx-theme", "sphinx", &[]),
    ("furo", "sphinx", &[]),
    ("myst-parser", "sphinx", &[]),
];

/// Name beginnings of extensions that cannot be had without what they extend.
const EXTENSIONS: &[(&str, &str)] = &[("django-", "django"), ("flask-", "flask")];

/// Whether a requirement brings the distribution of this name with it.
pub(crate) fn brings(requirement: &Requirement, name: &str) -> bool {
    let listed = BRINGS.iter().any(|(distribution, brought, extras)| {
        *distribution == requirement.name
            && *brought == name
            && (extras.is_empty() || requirement.extras.iter().any(|extra| extras.contains(&extra.as_str())))
    });
    let extends = |(prefix, extended): &(&str, &str)| *extended == name && requirement.name.starts_with(prefix);
    listed || EXTENSIONS.iter().any(extends)
}
