//! From instructions to build stages.

use crate::assignment;
use crate::command::{self, Command};
use crate::entry_point;
use crate::expansion::{self, Scope};
use crate::instruction::{self, Instruction, Instructions};
use crate::last_stage;
use crate::port::{self, Port};

/// A value with the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// Its line, counted from 1.
    pub line: u32,
}

/// What a stage begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Name of the image, variables replaced. Of a stage built on another stage: that one's.
    pub image: String,
    /// Variables of the name that nothing gives a value.
    pub missing: Vec<String>,
    /// Line of the `FROM` that names the image.
    pub line: u32,
}

/// One build stage, with all that it takes over from the stage it is built on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Name after `AS`, in lower case.
    pub name: Option<String>,
    /// What its `FROM` is followed by, as it is written.
    pub written: String,
    /// The image it is built on.
    pub base: Base,
    /// Line of its `FROM`.
    pub line: u32,
    /// Exposed ports, each once.
    pub ports: Vec<Stated<Port>>,
    /// Names of the variables of its environment.
    pub environment: Vec<Stated<String>>,
    /// Who the container runs as.
    pub user: Option<Stated<String>>,
    /// Volumes.
    pub volumes: Vec<Stated<String>>,
    /// `ENTRYPOINT`.
    pub entrypoint: Option<Stated<Command>>,
    /// `CMD`.
    pub command: Option<Stated<Command>>,
    command_is_own: bool,
    scope: Scope,
}

/// A container build file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildFile {
    /// Its stages; the last is the image.
    pub stages: Vec<Stage>,
    /// Ports of the last stage as `oc new-app` reads it.
    pub ports_of_last_stage: Vec<Stated<Port>>,
    /// Whether there is any instruction at all.
    pub is_empty: bool,
    /// What a builder would refuse or pass over.
    pub problems: Vec<Stated<String>>,
}

/// All instructions there are.
const KEYWORDS: &[&str] = &[
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// Reads a container build file.
#[must_use]
pub fn read(text: &str) -> BuildFile {
    let Instructions { list, escape, unterminated } = instruction::parse(text);
    let file = BuildFile {
        stages: Vec::new(),
        ports_of_last_stage: last_stage::ports(&list, escape),
        is_empty: list.is_empty(),
        problems: Vec::new(),
    };
    let mut reader = Reader { file, globals: Scope::default(), escape };
    for instruction in &list {
        reader.take(instruction);
    }
    if let Some(line) = unterminated {
        reader.problem(line, "a here-document has no end".to_owned());
    }
    reader.file
}

struct Reader {
    file: BuildFile,
    /// Build arguments from before the first `FROM`.
    globals: Scope,
    escape: char,
}

impl Reader {
    fn problem(&mut self, line: u32, problem: String) {
        self.file.problems.push(Stated { value: problem, line });
    }

    fn take(&mut self, instruction: &Instruction) {
        let Instruction { keyword, arguments, line, .. } = instruction;
        if !KEYWORDS.contains(&keyword.as_str()) {
            let shown: String = keyword.chars().take(30).collect();
            return self.problem(*line, format!("{shown} is no instruction"));
        }
        if keyword == "FROM" {
            return self.from(arguments, *line);
        }
        let Some(mut stage) = self.file.stages.pop() else {
            if keyword == "ARG" {
                assignment::argument(&mut self.globals, &Scope::default(), arguments, self.escape);
            } else {
                self.problem(*line, format!("{keyword} stands before the first FROM"));
            }
            return;
        };
        stage.take(instruction, &self.globals, self.escape);
        self.file.stages.push(stage);
    }

    /// `FROM [--platform=…] image [AS name]`
    fn from(&mut self, arguments: &str, line: u32) {
        let mut words = arguments.split_whitespace().filter(|word| !word.starts_with("--"));
        let Some(written) = words.next() else {
            return self.problem(line, "FROM names no image".to_owned());
        };
        let name = match (words.next(), words.next()) {
            (Some(keyword), Some(name)) if keyword.eq_ignore_ascii_case("as") => Some(name.to_ascii_lowercase()),
            _ => None,
        };
        let (image, missing) = expansion::word(written, &self.globals, self.escape);
        let earlier = self.file.stages.iter().rfind(|stage| stage.name.as_deref() == Some(&image.to_ascii_lowercase()));
        let stage = match earlier {
            Some(earlier) => {
                Stage { name, written: written.to_owned(), line, command_is_own: false, ..earlier.clone() }
            }
            None => Stage::new(name, written.to_owned(), Base { image, missing, line }),
        };
        self.file.stages.push(stage);
    }
}

impl Stage {
    fn new(name: Option<String>, written: String, base: Base) -> Self {
        Self {
            name,
            written,
            line: base.line,
            base,
            ports: Vec::new(),
            environment: Vec::new(),
            user: None,
            volumes: Vec::new(),
            entrypoint: None,
            command: None,
            command_is_own: false,
            scope: Scope::default(),
        }
    }

    fn take(&mut self, instruction: &Instruction, globals: &Scope, escape: char) {
        let Instruction { keyword, arguments, line, .. } = instruction;
        let line = *line;
        match keyword.as_str() {
            "ARG" => assignment::argument(&mut self.scope, globals, arguments, escape),
            "ENV" => self.assign(arguments, line, escape),
            "EXPOSE" => self.expose(arguments, line, escape),
            "USER" => {
                let (user, missing) = expansion::word(arguments, &self.scope, escape);
                self.user = (missing.is_empty() && !user.is_empty()).then_some(Stated { value: user, line });
            }
            "VOLUME" => self.volume(arguments, line, escape),
            "ENTRYPOINT" => {
                self.entrypoint = Command::parse(arguments).map(|value| Stated { value, line });
                // A command that was taken over belongs to the entry point that is replaced.
                if !self.command_is_own {
                    self.command = None;
                }
            }
            "CMD" => {
                self.command = Command::parse(arguments).map(|value| Stated { value, line });
                self.command_is_own = true;
            }
            _ => {}
        }
    }

    /// Names of the environment with the line that gives them their value.
    fn assign(&mut self, arguments: &str, line: u32, escape: char) {
        for name in assignment::environment(&mut self.scope, arguments, escape) {
            self.environment.retain(|known| known.value != name);
            self.environment.push(Stated { value: name, line });
        }
    }

    /// The value of a variable of its environment.
    #[must_use]
    pub fn variable(&self, name: &str) -> &str {
        self.scope.get(name).unwrap_or_default()
    }

    fn expose(&mut self, arguments: &str, line: u32, escape: char) {
        let words = expansion::words(arguments, &self.scope, escape).words;
        for port in words.iter().filter_map(|word| port::parse(word)).filter(|port| port.number > 0) {
            if self.ports.iter().all(|known| known.value != port) {
                self.ports.push(Stated { value: port, line });
            }
        }
    }

    fn volume(&mut self, arguments: &str, line: u32, escape: char) {
        let listed = command::exec_form(arguments);
        let words = listed.unwrap_or_else(|| arguments.split_whitespace().map(str::to_owned).collect());
        for word in words {
            let (value, missing) = expansion::word(&word, &self.scope, escape);
            if missing.is_empty() && !value.is_empty() && self.volumes.iter().all(|known| known.value != value) {
                self.volumes.push(Stated { value, line });
            }
        }
    }

    /// The whole command of a container of this stage, for people and shells; with the line that says most about it.
    #[must_use]
    pub fn start(&self) -> Option<Stated<String>> {
        let stated = |value: String, line| Some(Stated { value, line });
        match (&self.entrypoint, &self.command) {
            (None, None) => None,
            (Some(only), None) if only.value.hands_over() => None,
            (None, Some(only)) => {
                let before = match &only.value {
                    Command::Exec(words) => entry_point::before(&self.base.image, words),
                    Command::Shell(_) => None,
                };
                let before = before.map(|program| format!("{program} ")).unwrap_or_default();
                stated(format!("{before}{}", only.value), only.line)
            }
            (Some(only), None) => stated(only.value.to_string(), only.line),
            (Some(entrypoint), Some(command)) => {
                stated(entrypoint.value.with_arguments(&command.value), entrypoint.line)
            }
        }
    }
}

#[cfg(test)]
mod tests;
