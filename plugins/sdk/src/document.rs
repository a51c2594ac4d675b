//! JSON, TOML and YAML as one kind of tree in which every value knows its line.

use crate::Place;
use jsonc_parser::{CollectOptions, ParseOptions, ast, common::Ranged, parse_to_ast};
use toml::de::{DeTable, DeValue};

/// A parsed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    root: Node,
}

/// A value with the place it stands at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub at: Place,
}

/// What a value can be. Numbers, booleans and dates keep the text they were written as: plugins compare versions, not
/// floats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`
    Null,
    /// A number, boolean or date as it was written.
    Plain(String),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A table, in the order of the file.
    Table(Vec<Entry>),
}

/// A key of a table with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub at: Place,
    /// The value.
    pub node: Node,
}

impl Document {
    pub(crate) const fn new(root: Node) -> Self {
        Self { root }
    }

    /// A text that is no file of the repository, read as JSON: what a setting holds, say. Its places name no file.
    ///
    /// # Errors
    /// It is no JSON: what is wrong, in one line.
    pub fn from_json(text: &str) -> Result<Self, String> {
        parse_json(text, u32::MAX).map_err(|(_, problem)| problem)
    }

    /// The outermost value.
    #[must_use]
    pub const fn root(&self) -> &Node {
        &self.root
    }

    /// The value at a path of keys.
    #[must_use]
    pub fn get(&self, path: &[&str]) -> Option<&Node> {
        self.root.get(path)
    }

    /// The string at a path of keys.
    #[must_use]
    pub fn text(&self, path: &[&str]) -> Option<(&str, Place)> {
        self.get(path)?.text_with_place()
    }

    /// The entry (key and value) at a path of keys: its place is the line of the key.
    #[must_use]
    pub fn entry(&self, path: &[&str]) -> Option<&Entry> {
        let (last, tables) = path.split_last()?;
        self.get(tables)?.entries().iter().find(|entry| entry.key == *last)
    }

    /// The entries of the table at a path of keys; none if there is no table.
    #[must_use]
    pub fn entries(&self, path: &[&str]) -> &[Entry] {
        self.get(path).map_or(&[], Node::entries)
    }
}

impl Node {
    /// The value below this one at a path of keys.
    #[must_use]
    pub fn get(&self, path: &[&str]) -> Option<&Self> {
        path.iter()
            .try_fold(self, |node, key| node.entries().iter().find(|entry| entry.key == *key).map(|entry| &entry.node))
    }

    /// The string this value is.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The string, or number as it was written.
    #[must_use]
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Plain(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is the boolean `true`.
    #[must_use]
    pub fn is_true(&self) -> bool {
        matches!(&self.value, Value::Plain(text) if text == "true")
    }

    /// The entries of the table this value is; none for anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The items of the list this value is; none for anything else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    fn text_with_place(&self) -> Option<(&str, Place)> {
        self.text().map(|text| (text, self.at))
    }
}

/// Turns byte offsets into places of one file.
struct Lines {
    path: u32,
    starts: Vec<usize>,
}

impl Lines {
    fn new(text: &str, path: u32) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { path, starts }
    }

    fn number(&self, offset: usize) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }

    fn at(&self, offset: usize) -> Place {
        Place { path: Some(self.path), line: Some(self.number(offset)) }
    }
}

/// Parses JSON with comments.
pub(crate) fn parse_json(text: &str, path: u32) -> Result<Document, (u32, String)> {
    let lines = Lines::new(text, path);
    let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default())
        .map_err(|error| (lines.number(error.range().start), error.kind().to_string()))?;
    match parsed.value {
        Some(value) => Ok(Document { root: from_json(&value, &lines) }),
        None => Err((0, "it is empty".to_owned())),
    }
}

fn from_json(value: &ast::Value<'_>, lines: &Lines) -> Node {
    let at = lines.at(value.range().start);
    let value = match value {
        ast::Value::StringLit(text) => Value::Text(text.value.to_string()),
        ast::Value::NumberLit(number) => Value::Plain(number.value.to_owned()),
        ast::Value::BooleanLit(boolean) => Value::Plain(boolean.value.to_string()),
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::Array(array) => Value::List(array.elements.iter().map(|item| from_json(item, lines)).collect()),
        ast::Value::Object(object) => Value::Table(
            object
                .properties
                .iter()
                .map(|property| Entry {
                    key: property.name.as_str().to_owned(),
                    at: lines.at(property.range.start),
                    node: from_json(&property.value, lines),
                })
                .collect(),
        ),
    };
    Node { value, at }
}

/// Parses TOML.
pub(crate) fn parse_toml(text: &str, path: u32) -> Result<Document, (u32, String)> {
    let lines = Lines::new(text, path);
    let table = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(0, |span| lines.number(span.start));
        (line, error.message().lines().next().unwrap_or_default().to_owned())
    })?;
    let at = lines.at(table.span().start);
    Ok(Document { root: Node { value: from_table(table.get_ref(), &lines), at } })
}

fn from_table(table: &DeTable<'_>, lines: &Lines) -> Value {
    let mut entries: Vec<(usize, Entry)> = table
        .iter()
        .map(|(key, value)| {
            let start = key.span().start;
            (start, Entry { key: key.get_ref().to_string(), at: lines.at(start), node: from_toml(value, lines) })
        })
        .collect();
    entries.sort_by_key(|(start, _)| *start);
    Value::Table(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn from_toml(value: &toml::Spanned<DeValue<'_>>, lines: &Lines) -> Node {
    let at = lines.at(value.span().start);
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => Value::Plain(number.as_str().to_owned()),
        DeValue::Float(number) => Value::Plain(number.as_str().to_owned()),
        DeValue::Boolean(boolean) => Value::Plain(boolean.to_string()),
        DeValue::Datetime(date) => Value::Plain(date.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| from_toml(item, lines)).collect()),
        DeValue::Table(table) => from_table(table, lines),
    };
    Node { value, at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn json_values_know_their_lines() {
        let text = "{\n  // why\n  \"engines\": {\n    \"node\": \">=20\"\n  },\n  \"n\": 1.50,\n}";
        let document = parse_json(text, 7).unwrap();
        assert_eq!(document.text(&["engines", "node"]), Some((">=20", Place { path: Some(7), line: Some(4) })));
        assert_eq!(document.entry(&["engines"]).unwrap().at.line, Some(3));
        assert_eq!(document.get(&["n"]).unwrap().scalar(), Some("1.50"));
        assert_eq!(document.get(&["engines", "npm"]), None);
    }

    #[test]
    fn toml_tables_keep_the_order_of_the_file() {
        let text = "[project]\nname = 'x'\nrequires-python = \">=3.9\"\n[build]\nz = [1, 2]\na = true\n";
        let document = parse_toml(text, 0).unwrap();
        assert_eq!(document.text(&["project", "requires-python"]).unwrap().1.line, Some(3));
        let keys: Vec<_> = document.entries(&["build"]).iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["z", "a"]);
        assert_eq!(document.get(&["build", "z"]).unwrap().items().len(), 2);
        assert!(document.get(&["build", "a"]).unwrap().is_true());
    }

    #[test]
    fn faults_name_their_line() {
        assert_eq!(parse_json("{\n\n  \"a\": ,\n}", 0).unwrap_err().0, 3);
        assert_eq!(parse_toml("a = 1\nb = \n", 0).unwrap_err().0, 2);
        assert!(parse_json("", 0).is_err());
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_crash() {
        let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
        assert!(parse_json(&deep("[", "]"), 0).is_err());
        assert!(parse_json(&deep("{\"a\":", "}"), 0).is_err());
        assert!(parse_toml(&format!("a = {}", deep("[", "]")), 0).is_err());
        assert!(parse_toml(&format!("a = {}", deep("{a=", "}")), 0).is_err());
        assert!(parse_toml(&format!("{} = 1", vec!["a"; 100_000].join(".")), 0).is_err());
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in ".{0,200}") {
            let _ = parse_json(&text, 0);
            let _ = parse_toml(&text, 0);
        }
    }
}
