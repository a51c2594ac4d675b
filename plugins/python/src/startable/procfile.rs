//! The process `web` of a Procfile, which the builder does not read.

use super::Override;
use crate::{
    port,
    run::{PORT, Situation, served},
};
use fieldmark_sdk::procfile;

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

/// The declared command, if it is one line that a shell reads as it looks.
pub(super) fn find(situation: &Situation<'_>) -> Option<Override> {
    let (command, at) = procfile::process(situation.repo, "web")?;
    if !is_plain(command) {
        return None;
    }
    let given = situation.port_variable().map_or(PORT, |(port, _)| port);
    let found = Override::new(command, at, "the Procfile says how to start, which the builder does not read");
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
