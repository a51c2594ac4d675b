//! Programs of the repository: `python main.py`, `python -m package`.

use super::Override;
use crate::{
    module, port,
    run::{PORT, Situation},
    sources,
};
use fieldmark_sdk::File;

/// Names of programs in the root, the most telling first.
const NAMES: &[&str] = &[
    "main.py",
    "server.py",
    "run.py",
    "bot.py",
    "application.py",
    "start.py",
    "index.py",
    "api.py",
    "web.py",
    "wsgi.py",
    "asgi.py",
    "cli.py",
];

/// A program in the root: called like one, the only one there is, or the only one that says it is run.
pub(super) fn in_the_root(situation: &Situation<'_>) -> Option<Override> {
    if let Some(file) = situation.repo.first(NAMES) {
        return start(situation, file);
    }
    if let Some(file) = situation.repo.file("__main__.py") {
        return Some(Override::new("python .", file.whole(), why(file)).listening(listens(situation, file)));
    }
    let files = sources::of_the_application(situation.repo);
    let top: Vec<File<'_>> = files.into_iter().filter(|file| file.depth() == 0 && file.stem() != "__init__").collect();
    let run: Vec<File<'_>> = top.iter().filter(|file| file.line_with("__main__").is_some()).copied().collect();
    match (&top[..], &run[..]) {
        ([only], _) | (_, [only]) => start(situation, *only),
        _ => None,
    }
}

/// A program below the root: `src/main.py`, `package/__main__.py`.
pub(super) fn below(situation: &Situation<'_>) -> Option<Override> {
    let files = sources::of_the_application(situation.repo);
    if let Some(file) = files.iter().find(|file| file.name() == "__main__.py" && file.depth() > 0) {
        let (base, package) = file.directory().rsplit_once('/').unwrap_or(("", file.directory()));
        let fine = module::is_safe_path(base) && module::is_safe_path(package);
        return fine.then(|| {
            let found = Override::new(format!("python -m {package}"), file.whole(), why(*file));
            found.importing_from(base).listening(listens(situation, *file))
        });
    }
    let named = |file: &&File<'_>| NAMES[..4].contains(&file.name()) || file.name() == "app.py";
    let program = files.iter().filter(named).find(|file| file.depth() <= 2 && file.depth() > 0)?;
    start(situation, *program)
}

fn start(situation: &Situation<'_>, file: File<'_>) -> Option<Override> {
    let fine = module::is_safe_path(file.path());
    let command = format!("python {}", file.path());
    fine.then(|| Override::new(command, file.whole(), why(file)).listening(listens(situation, file)))
}

fn why(file: File<'_>) -> String {
    format!("{} is a program, but the builder runs none but app.py by itself", file.path())
}

/// What a program listens on when the script gives it `PORT`.
fn listens(situation: &Situation<'_>, file: File<'_>) -> Option<port::Listen> {
    port::of_program(file, Some(situation.port_variable().map_or(PORT, |(port, _)| port)))
}
