//! Rules that run a program of the repository: what it listens on, and whether it serves at all.

use super::{Outcome, Remark, Situation, Start};
use crate::{application, port, startable};
use fieldmark_sdk::{File, Place};

/// What kind of program the builder runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A shell script (or anything executable).
    Script,
    /// A Python program.
    Python,
}

impl Kind {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Script => "python.run-app-script",
            Self::Python => "python.run-app-file",
        }
    }

    pub(super) fn command(self, path: &str) -> String {
        match self {
            Self::Script if path.starts_with('/') => path.to_owned(),
            Self::Script => format!("./{path}"),
            Self::Python => format!("python {path}"),
        }
    }
}

/// Signs that a program does something when it is run, rather than only define an application.
const RUNS: &[&str] = &[
    "__main__",
    ".run(",
    "run(",
    "serve(",
    "serve_forever",
    ".start(",
    ".launch(",
    ".listen(",
    "run_app(",
    "run_server(",
    "execute_from_command_line",
    "while True",
    "main()",
    "run_simple(",
];

/// The start of a program that is there.
pub(super) fn start(
    situation: &Situation<'_>,
    kind: Kind,
    command: String,
    file: File<'_>,
    at: Place,
    why: String,
) -> Option<Outcome> {
    let given = situation.port_variable().map(|(port, _)| port);
    let start = Start::new(kind.code(), command, at, why);
    if kind == Kind::Script {
        return start.listening(in_script(file, given)).outcome();
    }
    let listen = port::of_program(file, given);
    let ends = defines_only(situation, file);
    let local = listen.filter(|listen| listen.loopback && ends.is_none()).map(|listen| Remark {
        code: "python.listens-on-loopback",
        at: listen.at,
        note: format!(
            "it listens on 127.0.0.1:{} only, where nothing outside its container reaches it: listen on 0.0.0.0, port 8080",
            listen.port
        ),
    });
    start.listening(listen.filter(|_| ends.is_none())).ending(ends).remarking(local).outcome()
}

/// The port that a shell script's server is told to listen on.
pub(crate) fn in_script(file: File<'_>, given: Option<u16>) -> Option<port::Listen> {
    file.lines().find_map(|line| {
        let (port, loopback) = in_command(line.code(), given)?;
        Some(port::Listen::new(port, loopback, line.at))
    })
}

/// Options by which servers are told where to listen.
const OPTIONS: &[&str] = &[
    "--http-socket",
    "--http",
    "--bind=",
    "--bind ",
    "-b ",
    "--port=",
    "--port ",
    "--server.port",
    "--listen=",
    "-p ",
];

/// The port that a command tells its server to listen on, and whether that is the loopback.
pub(crate) fn in_command(command: &str, given: Option<u16>) -> Option<(u16, bool)> {
    let value = OPTIONS.iter().find_map(|option| command.split_once(option).map(|(_, value)| value))?;
    let word = value.trim_start_matches([' ', '=']).split_whitespace().next()?;
    if word.contains("$PORT") || word.contains("${PORT") {
        let fallback = word.split_once(":-").and_then(|(_, fallback)| port::leading_number(fallback));
        return Some((given.or(fallback)?, false));
    }
    port::of_address(word, None)
}

/// Whether a program only defines an application that some server must load: run by itself it ends at once.
fn defines_only(situation: &Situation<'_>, file: File<'_>) -> Option<Remark> {
    if let Some((tool, line)) = startable::loaded_by_its_tool(situation, file) {
        let note =
            format!("{} is a script for {tool}: the builder runs it as a program, which ends at once", file.path());
        return Some(Remark { code: "python.defines-only", at: line, note });
    }
    let runs = |line: &fieldmark_sdk::Line<'_>| RUNS.iter().any(|sign| line.code().contains(sign));
    if file.lines().any(|line| runs(&line)) {
        return None;
    }
    let found = application::in_file(situation.repo, file)?;
    let note = format!(
        "{} only defines the application {}: the builder runs it as a program, which ends at once",
        file.path(),
        found.object
    );
    Some(Remark { code: "python.defines-only", at: found.at, note })
}
