//! What a plugin answers.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Names of attributes that the host understands (`wit/detector.wit`, record `attribute`).
pub mod attribute {
    /// Version of the language as it was asked for, in the ecosystem's own form.
    pub const VERSION: &str = "version";
    /// The framework the application is written with.
    pub const FRAMEWORK: &str = "framework";
    /// The tool that installs dependencies.
    pub const PACKAGE_MANAGER: &str = "package-manager";
    /// The version of that tool.
    pub const PACKAGE_MANAGER_VERSION: &str = "package-manager-version";
    /// What the root is: `server`, `application`, `frontend`, `site`, `library` or `tooling`.
    pub const ROLE: &str = "role";
    /// The command that starts the application.
    pub const START: &str = "start";
    /// Who says how it starts: `builder-default`, `declared`, `override` or `unknown`.
    pub const START_ORIGIN: &str = "start-origin";
    /// Name of the program that the build makes, without a directory.
    pub const PROGRAM: &str = "program";
    /// Directory that the build fills, relative to the root: the pages of a site.
    pub const OUTPUT: &str = "output";
    /// A port the application listens on; may come more than once.
    pub const PORT: &str = "port";
    /// Another language that is spoken here; may come more than once.
    pub const ALSO: &str = "also";
    /// The tool by which a manifest that serves tools only builds assets for an application in another language: its
    /// language is spoken there, too.
    pub const ASSETS: &str = "assets";
    /// A directory or glob that belongs to this root; may come more than once.
    pub const MEMBER: &str = "member";
    /// A service that it needs, `postgresql` or `postgresql 15`; may come more than once.
    pub const SERVICE: &str = "service";
    /// The same of a service that only its development or its tests need.
    pub const DEVELOPMENT_SERVICE: &str = "development-service";
    /// A service whose clients the declared one serves; may come more than once.
    pub const STANDS_FOR: &str = "stands-for";
    /// A directory, relative to the candidate root, that is built by itself; may come more than once.
    pub const CONTEXT: &str = "context";
    /// Path of a container file; its place is the file. With it the following are understood of the same verdict.
    pub const CONTAINER_FILE: &str = "container-file";
    /// What the last `FROM` of the container file is followed by, as it is written.
    pub const BASE: &str = "base";
    /// The image that the last stage is built on, variables replaced and names of stages followed.
    pub const BASE_IMAGE: &str = "base-image";
    /// How many build stages the container file has.
    pub const STAGES: &str = "stages";
    /// Name of a build stage; may come more than once.
    pub const STAGE: &str = "stage";
    /// A UDP port that the image exposes; may come more than once. TCP ports are [`PORT`].
    pub const UDP_PORT: &str = "udp-port";
    /// A port that the repository names and the builder does not listen on; may come more than once.
    pub const DECLARED_PORT: &str = "declared-port";
    /// A port that the image's environment tells the application to listen on; may come more than once.
    pub const ENVIRONMENT_PORT: &str = "environment-port";
    /// A port as `oc new-app` reads the last stage, `8080/tcp`; may come more than once. Left out when it reads the same
    /// as [`PORT`] and [`UDP_PORT`] say; [`NONE`] when it reads no port.
    pub const PORT_OF_LAST_STAGE: &str = "port-of-last-stage";
    /// Who containers of the image run as.
    pub const USER: &str = "user";
    /// A path of the image that is a volume; may come more than once.
    pub const VOLUME: &str = "volume";
    /// Path of a pipeline definition; its place is the file. With it the following are understood of the same verdict.
    pub const PIPELINE_FILE: &str = "pipeline-file";
    /// Style of the pipeline definition: `declarative` or `scripted`.
    pub const PIPELINE_KIND: &str = "pipeline-kind";
    /// Where the pipeline asks to be run; may come more than once.
    pub const AGENT: &str = "agent";
    /// An image that steps of the pipeline run in; may come more than once.
    pub const AGENT_IMAGE: &str = "agent-image";
    /// A tool that the pipeline asks the server for, `maven M3`; may come more than once.
    pub const TOOL: &str = "tool";
    /// Value that stands for an empty list.
    pub const NONE: &str = "none";

    /// All names.
    pub const ALL: [&str; 33] = [
        VERSION,
        FRAMEWORK,
        PACKAGE_MANAGER,
        PACKAGE_MANAGER_VERSION,
        ROLE,
        START,
        START_ORIGIN,
        PROGRAM,
        OUTPUT,
        PORT,
        ALSO,
        ASSETS,
        MEMBER,
        SERVICE,
        DEVELOPMENT_SERVICE,
        STANDS_FOR,
        CONTEXT,
        CONTAINER_FILE,
        BASE,
        BASE_IMAGE,
        STAGES,
        STAGE,
        UDP_PORT,
        DECLARED_PORT,
        ENVIRONMENT_PORT,
        PORT_OF_LAST_STAGE,
        USER,
        VOLUME,
        PIPELINE_FILE,
        PIPELINE_KIND,
        AGENT,
        AGENT_IMAGE,
        TOOL,
    ];
}

/// What a root can be: the values of [`attribute::ROLE`].
pub const ROLES: [&str; 6] = ["server", "application", "frontend", "site", "library", "tooling"];

/// One reason for a score, or (in `warnings`) a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Stable name, `area.kebab-case`.
    pub code: String,
    /// What it adds to the score.
    pub points: i32,
    /// Index into the paths of the snapshot.
    pub path: Option<u32>,
    /// Line, counted from 1.
    pub line: Option<u32>,
    /// One line for people.
    pub note: String,
}

/// One fact with the place it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// One of [`attribute`], or a name of the plugin's own.
    pub name: String,
    /// The value.
    pub value: String,
    /// Index into the paths of the snapshot.
    pub path: Option<u32>,
    /// Line, counted from 1.
    pub line: Option<u32>,
}

/// A script that replaces one of the builder's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    /// `assemble`, `run` or `save-artifacts`.
    pub name: String,
    /// The whole text.
    pub body: String,
    /// Why the builder's own is not enough.
    pub why: String,
}

/// What a plugin makes of one candidate root.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// 0 (not mine) to 100.
    pub score: u32,
    /// Canonical name of the language.
    pub language: String,
    /// Facts.
    pub attributes: Vec<Attribute>,
    /// Name of the image stream that builds it.
    pub builder: Option<String>,
    /// Which versions of the builder will do, in the form of [`crate::VersionRange`].
    pub builder_version: Option<String>,
    /// Scripts that replace the builder's own.
    pub scripts: Vec<Script>,
    /// Reasons; their points make up the score.
    pub evidence: Vec<Evidence>,
    /// Findings that people should see.
    pub warnings: Vec<Evidence>,
}

/// The plugin could not come to a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Stable name.
    pub code: String,
    /// One line.
    pub detail: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// A verdict that breaks the contract.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{field}`: {problem}")]
pub struct VerdictError {
    /// The field at fault.
    pub field: &'static str,
    /// What is wrong with it.
    pub problem: String,
}

impl VerdictError {
    /// The field at fault when it is all of them together.
    pub const WHOLE: &str = "verdict";

    /// Whether the verdict as a whole has too much text.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        self.field == Self::WHOLE
    }
}

/// Longest one-line text (code, note, name, value), in bytes.
const MAX_LINE: usize = 4 * 1024;
/// Most entries of one list.
const MAX_ENTRIES: usize = 512;
/// Script names a build system knows.
const SCRIPTS: [&str; 3] = ["assemble", "run", "save-artifacts"];

impl Verdict {
    /// First value of an attribute.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// All values of a repeatable attribute.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Attribute> {
        self.attributes.iter().filter(move |attribute| attribute.name == name)
    }

    /// Bytes of all text.
    #[must_use]
    pub fn text_bytes(&self) -> u64 {
        let evidence = self.evidence.iter().chain(&self.warnings).map(|e| e.code.len() + e.note.len());
        let attributes = self.attributes.iter().map(|a| a.name.len() + a.value.len());
        let scripts = self.scripts.iter().map(|s| s.name.len() + s.body.len() + s.why.len());
        let head = [Some(&self.language), self.builder.as_ref(), self.builder_version.as_ref()];
        let total: usize =
            evidence.chain(attributes).chain(scripts).chain(head.iter().flatten().map(|t| t.len())).sum();
        total as u64
    }

    /// Checks what the contract promises of a verdict over a snapshot of `paths` paths.
    ///
    /// # Errors
    /// Names the first field that breaks it. A verdict that passes can be printed as it is: every text but a
    /// script's body is one line without control characters.
    pub fn check(&self, paths: usize) -> Result<(), VerdictError> {
        let wrong = |field, problem: String| Err(VerdictError { field, problem });
        let sum: i64 = self.evidence.iter().map(|evidence| i64::from(evidence.points)).sum();
        let explained = sum.clamp(0, 100);
        if i64::from(self.score) != explained {
            return wrong("score", format!("{} is not the sum of the evidence, which is {explained}", self.score));
        }
        check_word("language", &self.language, self.score == 0)?;
        if let Some(builder) = &self.builder {
            check_word("builder", builder, false)?;
        }
        if let Some(range) = &self.builder_version {
            check_line("builder-version", range)?;
        }
        for (field, length) in [
            ("evidence", self.evidence.len()),
            ("warnings", self.warnings.len()),
            ("attributes", self.attributes.len()),
            ("scripts", self.scripts.len()),
        ] {
            if length > MAX_ENTRIES {
                return wrong(field, format!("{length} entries are more than the {MAX_ENTRIES} allowed"));
            }
        }
        for (field, list) in [("evidence", &self.evidence), ("warnings", &self.warnings)] {
            for entry in list {
                check_line(field, &entry.code)?;
                check_line(field, &entry.note)?;
                check_place(field, entry.path, entry.line, paths)?;
            }
        }
        for attribute in &self.attributes {
            check_line("attributes", &attribute.name)?;
            check_line("attributes", &attribute.value)?;
            check_place("attributes", attribute.path, attribute.line, paths)?;
        }
        self.check_scripts()
    }

    fn check_scripts(&self) -> Result<(), VerdictError> {
        let wrong = |problem: String| Err(VerdictError { field: "scripts", problem });
        for (index, script) in self.scripts.iter().enumerate() {
            if !SCRIPTS.contains(&script.name.as_str()) {
                return wrong(format!("`{}` is not one of {}", shown(&script.name), SCRIPTS.join(", ")));
            }
            if self.scripts[..index].iter().any(|earlier| earlier.name == script.name) {
                return wrong(format!("`{}` stands there twice", script.name));
            }
            if !script.body.starts_with("#!") {
                return wrong(format!("the text of `{}` does not begin with #!", script.name));
            }
            if let Some(c) = script.body.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
                return wrong(format!("the text of `{}` contains the control character {c:?}", script.name));
            }
            check_line("scripts", &script.why)?;
        }
        Ok(())
    }
}

/// A name: one word of letters, digits and a few signs.
fn check_word(field: &'static str, text: &str, may_be_empty: bool) -> Result<(), VerdictError> {
    let fits = text.len() <= 64 && text.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_.+#".contains(&c));
    if fits && (may_be_empty || !text.is_empty()) {
        return Ok(());
    }
    Err(VerdictError { field, problem: format!("`{}` is not a name", shown(text)) })
}

/// One printable line.
fn check_line(field: &'static str, text: &str) -> Result<(), VerdictError> {
    let problem = if text.len() > MAX_LINE {
        format!("a text of {} bytes is longer than {MAX_LINE}", text.len())
    } else if let Some(c) = text.chars().find(|c| !is_printable(*c)) {
        format!("`{}` contains the control character {c:?}", shown(text))
    } else {
        return Ok(());
    };
    Err(VerdictError { field, problem })
}

/// Whether a character may stand in a line for people: no control character, no end of a line, and none that changes the
/// direction of text and can make a line read as something else.
#[must_use]
pub fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn check_place(field: &'static str, path: Option<u32>, line: Option<u32>, paths: usize) -> Result<(), VerdictError> {
    let problem = match (path, line) {
        (Some(path), _) if path as usize >= paths => format!("path {path} is not one of the {paths} paths"),
        (None, Some(line)) => format!("line {line} stands there without a path"),
        (_, Some(0)) => "lines are counted from 1".to_owned(),
        _ => return Ok(()),
    };
    Err(VerdictError { field, problem })
}

/// The beginning of an untrusted text, fit to be shown in a message.
fn shown(text: &str) -> String {
    text.chars().take(60).flat_map(char::escape_debug).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(points: &[i32], score: u32) -> Verdict {
        let evidence = points
            .iter()
            .map(|points| Evidence { code: "a.b".into(), points: *points, path: None, line: None, note: "n".into() })
            .collect();
        Verdict { score, language: "go".into(), evidence, ..Verdict::default() }
    }

    #[test]
    fn score_must_be_the_clamped_sum_of_the_evidence() {
        assert!(verdict(&[40, 30], 70).check(0).is_ok());
        assert!(verdict(&[80, 60], 100).check(0).is_ok());
        assert!(verdict(&[10, -60], 0).check(0).is_ok());
        assert!(verdict(&[i32::MAX, i32::MAX], 100).check(0).is_ok());
        assert_eq!(verdict(&[40], 41).check(0).unwrap_err().field, "score");
        assert_eq!(verdict(&[], u32::MAX).check(0).unwrap_err().field, "score");
    }

    /// Breaks one thing about a good verdict and names the field that must be blamed.
    fn broken(field: &str, change: impl FnOnce(&mut Verdict)) {
        let mut bad = verdict(&[50], 50);
        change(&mut bad);
        assert_eq!(bad.check(3).unwrap_err().field, field);
    }

    #[test]
    fn each_broken_promise_is_named() {
        broken("language", |v| v.language = String::new());
        broken("language", |v| v.language = "a b".into());
        broken("builder", |v| v.builder = Some("words\n".into()));
        broken("builder-version", |v| v.builder_version = Some("\u{1b}[2J".into()));
        broken("builder-version", |v| v.builder_version = Some(">=3,\n<4".into()));
        broken("evidence", |v| v.evidence[0].path = Some(3));
        broken("evidence", |v| v.evidence[0].line = Some(1));
        broken("evidence", |v| v.evidence[0].note = "\u{1b}[31m".into());
        broken("evidence", |v| v.evidence[0].note = "a\u{202e}b".into());
        broken("evidence", |v| v.evidence[0].note = "a\u{61c}b\u{2028}c".into());
        broken("evidence", |v| v.evidence[0].note = "x".repeat(5000));
        broken("attributes", |v| {
            v.attributes.push(Attribute { name: "port".into(), value: "80".into(), path: Some(0), line: Some(0) });
        });
        broken("warnings", |v| v.warnings = vec![v.evidence[0].clone(); 513]);
    }

    #[test]
    fn scripts_must_be_known_single_and_plain_text() {
        let script = |name: &str, body: &str| Script { name: name.into(), body: body.into(), why: "w".into() };
        broken("scripts", |v| v.scripts = vec![script("deploy", "#!/bin/sh\n")]);
        broken("scripts", |v| v.scripts = vec![script("run", "exec x\n")]);
        broken("scripts", |v| v.scripts = vec![script("run", "#!/bin/sh\n\u{7}")]);
        broken("scripts", |v| v.scripts = vec![script("run", "#!/bin/sh\n"), script("run", "#!/bin/sh\n")]);
        let mut good = verdict(&[50], 50);
        good.scripts = vec![script("run", "#!/bin/sh\n\texec x\n")];
        assert!(good.check(0).is_ok());
    }
}
