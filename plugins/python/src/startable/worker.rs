//! A worker of Celery, where nothing else is to be started.

use super::Override;
use crate::{framework, module::Module, run::Situation, sources};

/// Most files that are read in search of the object.
const MAX_FILES: usize = 40;

/// The worker of the first Celery object.
pub(super) fn find(situation: &Situation<'_>) -> Option<Override> {
    let (framework, dependency) = framework::find(situation.repo, situation.dependencies)?;
    if framework.name != "celery" {
        return None;
    }
    // Celery's own guide begins with a `tasks.py`, which elsewhere is a tool's.
    let tasks = sources::all(situation.repo).into_iter().filter(|file| file.name() == "tasks.py");
    let tasks = tasks.filter(|file| !sources::is_aside(*file));
    let files = sources::of_the_application(situation.repo).into_iter().chain(tasks);
    files.take(MAX_FILES).find_map(|file| {
        let line = file.lines().find(|line| {
            let value = line.text.split_once('=').map(|(_, value)| value.trim_start());
            let at_the_margin = line.text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            at_the_margin
                && value.is_some_and(|value| value.starts_with("Celery(") || value.starts_with("celery.Celery("))
        })?;
        let module = Module::of(situation.repo, file)?;
        let why = format!(
            "{} defines a worker of {}, which the builder does not know",
            file.path(),
            dependency.requirement.name
        );
        let command = format!("celery --app {} worker --loglevel INFO", module.name);
        Some(Override::new(command, line.at, why).importing_from(&module.base).needing("celery").listening(None))
    })
}
