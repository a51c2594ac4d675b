//! Variables: assignments of the command line and files with them (new-app.md 2.1).

use crate::{Note, Refusal, VariableFile};
use fieldmark_objects::EnvironmentVariable;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Variables in the order of their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Variables(BTreeMap<String, String>);

impl Variables {
    /// Brings assignments and files together. What the command line says goes before files, and of several files the
    /// first that names a variable counts. A name that the command line sets twice keeps its first value for `oc`
    /// (recorded), whose warning says the opposite, and its last one otherwise.
    pub(crate) fn collect<'t>(
        assignments: impl IntoIterator<Item = &'t String>,
        files: &[VariableFile],
        first_wins: bool,
        notes: &mut Vec<Note>,
    ) -> Result<Self, Refusal> {
        let mut variables = BTreeMap::new();
        for assignment in assignments {
            let (name, value) = split(assignment)?;
            if let Some(before) = variables.get(name) {
                notes.push(Note::VariableTwice { name: name.to_owned() });
                if first_wins {
                    let kept: &String = before;
                    variables.insert(name.to_owned(), kept.clone());
                    continue;
                }
            }
            variables.insert(name.to_owned(), value.to_owned());
        }
        for file in files {
            for (name, value) in parse(file)? {
                match variables.entry(name) {
                    Entry::Occupied(entry) => {
                        let name = entry.key().clone();
                        notes.push(Note::VariableOfFileUnused { name, file: file.name.clone() });
                    }
                    Entry::Vacant(entry) => {
                        entry.insert(value);
                    }
                }
            }
        }
        Ok(Self(variables))
    }

    /// The variables as objects hold them, sorted by name; one with an empty value is kept (recorded).
    pub(crate) fn to_objects(&self) -> Vec<EnvironmentVariable> {
        self.0.iter().map(|(name, value)| variable(name, value)).collect()
    }
}

/// A variable as objects hold it.
pub(crate) fn variable(name: &str, value: &str) -> EnvironmentVariable {
    EnvironmentVariable { name: name.to_owned(), value: value.to_owned(), ..EnvironmentVariable::default() }
}

/// `NAME=value`.
pub(crate) fn split(assignment: &str) -> Result<(&str, &str), Refusal> {
    let refuse = |problem| Refusal::Variable { assignment: assignment.to_owned(), problem };
    let (name, value) = assignment.split_once('=').ok_or_else(|| refuse("it has no `=`"))?;
    if is_name(name) { Ok((name, value)) } else { Err(refuse("it has no name that a variable may have")) }
}

/// Letters, digits, `_`, `-` and `.`, no digit first.
fn is_name(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    !name.is_empty() && name.chars().all(is_part) && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// The variables of a file; of a name that comes twice the last value.
fn parse(file: &VariableFile) -> Result<BTreeMap<String, String>, Refusal> {
    let mut variables = BTreeMap::new();
    for (at, line) in file.text.lines().enumerate() {
        let refuse = |problem| Refusal::VariableFile { file: file.name.clone(), line: at + 1, problem };
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line = without_comment(line);
        // Without a look at what follows: `exportX=1` sets `X` as well.
        let line = line.strip_prefix("export").unwrap_or(line);
        let separator = line.find(['=', ':']).ok_or_else(|| refuse("no `=` or `:` parts a name from a value"))?;
        let (name, value) = (line[..separator].trim(), line[separator + 1..].trim());
        if !is_name(name) {
            return Err(refuse("there is no name that a variable may have"));
        }
        variables.insert(name.to_owned(), unquoted(value));
    }
    Ok(variables)
}

/// The line up to the first `#` that is in no quotes.
fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') => return line[..at].trim_end(),
            _ => {}
        }
    }
    line
}

/// A value without the quotes around it. Inside of them `\n` and `\r` are line ends, and any other `\x` is `x`.
fn unquoted(value: &str) -> String {
    let inner = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    let Some(inner) = inner else { return value.to_owned() };
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some(other) => out.push(other),
                None => {}
            },
            (c, false) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> VariableFile {
        VariableFile { name: "vars".into(), text: text.into() }
    }

    fn collected(assignments: &[&str], files: &[VariableFile], first_wins: bool) -> (Vec<(String, String)>, Vec<Note>) {
        let mut notes = Vec::new();
        let assignments: Vec<String> = assignments.iter().map(|text| (*text).to_owned()).collect();
        let variables = Variables::collect(&assignments, files, first_wins, &mut notes).unwrap();
        (variables.0.into_iter().collect(), notes)
    }

    #[test]
    fn lines_of_files_are_read_as_recorded() {
        // new-app.md 2.1: text, name, value.
        let cases = [
            ("PLAIN=1", "PLAIN", "1"),
            ("COLON: three", "COLON", "three"),
            ("A:B=C", "A", "B=C"),
            ("export EXP=2", "EXP", "2"),
            ("exportX=1", "X", "1"),
            ("# c\n\nA=b#c", "A", "b"),
            ("A='b#c'", "A", "b#c"),
            ("QUOTED=\"a b\"", "QUOTED", "a b"),
            ("A=\"x\\ny\\q\"", "A", "x\nyq"),
            ("A=\\n", "A", "\\n"),
            ("A=  b  ", "A", "b"),
            ("A=1\nA=2", "A", "2"),
            ("C=", "C", ""),
        ];
        for (text, name, value) in cases {
            let (variables, _) = collected(&[], &[file(text)], true);
            assert_eq!(variables, [(name.to_owned(), value.to_owned())], "{text}");
        }
    }

    #[test]
    fn bad_lines_and_names_are_refused() {
        for text in ["justaword", "9A=1", "=x", "a b=1"] {
            let refused = Variables::collect([], &[file(text)], true, &mut Vec::new()).unwrap_err();
            assert_eq!(refused.code(), "new-app.variable-file", "{text}");
        }
        for assignment in ["9A=1", "=x", "word"] {
            let refused = Variables::collect([&assignment.to_owned()], &[], true, &mut Vec::new()).unwrap_err();
            assert_eq!(refused.code(), "new-app.variable", "{assignment}");
        }
    }

    #[test]
    fn who_wins_is_as_recorded_or_better() {
        let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
            list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        assert_eq!(collected(&["A=1", "A=2"], &[], true).0, pairs(&[("A", "1")]));
        assert_eq!(collected(&["A=1", "A=2"], &[], false).0, pairs(&[("A", "2")]));
        let (variables, notes) = collected(&["A=1"], &[file("A=2\nB=3"), file("B=4")], true);
        assert_eq!(variables, pairs(&[("A", "1"), ("B", "3")]));
        assert_eq!(notes.len(), 2, "{notes:?}");
        assert_eq!(collected(&["B=2", "A=1"], &[], true).0, pairs(&[("A", "1"), ("B", "2")]), "sorted");
    }
}
