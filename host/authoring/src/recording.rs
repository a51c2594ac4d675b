//! What a plugin was told and what it said, as one document: all that is needed to see the same call again.

use crate::AuthorError;
use fieldmark_model::{Budget, Hit, ReadError, ReadErrorCode, Usage, Verdict};
use fieldmark_runtime::{LogLine, Outcome, Plugin, PluginError};
use serde::{Deserialize, Serialize};

/// Name and version of the form.
const SCHEMA: &str = "fieldmark.recording/1";

/// One call of one plugin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Recording {
    schema: String,
    /// Release of fieldmark that made it.
    pub fieldmark: String,
    /// The plugin.
    pub plugin: Subject,
    /// Lines `key=value` as they were handed over.
    pub settings: String,
    /// The budget in force.
    pub budget: Budget,
    /// The paths that the plugin could see.
    pub paths: Vec<String>,
    /// The hits.
    pub hits: Vec<Hit>,
    /// How many hits there were before the cap.
    pub total_hits: u32,
    /// Files by extension.
    pub extension_counts: Vec<(String, u32)>,
    /// What was asked of files, in the order of asking.
    pub calls: Vec<Call>,
    /// What the plugin logged: level and text.
    pub log: Vec<(u8, String)>,
    /// What it used up.
    pub usage: Usage,
    /// How it ended.
    pub ending: Ending,
}

/// Which plugin it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Subject {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The contract that it was built for.
    pub abi: String,
    /// Digest of its component.
    pub digest: String,
}

/// A question about a file with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Call {
    /// Index of the path.
    pub path: u32,
    /// First byte and most bytes of a read; none of a question for the size.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub part: Option<(u64, u64)>,
    /// The answer.
    pub answer: Answer,
}

/// What the host said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// A size in bytes.
    Size(u64),
    /// Bytes that are text.
    Text(String),
    /// Other bytes, two hexadecimal digits each.
    Bytes(String),
    /// The file could not be read.
    Error {
        /// The kind of failure.
        code: ReadErrorCode,
        /// One line for people.
        detail: String,
    },
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// With a verdict.
    Verdict(Box<Verdict>),
    /// With an error.
    Error {
        /// Its code.
        code: String,
        /// What it says.
        message: String,
        /// The guest's functions, the innermost first.
        backtrace: Vec<String>,
    },
}

impl Ending {
    pub(crate) fn of(verdict: &Result<Verdict, PluginError>) -> Self {
        match verdict {
            Ok(verdict) => Self::Verdict(Box::new(verdict.clone())),
            Err(error) => Self::Error {
                code: error.code().to_owned(),
                message: error.to_string(),
                backtrace: error.backtrace().to_vec(),
            },
        }
    }
}

impl Subject {
    pub(crate) fn of(plugin: &Plugin) -> Self {
        let identity = &plugin.manifest().plugin;
        Self {
            id: identity.id.clone(),
            version: identity.version.clone(),
            abi: identity.abi.clone(),
            digest: plugin.digest().to_owned(),
        }
    }
}

impl Answer {
    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Bytes(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
        }
    }

    pub(crate) fn of_error(error: &ReadError) -> Self {
        Self::Error { code: error.code, detail: error.detail.clone() }
    }

    /// The bytes of a read, if it is one and they are whole.
    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Text(text) => Some(text.clone().into_bytes()),
            Self::Bytes(digits) => {
                let pair = |at: usize| digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
                (0..digits.len()).step_by(2).map(pair).collect()
            }
            _ => None,
        }
    }
}

impl Recording {
    pub(crate) fn begin(plugin: Subject, settings: String, budget: Budget) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            fieldmark: env!("CARGO_PKG_VERSION").to_owned(),
            plugin,
            settings,
            budget,
            paths: Vec::new(),
            hits: Vec::new(),
            total_hits: 0,
            extension_counts: Vec::new(),
            calls: Vec::new(),
            log: Vec::new(),
            usage: Usage::default(),
            ending: Ending::Verdict(Box::default()),
        }
    }

    pub(crate) fn end(&mut self, outcome: &Outcome) {
        let line = |line: &LogLine| (line.level, line.message.clone());
        self.log = outcome.log.iter().map(line).collect();
        self.usage = outcome.usage.clone();
        self.ending = Ending::of(&outcome.verdict);
    }

    /// The document.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    pub fn to_text(&self) -> Result<String, AuthorError> {
        let wrong = |error: serde_json::Error| wrong("the recording", &error);
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(wrong)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// It cannot be read, is no recording, or one of another form.
    pub fn open(path: &std::path::Path) -> Result<Self, AuthorError> {
        let text = std::fs::read_to_string(path).map_err(AuthorError::io(path))?;
        Self::parse(&path.display().to_string(), &text)
    }

    /// What the plugin saw, as far as it was written down.
    #[must_use]
    pub fn view(&self) -> std::sync::Arc<dyn fieldmark_model::RepoView> {
        crate::replay::view(self)
    }

    /// Reads a document; `name` is for messages about it.
    ///
    /// # Errors
    /// It is no recording, or one of another form.
    pub fn parse(name: &str, text: &str) -> Result<Self, AuthorError> {
        let recording: Self = serde_json::from_str(text).map_err(|error| wrong(name, &error))?;
        if recording.schema != SCHEMA {
            let problem = format!("its form is `{}`, not `{SCHEMA}`", recording.schema);
            return Err(AuthorError::Recording { name: name.to_owned(), problem });
        }
        Ok(recording)
    }
}

fn wrong(name: &str, error: &serde_json::Error) -> AuthorError {
    AuthorError::Recording { name: name.to_owned(), problem: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_round_trip_whether_they_are_text_or_not() {
        for bytes in [&b"a\nb"[..], b"", b"\xff\x00a"] {
            assert_eq!(Answer::of_bytes(bytes).bytes().as_deref(), Some(bytes));
        }
        assert_eq!(Answer::Bytes("f".to_owned()).bytes(), None);
        assert_eq!(Answer::Size(3).bytes(), None);
    }

    #[test]
    fn document_of_another_form_is_refused() {
        let subject = Subject { id: "a".into(), version: "1".into(), abi: "0.1.0".into(), digest: String::new() };
        let recording = Recording::begin(subject, String::new(), Budget::default());
        let text = recording.to_text().unwrap();
        assert_eq!(Recording::parse("x", &text).unwrap(), recording);
        let other = text.replace("recording/1", "recording/9");
        assert_eq!(Recording::parse("x", &other).unwrap_err().code(), "author.recording");
        assert_eq!(Recording::parse("x", "{}").unwrap_err().code(), "author.recording");
    }
}
