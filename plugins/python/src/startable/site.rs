//! Pages that a generator makes, for want of a builder that makes and serves them.

use super::Override;
use crate::{
    framework::{self, Use},
    module,
    run::Situation,
};

/// Generators and the command that makes and serves their pages; `{directory}` is that of their settings.
const GENERATORS: &[(&str, &str)] = &[
    ("mkdocs", "mkdocs serve --no-livereload --dev-addr 0.0.0.0:{port}"),
    ("pelican", "pelican --output /tmp/pages && exec python -m http.server {port} --directory /tmp/pages"),
    (
        "sphinx",
        "sphinx-build -b html {directory} /tmp/pages && exec python -m http.server {port} --directory /tmp/pages",
    ),
    ("nikola", "nikola build && exec nikola serve --address 0.0.0.0 --port {port}"),
];

/// How the pages are made and served.
pub(super) fn find(situation: &Situation<'_>) -> Option<Override> {
    let (framework, _) = framework::find(situation.repo, situation.dependencies)?;
    let settings = situation.repo.first(framework.files).filter(|_| framework.usage == Use::Site)?;
    let (name, command) = GENERATORS.iter().find(|(name, _)| *name == framework.name)?;
    let directory = if settings.directory().is_empty() { "." } else { settings.directory() };
    let why = format!("{} is for {name}, which the builder does not know", settings.path());
    let found = Override::new(command.replace("{directory}", directory), settings.whole(), why);
    module::is_safe_path(directory).then(|| found.needing(name))
}
