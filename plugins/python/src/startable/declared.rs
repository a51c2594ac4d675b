//! What the author declares to platforms: the process `web` of a Procfile, the entry point of an `app.yaml`. The builder
//! reads neither.

use super::Override;
use crate::{
    port,
    run::{PORT, Situation, Start, served},
};
use fieldmark_sdk::{Place, Repo, procfile};

/// Programs of a Procfile and the distributions they come from.
const PROGRAMS: &[(&str, &str)] = &[
    ("gunicorn", "gunicorn"),
    ("uvicorn", "uvicorn"),
    ("hypercorn", "hypercorn"),
    ("daphne", "daphne"),
    ("waitress-serve", "waitress"),
    ("streamlit", "streamlit"),
    ("chainlit", "chainlit"),
    ("flask", "flask"),
    ("uwsgi", "uwsgi"),
];

/// Variables by which source-to-image is told what to start.
const TOLD: &[&str] = &["APP_HOME", "APP_SCRIPT", "APP_FILE", "APP_MODULE", "APP_CONFIG", "GUNICORN_CMD_ARGS"];

/// The declared command, if it is one line that a shell reads as it looks.
pub(super) fn find(situation: &Situation<'_>) -> Option<Override> {
    let (command, at, file) = declared(situation.repo)?;
    if !is_plain(command) {
        return None;
    }
    let given = situation.port_variable().map_or(PORT, |(port, _)| port);
    let found = Override::new(command, at, format!("{file} says how to start, which the builder does not read"));
    let found = match program(command).and_then(|path| situation.repo.file(path)) {
        // What nothing is known of listens on `PORT`: that is what the process is called `web` for.
        Some(file) => match port::of_program(file, Some(given)) {
            Some(listen) => found.listening(Some(listen)),
            None => found,
        },
        None => match served::in_command(command, Some(given)) {
            Some((port, loopback)) => found.listening(Some(port::Listen::new(port, loopback, at))),
            None => found,
        },
    };
    let words: Vec<&str> = command.split_whitespace().collect();
    let needed = PROGRAMS.iter().find(|(program, _)| words.contains(program));
    Some(needed.map_or(found.clone(), |(_, distribution)| found.needing(distribution)))
}

/// The declared command where it says something else than what the builder would start by convention, and what it runs
/// is installed. What source-to-image is told goes before, as does a script that is written for it.
pub(super) fn instead_of(start: &Start, situation: &Situation<'_>) -> Option<Override> {
    let told = TOLD.iter().any(|name| situation.variables.filled(name).is_some());
    if told || start.code == served::Kind::Script.code() {
        return None;
    }
    let found = find(situation)?;
    let given = situation.port_variable();
    let port = given.map_or(PORT, |(port, _)| port).to_string();
    let said = found.command(given).replace("${PORT}", &port).replace("$PORT", &port);
    let is_same = said == start.command || start.command.strip_prefix(&said).is_some_and(|rest| rest.starts_with(" -"));
    let is_there = found.needs.is_none_or(|name| situation.dependencies.installed(name).is_some());
    (is_there && !is_same).then_some(found)
}

/// The command that a file for platforms declares, where, and the name of the file.
fn declared<'r>(repo: &'r Repo<'r>) -> Option<(&'r str, Place, &'static str)> {
    let of_procfile = procfile::process(repo, "web").map(|(command, at)| (command, at, "the Procfile"));
    of_procfile.or_else(|| {
        let file = repo.file("app.yaml")?;
        let of_app_engine = file.lines().any(|line| line.code().starts_with("runtime:"));
        file.lines().filter(|_| of_app_engine).find_map(|line| {
            let command = line.code().strip_prefix("entrypoint:")?.trim();
            let quoted = |quote| command.strip_prefix(quote)?.strip_suffix(quote);
            let command = quoted('"').or_else(|| quoted('\'')).unwrap_or(command);
            // A block, a list or an anchor is no command.
            let is_text = command.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '_'));
            is_text.then_some((command, line.at, "app.yaml"))
        })
    })
}

/// The program of `python program.py`.
fn program(command: &str) -> Option<&str> {
    let mut words = command.split_whitespace();
    words.next().filter(|word| word.starts_with("python"))?;
    words.find(|word| !word.starts_with('-'))
}

/// Whether a command holds nothing but what such commands are made of: no substitution, no quoting by `\`, no signs
/// beyond ASCII that could make it look different from what it is.
fn is_plain(command: &str) -> bool {
    const SIGNS: &str = " ._-/:=,@+%${}&|;<>()[]*'\"?~!#";
    let plain = |c: char| c.is_ascii_alphanumeric() || SIGNS.contains(c);
    // `{port}` is our own sign for the port.
    command.chars().all(plain) && !command.contains("$(") && !command.contains("{port}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dependencies::Dependencies, run, variables::Variables};
    use fieldmark_sdk::{Era, testing::MemorySource};

    /// What is started of a Django project with gunicorn, and these files.
    fn instead(more: &[(&str, &str)]) -> Option<String> {
        let django = [("requirements.txt", "django\ngunicorn\n"), ("manage.py", ""), ("shop/wsgi.py", "")];
        let repo = MemorySource::new(django.iter().chain(more).copied()).into_repo();
        let dependencies = Dependencies::read(&repo, Era::Today);
        let situation = Situation { repo: &repo, variables: Variables::new(&repo), dependencies: &dependencies };
        let Some(run::Outcome::Starts(start)) = run::builder(&situation, Era::Today) else { return None };
        instead_of(&start, &situation).map(|found| found.command(None))
    }

    #[test]
    fn declaration_goes_before_a_convention() {
        for (files, expected) in [
            (&[("Procfile", "web: gunicorn shop.wsgi\n")][..], Some("gunicorn shop.wsgi")),
            (
                &[("app.yaml", "runtime: python312\nentrypoint: 'gunicorn -b :$PORT shop.wsgi'\n")],
                Some("gunicorn -b :$PORT shop.wsgi"),
            ),
            (&[("app.yaml", "runtime: python312\nentrypoint:\n  - gunicorn\n")], None),
            (&[("app.yaml", "name: of-something-else\nentrypoint: gunicorn shop.wsgi\n")], None),
            // It is what the builder does.
            (&[("Procfile", "web: python manage.py runserver 0.0.0.0:$PORT\n")], None),
            (&[("Procfile", "web: gunicorn wsgi\n"), ("wsgi.py", "application = 1\n")], None),
            // What it needs is not installed.
            (&[("Procfile", "web: daphne shop.asgi:application\n")], None),
            // Source-to-image is told otherwise.
            (&[("Procfile", "web: gunicorn shop.wsgi\n"), (".s2i/environment", "APP_MODULE=shop.wsgi\n")], None),
            (&[("Procfile", "web: gunicorn shop.wsgi\n"), ("app.sh", "exec gunicorn shop.wsgi\n")], None),
        ] {
            assert_eq!(instead(files).as_deref(), expected, "{files:?}");
        }
    }

    #[test]
    fn only_plain_commands_pass() {
        assert!(is_plain("python manage.py migrate && gunicorn -b 0.0.0.0:${PORT:-8000} 'shop:create_app()'"));
        assert!(
            !is_plain("gunicorn `x`") && !is_plain("gunicorn $(x)") && !is_plain("a \u{202e} b") && !is_plain("a\\b")
        );
        assert_eq!(program("python -u src/main.py --x"), Some("src/main.py"));
        assert_eq!(program("gunicorn a:b"), None);
    }
}
