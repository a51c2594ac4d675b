//! What the owner of a repository says about it: the part of `fieldmark.toml` that goes before whatever is detected.

use crate::document::{DocumentError, position};
use crate::{Place, Strategy, VersionRange, is_printable, parse_document};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Most paths, patterns or components that one document names.
const MOST: usize = 256;
/// Longest text of one value, in bytes.
const LONGEST: usize = 4096;
/// Most points by which a language is raised or lowered.
const MOST_POINTS: i32 = 100;

/// A value that is told, with its place; none when no file says it but the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<T> {
    /// What is told.
    pub value: T,
    /// Where it stands.
    pub from: Option<Place>,
}

/// What is told about a repository. Each part goes before what is detected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Instructions {
    /// Patterns in the form of `.gitignore`: what they match is not looked at.
    pub exclude: Vec<String>,
    /// The context directories: components stand there and nowhere else.
    pub context_directories: Option<Told<Vec<String>>>,
    /// By id of a plugin: points that are added to what it gives, -100 to 100.
    pub languages: BTreeMap<String, Told<i32>>,
    /// By context directory.
    pub components: BTreeMap<String, ComponentInstructions>,
}

/// What is told about one component.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ComponentInstructions {
    /// Id of the plugin whose verdict names it.
    pub language: Option<Told<String>>,
    /// How it is built.
    pub strategy: Option<Told<Strategy>>,
    /// Image stream that builds it, with a tag (`python:3.12-ubi9`) or without.
    pub builder: Option<Told<String>>,
    /// Version of the language, as it is written and as a range.
    pub version: Option<Told<(String, VersionRange)>>,
    /// Command that starts it, in shell.
    pub start: Option<Told<String>>,
    /// Ports it listens on.
    pub ports: Option<Told<Vec<u16>>>,
}

/// The document. Keys beside these are the configuration's and not looked at here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Document {
    #[serde(default)]
    exclude: Vec<Spanned<String>>,
    context_directories: Option<Spanned<Vec<Spanned<String>>>>,
    #[serde(default)]
    languages: BTreeMap<String, Spanned<i32>>,
    #[serde(default)]
    component: BTreeMap<Spanned<String>, Part>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Part {
    language: Option<Spanned<String>>,
    strategy: Option<Spanned<Strategy>>,
    builder: Option<Spanned<String>>,
    version: Option<Spanned<String>>,
    start: Option<Spanned<String>>,
    ports: Option<Spanned<Vec<u16>>>,
}

impl Instructions {
    /// The keys of a document that are instructions.
    pub const KEYS: [&str; 4] = ["exclude", "context-directories", "languages", "component"];

    /// Reads the instructions of a document; other keys at its top are not looked at. `file` is its name, for the places
    /// of what it says: none for what a caller says without a file.
    ///
    /// # Errors
    /// The text is no TOML, or a value in it cannot be.
    pub fn parse(text: &str, file: Option<&str>) -> Result<Self, DocumentError> {
        let document: Document = parse_document(text)?;
        let reader = Reader { text, file };
        let too_many = document.exclude.len() > MOST || document.component.len() > MOST;
        if too_many {
            return Err(reader.wrong(0, format!("more than {MOST} patterns or components")));
        }
        let mut instructions = Self::default();
        for pattern in document.exclude {
            instructions.exclude.push(reader.line(pattern)?.value);
        }
        if let Some(list) = document.context_directories {
            instructions.context_directories = Some(reader.directories(list)?);
        }
        for (id, points) in document.languages {
            let at = points.span().start;
            if points.get_ref().abs() > MOST_POINTS {
                return Err(reader.wrong(at, format!("{} points: at most {MOST_POINTS} either way", points.get_ref())));
            }
            instructions.languages.insert(id, reader.told(at, points.into_inner()));
        }
        for (directory, part) in document.component {
            let at = directory.span().start;
            let directory = directory.into_inner();
            let directory = inner_directory(&directory).map_err(|problem| reader.wrong(at, problem))?;
            instructions.components.insert(directory, reader.component(part)?);
        }
        Ok(instructions)
    }

    /// What is told about the component of a context directory.
    #[must_use]
    pub fn component(&self, directory: &str) -> Option<&ComponentInstructions> {
        self.components.get(directory)
    }

    /// Both together; what `first` says goes before.
    #[must_use]
    pub fn under(mut self, first: Self) -> Self {
        self.exclude.extend(first.exclude);
        self.context_directories = first.context_directories.or(self.context_directories);
        self.languages.extend(first.languages);
        for (directory, part) in first.components {
            let own = self.components.remove(&directory).unwrap_or_default();
            let both = ComponentInstructions {
                language: part.language.or(own.language),
                strategy: part.strategy.or(own.strategy),
                builder: part.builder.or(own.builder),
                version: part.version.or(own.version),
                start: part.start.or(own.start),
                ports: part.ports.or(own.ports),
            };
            self.components.insert(directory, both);
        }
        self
    }
}

/// Makes places, and errors with a place.
struct Reader<'r> {
    text: &'r str,
    file: Option<&'r str>,
}

impl Reader<'_> {
    fn wrong(&self, at: usize, message: String) -> DocumentError {
        let (line, column) = position(self.text, at);
        DocumentError { line, column, message, nearest: None }
    }

    fn told<T>(&self, at: usize, value: T) -> Told<T> {
        let line = u32::try_from(position(self.text, at).0).ok();
        let from = self.file.map(|file| Place { path: file.to_owned(), line });
        Told { value, from }
    }

    /// A text of one line that can be shown.
    fn line(&self, text: Spanned<String>) -> Result<Told<String>, DocumentError> {
        let at = text.span().start;
        let text = text.into_inner();
        let problem = if text.trim().is_empty() {
            "it is empty"
        } else if text.len() > LONGEST {
            "it is too long"
        } else if !text.chars().all(is_printable) {
            "it has characters that cannot be shown, or more than one line"
        } else {
            return Ok(self.told(at, text.trim().to_owned()));
        };
        Err(self.wrong(at, problem.to_owned()))
    }

    fn directories(&self, list: Spanned<Vec<Spanned<String>>>) -> Result<Told<Vec<String>>, DocumentError> {
        let at = list.span().start;
        let list = list.into_inner();
        if list.is_empty() || list.len() > MOST {
            return Err(self.wrong(at, format!("from 1 to {MOST} directories can be named")));
        }
        let mut directories: Vec<String> = Vec::new();
        for directory in list {
            let at = directory.span().start;
            let directory = inner_directory(directory.get_ref()).map_err(|problem| self.wrong(at, problem))?;
            if !directories.contains(&directory) {
                directories.push(directory);
            }
        }
        Ok(self.told(at, directories))
    }

    fn component(&self, part: Part) -> Result<ComponentInstructions, DocumentError> {
        let line = |text: Option<Spanned<String>>| text.map(|text| self.line(text)).transpose();
        Ok(ComponentInstructions {
            language: line(part.language)?,
            strategy: part.strategy.map(|strategy| self.told(strategy.span().start, strategy.into_inner())),
            builder: line(part.builder)?,
            version: part.version.map(|version| self.version(version)).transpose()?,
            start: line(part.start)?,
            ports: part.ports.map(|ports| self.ports(ports)).transpose()?,
        })
    }

    fn version(&self, version: Spanned<String>) -> Result<Told<(String, VersionRange)>, DocumentError> {
        let at = version.span().start;
        let text = self.line(version)?.value;
        // A bare number stands for itself and what is finer.
        let range = if text.starts_with(|c: char| c.is_ascii_digit()) { format!("={text}") } else { text.clone() };
        let range = range.parse().map_err(|error: crate::VersionError| self.wrong(at, error.to_string()))?;
        Ok(self.told(at, (text, range)))
    }

    fn ports(&self, ports: Spanned<Vec<u16>>) -> Result<Told<Vec<u16>>, DocumentError> {
        let at = ports.span().start;
        let mut numbers: Vec<u16> = Vec::new();
        for number in ports.into_inner() {
            if number == 0 {
                return Err(self.wrong(at, "no application listens on port 0".to_owned()));
            }
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        Ok(self.told(at, numbers))
    }
}

/// A directory below the root in its one form: parts with `/` between, `.` for the root.
fn inner_directory(text: &str) -> Result<String, String> {
    if text.is_empty() || text.starts_with('/') || text.len() > LONGEST || !text.chars().all(is_printable) {
        return Err(format!("`{}` is no directory of the repository", text.chars().take(60).collect::<String>()));
    }
    let parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if parts.contains(&"..") {
        return Err(format!("`{text}` leaves the repository"));
    }
    Ok(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = r#"
exclude = ["legacy/", "*.ipynb"]
context-directories = ["./web/", "api"]
era = "3.5"
[languages]
node = -40
[component."web/"]
language = "node"
strategy = "source"
builder = "words:22-ubi9"
version = "22"
start = "node server.js"
ports = [3000, 3000]
"#;

    fn wrong(text: &str) -> DocumentError {
        Instructions::parse(text, Some("fieldmark.toml")).unwrap_err()
    }

    #[test]
    fn every_value_carries_its_line() {
        let told = Instructions::parse(ALL, Some("fieldmark.toml")).unwrap();
        assert_eq!(told.exclude, ["legacy/", "*.ipynb"]);
        let directories = told.context_directories.unwrap();
        assert_eq!(directories.value, ["web", "api"]);
        assert_eq!(directories.from, Some(Place { path: "fieldmark.toml".into(), line: Some(3) }));
        assert_eq!((told.languages["node"].value, told.languages["node"].from.as_ref().unwrap().line), (-40, Some(6)));
        let web = &told.components["web"];
        assert_eq!(web.version.as_ref().unwrap().value.1.as_str(), "=22");
        assert_eq!(web.start.as_ref().unwrap().from.as_ref().unwrap().line, Some(12));
        assert_eq!(web.ports.as_ref().unwrap().value, [3000]);
    }

    #[test]
    fn caller_without_a_file_names_no_place() {
        let told = Instructions::parse("[languages]\ngo = 5", None).unwrap();
        assert_eq!(told.languages["go"].from, None);
    }

    #[test]
    fn what_cannot_be_is_told_with_its_place() {
        for (text, line, message) in [
            ("context-directories = ['a', '../b']", 1, "leaves the repository"),
            ("\ncontext-directories = []", 2, "from 1 to 256 directories"),
            ("[component.'/etc']\nstart = 'x'", 1, "no directory of the repository"),
            ("[languages]\nnode = 101", 2, "at most 100"),
            ("[component.'.']\nversion = 'new'", 2, "does not begin with one of"),
            ("[component.'.']\nstart = \"a\\nb\"", 2, "more than one line"),
            ("[component.'.']\nports = [0]", 2, "port 0"),
            ("[component.'.']\nbuilder = ' '", 2, "empty"),
        ] {
            let error = wrong(text);
            assert_eq!(error.line, line, "{text}: {error}");
            assert!(error.message.contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn misspelt_key_of_a_component_is_told_with_the_nearest() {
        let error = wrong("[component.'.']\nstrat = 'x'");
        assert_eq!((error.line, error.nearest.as_deref()), (2, Some("start")));
    }

    #[test]
    fn what_goes_before_replaces_single_values() {
        let file = Instructions::parse(ALL, Some("fieldmark.toml")).unwrap();
        let flag = Instructions::parse("[component.web]\nstart = 'npm start'", None).unwrap();
        let both = file.under(flag);
        let web = &both.components["web"];
        assert_eq!(web.start.as_ref().unwrap().value, "npm start");
        assert_eq!(web.builder.as_ref().unwrap().value, "words:22-ubi9");
        assert_eq!(both.exclude.len(), 2);
    }
}
