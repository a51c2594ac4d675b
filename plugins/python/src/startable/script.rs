//! From a way to start to the text of a `run` script.

use crate::{port::Listen, run::PORT};
use fieldmark_sdk::Place;

/// A way to start the application that the builder does not know.
#[derive(Debug, Clone)]
pub(crate) struct Override {
    /// The command; `{port}` stands for the port. Everything in it was checked to be safe in a script.
    command: String,
    /// Where it was found.
    pub(crate) at: Place,
    /// Why the builder's own is not enough, or what was found.
    pub(crate) why: String,
    /// Directory that is put on Python's path.
    path: String,
    /// Directory that the command is run in.
    directory: String,
    /// Lines before the command.
    before: Vec<&'static str>,
    /// Distribution that the command comes from.
    pub(crate) needs: Option<&'static str>,
    /// Whether it is a server for development.
    pub(crate) development: bool,
    /// The port, when the command does not take it from `{port}` or `PORT`.
    listen: Option<Listen>,
    /// Whether the command listens at all, as far as it is known.
    serves: bool,
}

impl Override {
    /// A command that serves on `{port}`.
    pub(crate) fn new(command: impl Into<String>, at: Place, why: impl Into<String>) -> Self {
        Self {
            command: command.into(),
            at,
            why: why.into(),
            path: String::new(),
            directory: String::new(),
            before: Vec::new(),
            needs: None,
            development: false,
            listen: None,
            serves: true,
        }
    }

    /// With a directory on Python's path.
    pub(crate) fn importing_from(self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self }
    }

    /// Run in a directory.
    pub(crate) fn inside(self, directory: &str) -> Self {
        Self { directory: directory.to_owned(), ..self }
    }

    /// With a line before the command.
    pub(crate) fn after(mut self, line: &'static str) -> Self {
        self.before.push(line);
        self
    }

    /// From a distribution that must be installed.
    pub(crate) fn needing(self, distribution: &'static str) -> Self {
        Self { needs: Some(distribution), ..self }
    }

    /// By a server that is for development only.
    pub(crate) fn for_development(self) -> Self {
        Self { development: true, ..self }
    }

    /// By a program whose port is its own affair: what it listens on, if that is known.
    pub(crate) fn listening(self, listen: Option<Listen>) -> Self {
        Self { serves: listen.is_some(), listen, ..self }
    }

    /// The port, if it is known that there is one. `given` is the variable `PORT`.
    pub(crate) fn listens(&self, given: Option<(u16, Place)>) -> Option<Listen> {
        let (port, at) = given.unwrap_or((PORT, Place::NONE));
        self.listen.or_else(|| self.serves.then_some(Listen::new(port, false, at)))
    }

    /// The command as people would type it.
    pub(crate) fn command(&self, given: Option<(u16, Place)>) -> String {
        let port = given.map_or(PORT, |(port, _)| port);
        let command = self.command.replace("{port}", &port.to_string());
        if self.directory.is_empty() { command } else { format!("cd {} && {command}", self.directory) }
    }

    /// The text of the script.
    pub(crate) fn body(&self) -> String {
        let mut lines = vec!["#!/bin/bash".to_owned(), "set -e".to_owned(), "export PORT=\"${PORT:-8080}\"".to_owned()];
        if !self.path.is_empty() {
            lines.push(format!("export PYTHONPATH=\"$PWD/{}${{PYTHONPATH:+:$PYTHONPATH}}\"", self.path));
        }
        if !self.directory.is_empty() {
            lines.push(format!("cd {}", self.directory));
        }
        lines.extend(self.before.iter().map(|line| (*line).to_owned()));
        let command = self.command.replace("{port}", "\"$PORT\"");
        lines.push(if is_simple(&command) { format!("exec {command}") } else { command });
        lines.join("\n") + "\n"
    }
}

/// Whether a command is one program with its arguments, which may take the place of the shell.
fn is_simple(command: &str) -> bool {
    let first = command.split_whitespace().next().unwrap_or_default();
    !command.contains(['&', ';', '|', '(', '<', '>']) && !first.contains('=') && !["cd", "exec"].contains(&first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_runs_the_command_in_place_of_the_shell() {
        let found =
            Override::new("uvicorn shop:app --port {port}", Place::NONE, "x").importing_from("src").inside("web");
        assert_eq!(
            found.body(),
            "#!/bin/bash\nset -e\nexport PORT=\"${PORT:-8080}\"\nexport PYTHONPATH=\"$PWD/src${PYTHONPATH:+:$PYTHONPATH}\"\n\
             cd web\nexec uvicorn shop:app --port \"$PORT\"\n"
        );
        assert_eq!(found.command(Some((9000, Place::NONE))), "cd web && uvicorn shop:app --port 9000");
        assert!(!is_simple("a && b") && !is_simple("A=1 b") && !is_simple("exec b") && is_simple("gunicorn a:b -w $N"));
    }
}
