//! YAML as a [`Document`]: the first document of a file.
//!
//! The parser hands over events, so that what a file can make of itself is bounded here: aliases are copies, and copies
//! count.

use crate::Place;
use crate::document::{Document, Entry, Node, Value};
use granit_parser::{Event, Options, Parser, ScalarStyle};
use std::collections::BTreeMap;

/// Most values of one document, copies by aliases included.
const MAX_NODES: usize = 20_000;

/// How many lists and tables may stand inside each other.
const MAX_DEPTH: usize = 64;

/// A list or a table that is not closed yet.
struct Open {
    /// Number by which aliases refer to it; 0 when none does.
    anchor: usize,
    at: Place,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    /// Entries so far, and a key that waits for its value.
    Table(Vec<Entry>, Option<(String, Place)>),
}

/// What was read so far.
#[derive(Default)]
struct Tree {
    open: Vec<Open>,
    /// Values that aliases can refer to, each with how many values it holds and how deep it is.
    anchors: BTreeMap<usize, (Node, usize, usize)>,
    nodes: usize,
    root: Option<Node>,
}

/// Parses YAML.
pub(crate) fn parse_yaml(text: &str, path: u32) -> Result<Document, (u32, String)> {
    let mut options = Options::default();
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let mut tree = Tree::default();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| (line(error.marker().line()), error.to_string()))?;
        let at = Place { path: Some(path), line: Some(line(span.start.line())) };
        let is_end = matches!(event, Event::DocumentEnd) && tree.root.is_some();
        tree.take(event, at).map_err(|problem| (at.line.unwrap_or_default(), problem.to_owned()))?;
        if is_end {
            break;
        }
    }
    tree.root.map(Document::new).ok_or_else(|| (0, "it is empty".to_owned()))
}

fn line(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Tree {
    fn take(&mut self, event: Event<'_>, at: Place) -> Result<(), &'static str> {
        match event {
            Event::Scalar(text, style, anchor, _) => self.close(scalar(&text, style, at), anchor),
            Event::SequenceStart(_, anchor, _) => self.start(Content::List(Vec::new()), anchor, at),
            Event::MappingStart(_, anchor, _) => self.start(Content::Table(Vec::new(), None), anchor, at),
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(Open { anchor, at, content }) = self.open.pop() else { return Ok(()) };
                let value = match content {
                    Content::List(items) => Value::List(items),
                    Content::Table(entries, _) => Value::Table(merged(entries)),
                };
                self.close(Node { value, at }, anchor)
            }
            Event::Alias(anchor) => {
                // One inside of itself is not closed yet.
                let Some((node, nodes, depth)) = self.anchors.get(&anchor) else { return Err("an alias of nothing") };
                if self.open.len() + depth > MAX_DEPTH {
                    return Err("its values are nested too deeply");
                }
                self.nodes += nodes;
                let node = if self.nodes > MAX_NODES { return Err("it has too many values") } else { node.clone() };
                self.close(node, 0)
            }
            _ => Ok(()),
        }
    }

    fn start(&mut self, content: Content, anchor: usize, at: Place) -> Result<(), &'static str> {
        if self.open.len() >= MAX_DEPTH {
            return Err("its values are nested too deeply");
        }
        self.open.push(Open { anchor, at, content });
        Ok(())
    }

    /// Puts a finished value where it belongs.
    fn close(&mut self, node: Node, anchor: usize) -> Result<(), &'static str> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err("it has too many values");
        }
        if anchor != 0 {
            let (nodes, depth) = size(&node);
            self.nodes += nodes;
            self.anchors.insert(anchor, (node.clone(), nodes, depth));
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = self.root.take().or(Some(node)),
            Some(Content::List(items)) => items.push(node),
            Some(Content::Table(entries, key)) => match key.take() {
                Some((key, at)) => entries.push(Entry { key, at, node }),
                // A list or table as a key is none that anybody looks for.
                None => *key = Some((node.scalar().unwrap_or_default().to_owned(), node.at)),
            },
        }
        Ok(())
    }
}

/// How many values a value holds, itself included, and how deep they are.
fn size(node: &Node) -> (usize, usize) {
    let inner = node.items().iter().chain(node.entries().iter().map(|entry| &entry.node)).map(size);
    let (nodes, depth) = inner.fold((0, 0), |(nodes, depth), (n, d)| (nodes + n, depth.max(d)));
    (nodes + 1, depth + 1)
}

/// A table with what `<<` takes over from others behind its own entries: the first entry of a key counts.
fn merged(entries: Vec<Entry>) -> Vec<Entry> {
    let (merges, mut own): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| entry.key == "<<");
    for merge in merges {
        match merge.node.value {
            Value::Table(entries) => own.extend(entries),
            Value::List(items) => own.extend(items.iter().flat_map(|item| item.entries().iter().cloned())),
            _ => {}
        }
    }
    own
}

fn scalar(text: &str, style: ScalarStyle, at: Place) -> Node {
    let plain = style == ScalarStyle::Plain;
    let value = match text {
        "" | "~" | "null" | "Null" | "NULL" if plain => Value::Null,
        "true" | "false" if plain => Value::Plain(text.to_owned()),
        _ if plain && text.parse::<f64>().is_ok() => Value::Plain(text.to_owned()),
        _ => Value::Text(text.to_owned()),
    };
    Node { value, at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(text: &str) -> Document {
        parse_yaml(text, 7).unwrap()
    }

    #[test]
    fn values_know_their_lines() {
        let document = parsed("# why\nservices:\n  web:\n    ports: [\"80:8080\", 90]\n    on: true\n    v: 3.10\n");
        let ports = document.get(&["services", "web", "ports"]).unwrap();
        let scalars: Vec<_> = ports.items().iter().filter_map(Node::scalar).collect();
        assert_eq!((scalars, ports.at.line), (vec!["80:8080", "90"], Some(4)));
        assert!(document.get(&["services", "web", "on"]).unwrap().is_true());
        assert_eq!(document.get(&["services", "web", "v"]).unwrap().scalar(), Some("3.10"));
        assert_eq!(document.entry(&["services", "web"]).unwrap().at, Place { path: Some(7), line: Some(3) });
    }

    #[test]
    fn blocks_quotes_and_nothing_are_read() {
        let document = parsed("a: |\n  x\n  y\nb: >-\n  x\n  y\nc: 'it''s'\nd: ~\ne:\nf: \"80\"\n");
        let text = |key: &str| document.get(&[key]).and_then(Node::text);
        assert_eq!(
            (text("a"), text("b"), text("c"), text("f")),
            (Some("x\ny\n"), Some("x y"), Some("it's"), Some("80"))
        );
        assert_eq!(document.get(&["d"]).unwrap().value, Value::Null);
        assert_eq!(document.get(&["e"]).unwrap().value, Value::Null);
    }

    #[test]
    fn aliases_are_copies_and_own_entries_go_before_merged_ones() {
        let document = parsed("x: &x\n  image: a\n  port: 1\ny:\n  <<: *x\n  port: 2\nz: *x\n");
        let scalar = |path: &[&str]| document.get(path).and_then(Node::scalar);
        assert_eq!(
            (scalar(&["y", "port"]), scalar(&["y", "image"]), scalar(&["z", "port"])),
            (Some("2"), Some("a"), Some("1"))
        );
    }

    #[test]
    fn only_the_first_document_counts() {
        assert_eq!(parsed("---\na: 1\n---\na: 2\n").get(&["a"]).unwrap().scalar(), Some("1"));
    }

    #[test]
    fn aliases_that_stand_for_too_many_values_are_an_error() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..40 {
            let inner = vec![format!("*a{}", n - 1); 10].join(", ");
            text.push_str(&format!("a{n}: &a{n} [{inner}]\n"));
        }
        assert!(parse_yaml(&text, 0).unwrap_err().1.contains("too many"));
    }

    #[test]
    fn deep_nesting_and_faults_are_errors_with_a_line() {
        assert!(parse_yaml(&"[".repeat(100_000), 0).is_err());
        assert!(parse_yaml(&(0..2000).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>(), 0).is_err());
        let chain: String = (1..100).map(|n| format!("a{n}: &a{n} [*a{}]\n", n - 1)).collect();
        assert!(parse_yaml(&format!("a0: &a0 []\n{chain}"), 0).is_err());
        assert_eq!(parse_yaml("a: 1\nb: [\nc: }\n", 0).unwrap_err().0, 2);
        assert!(parse_yaml("a: *b\n", 0).is_err());
        assert!(parse_yaml("", 0).is_err());
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "[ -~\n]{0,200}|([ab]: ?|- |&a |\\*a|\\[|\\]|\\{|\\}|, |\n|  |[|>]-?|'|\"|<<: ?){0,60}") {
            let _ = parse_yaml(&text, 0);
        }
    }
}
