//! `.s2i/environment` and files of variables given on the command line (s2i.md 5).

#[cfg(test)]
mod tests;

use crate::Variable;
use crate::finding;
use crate::variable::{exported, is_shell_name};
use fieldmark_model::Finding;
use std::collections::BTreeSet;

/// Where the file lies in a source tree.
pub const ENVIRONMENT_PATH: &str = ".s2i/environment";

/// Where it lay in the days of the old name; read when the other is not there.
pub const OLD_ENVIRONMENT_PATH: &str = ".sti/environment";

/// Most bytes of such a file that are looked at.
pub const MOST_ENVIRONMENT_BYTES: usize = 1 << 20;

/// From this length on (in bytes, without the line break) a line ends the reading of source-to-image.
const LONGEST_LINE: usize = 64 * 1024;

/// Most findings about one file.
const MOST_FINDINGS: usize = 100;

/// The variables of a file, in its order; a repeated name stays repeated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// The variables, exactly as source-to-image reads them.
    pub variables: Vec<Variable>,
    /// Lines that do not do what they look like. `path` is that of the file.
    pub findings: Vec<Finding>,
}

impl Environment {
    /// Reads `.s2i/environment` as source-to-image does. `path` is what findings name. Never fails: what is not
    /// understood is a finding. Bytes that are not UTF-8 are replaced; upstream keeps them.
    #[must_use]
    pub fn parse(path: &str, bytes: &[u8]) -> Self {
        let mut reader = Reader::new(path);
        let cut = bytes.get(..MOST_ENVIRONMENT_BYTES).unwrap_or(bytes);
        if cut.len() < bytes.len() {
            reader.note(0, "environment.too-large", format!("only the first {MOST_ENVIRONMENT_BYTES} bytes are read"));
        }
        for (number, line) in (1..).zip(lines(cut)) {
            if line.len() >= LONGEST_LINE {
                reader.note(number, "environment.long-line", "this line is too long: it and all after it are not read");
                break;
            }
            reader.line(number, line);
        }
        Self { variables: reader.variables, findings: reader.findings }
    }

    /// Reads a file of the flag `-E`: comments begin with `#` or `//`, lines without `=` are passed over, the last of a
    /// repeated name counts. Sorted by name, for upstream has no order here.
    #[must_use]
    pub fn parse_argument_file(bytes: &[u8]) -> Vec<Variable> {
        let text = String::from_utf8_lossy(bytes.get(..MOST_ENVIRONMENT_BYTES).unwrap_or(bytes));
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#') && !line.starts_with("//"));
        let variables: std::collections::BTreeMap<String, String> =
            lines.filter_map(Variable::parse).map(|variable| (variable.name, variable.value)).collect();
        variables.into_iter().map(|(name, value)| Variable { name, value }).collect()
    }
}

/// Lines without their ends, which are LF or CR LF. An end at the end makes no further line.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

struct Reader<'p> {
    path: &'p str,
    variables: Vec<Variable>,
    findings: Vec<Finding>,
    names: BTreeSet<String>,
}

impl<'p> Reader<'p> {
    fn new(path: &'p str) -> Self {
        Self { path, variables: Vec::new(), findings: Vec::new(), names: BTreeSet::new() }
    }

    fn note(&mut self, line: u32, code: &str, note: impl Into<String>) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(finding::at(code, self.path, line, note));
        }
    }

    fn line(&mut self, number: u32, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        if matches!(text, std::borrow::Cow::Owned(_)) {
            self.note(number, "environment.not-utf8", "this line is not UTF-8");
        }
        if number == 1 && text.starts_with('\u{feff}') {
            self.note(number, "environment.byte-order-mark", "the byte order mark becomes part of the first line");
        }
        if text.starts_with('#') || text.trim().is_empty() {
            return;
        }
        let Some((name, value)) = text.split_once('=') else {
            self.note(number, "environment.no-value", "without `=` this line is passed over");
            return;
        };
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() {
            self.note(number, "environment.no-name", "without a name this line is passed over");
            return;
        }
        self.judge_name(number, name);
        self.judge_value(number, value);
        if !self.names.insert(name.to_owned()) {
            self.note(number, "environment.repeated", format!("`{name}` is given above; this value takes effect"));
        }
        self.variables.push(Variable { name: name.to_owned(), value: value.to_owned() });
    }

    fn judge_name(&mut self, number: u32, name: &str) {
        if name.starts_with('#') {
            let note = format!("a comment has `#` as its first character; this sets a variable `{name}`");
            self.note(number, "environment.comment", note);
        } else if let Some(bare) = exported(name) {
            let note = format!("this file is no shell script: `export` becomes part of the name, write `{bare}=…`");
            self.note(number, "environment.export", note);
        } else if name.contains(char::is_whitespace) {
            self.note(number, "environment.name-with-blanks", format!("the name `{name}` has blanks"));
        } else if !is_shell_name(name.trim_start_matches('\u{feff}')) {
            self.note(number, "environment.name", format!("no shell script can read a variable called `{name}`"));
        }
    }

    fn judge_value(&mut self, number: u32, value: &str) {
        let quoted = |quote: char| value.len() > 1 && value.starts_with(quote) && value.ends_with(quote);
        if quoted('"') || quoted('\'') {
            self.note(number, "environment.quotes", "the quotes become part of the value");
        }
        if has_reference(value) {
            self.note(number, "environment.reference", "`$` is not replaced by the value of a variable");
        }
        if value.ends_with('\\') {
            self.note(
                number,
                "environment.continuation",
                "a line is not continued; the `\\` becomes part of the value",
            );
        }
        if value.contains(',') && value.contains('=') {
            let note = "several variables in one line are one value; write a line for each";
            self.note(number, "environment.list", note);
        }
        if value.contains(" #") {
            self.note(number, "environment.trailing-comment", "a comment behind a value becomes part of the value");
        }
    }
}

/// Whether a shell would replace something in the value.
fn has_reference(value: &str) -> bool {
    value
        .split('$')
        .skip(1)
        .any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '{' | '(')))
}
