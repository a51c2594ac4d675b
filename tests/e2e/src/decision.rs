//! What the program itself decides.

use crate::process;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Who starts the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The builder's own `run`.
    BuilderDefault,
    /// A script of the decision in place of it.
    Override,
}

impl Origin {
    const fn word(self) -> &'static str {
        match self {
            Self::BuilderDefault => "builder-default",
            Self::Override => "override",
        }
    }
}

/// The first component of a decision.
#[derive(Debug)]
pub struct Decision {
    value: Value,
}

impl Decision {
    /// Asks `fieldmark --format json`.
    pub fn of(sources: &Path) -> Self {
        let mut command = Command::new(process::program("fieldmark"));
        command.args(["--format", "json"]).arg(sources);
        let text = process::output_of(&mut command, Duration::from_secs(60));
        let mut all: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        Self { value: all["components"][0].take() }
    }

    /// Image stream of the builder image.
    pub fn stream(&self) -> &str {
        self.value["builder"]["stream"].as_str().unwrap_or_default()
    }

    /// The command that starts it.
    pub fn command(&self) -> &str {
        self.value["start"]["command"].as_str().unwrap_or_default()
    }

    /// Whether it is started by that one.
    pub fn is_started_by(&self, origin: Origin) -> bool {
        self.value["start"]["origin"] == origin.word()
    }

    /// The first of the announced ports.
    pub fn port(&self) -> u16 {
        let port = self.value["start"]["ports"][0].as_u64().and_then(|port| u16::try_from(port).ok());
        port.unwrap_or_else(|| panic!("no port is announced: {}", self.value["start"]))
    }

    /// Names and bodies of the scripts that replace those of the image.
    pub fn scripts(&self) -> Vec<(&str, &str)> {
        let scripts = self.value["scripts"].as_array().expect("scripts are a list");
        scripts.iter().map(|script| (text(&script["name"]), text(&script["body"]))).collect()
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("names and bodies are text")
}
