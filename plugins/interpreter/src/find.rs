//! Values in files: at a key, by a pattern, or the first line.

use crate::description::Rule;
use fieldmark_sdk::pattern::{Regex, compile};
use fieldmark_sdk::{File, Node, Place};

/// Most bytes of a file that patterns are tried on: matching takes time for every byte.
const MAX_TEXT: usize = 128 * 1024;

/// A text with the place it stands at.
pub type Found = (String, Place);

/// Whether a pattern matches somewhere in a file.
pub fn contains(file: &File<'_>, pattern: &str) -> bool {
    compile(pattern).is_some_and(|pattern| pattern.is_match(beginning(file)))
}

/// The one value that a rule finds in a file: at its key, for its pattern, or else the first line that is no comment.
pub fn value(file: &File<'_>, rule: Rule<'_>) -> Option<Found> {
    let pattern = rule.text("pattern");
    if let Some(key) = rule.text("key") {
        let node = node(file, key)?;
        let text = node.scalar()?;
        let text = pattern.map_or(Some(text), |pattern| captured(&compile(pattern)?, text))?;
        return Some((text.to_owned(), node.at));
    }
    if let Some(pattern) = pattern {
        return matches(file, pattern, 1).pop();
    }
    let line = file.lines().find(|line| !line.code().is_empty())?;
    Some((line.code().to_owned(), line.at))
}

/// All values that a rule finds in a file: the keys of a table, the texts of a list, every match of a pattern.
pub fn values(file: &File<'_>, rule: Rule<'_>) -> Vec<Found> {
    /// More than any real manifest lists.
    const MOST: usize = 2048;
    let Some(key) = rule.text("key") else {
        return rule.text("pattern").map_or_else(Vec::new, |pattern| matches(file, pattern, MOST));
    };
    let Some(node) = node(file, key) else { return Vec::new() };
    let keys = node.entries().iter().map(|entry| (entry.key.as_str(), entry.at));
    let texts = node.items().iter().filter_map(|item| Some((item.text()?, item.at)));
    let own = node.scalar().map(|text| (text, node.at));
    let all = keys.chain(texts).chain(own).take(MOST);
    match rule.text("pattern").and_then(compile) {
        Some(pattern) => all.filter_map(|(text, at)| Some((captured(&pattern, text)?.to_owned(), at))).collect(),
        None => all.map(|(text, at)| (text.to_owned(), at)).collect(),
    }
}

/// The first matches of a pattern.
fn matches(file: &File<'_>, pattern: &str, most: usize) -> Vec<Found> {
    let Some(pattern) = compile(pattern) else { return Vec::new() };
    let text = beginning(file);
    let (mut line, mut counted) = (1, 0);
    let found = pattern.captures_iter(text).take(most).filter_map(|captures| captures.get(1).or(captures.get(0)));
    let placed = found.map(|found| {
        line += text[counted..found.start()].matches('\n').count();
        counted = found.start();
        (found.as_str().trim().to_owned(), file.line(u32::try_from(line).unwrap_or(u32::MAX)))
    });
    placed.collect()
}

fn captured<'t>(pattern: &Regex, text: &'t str) -> Option<&'t str> {
    let captures = pattern.captures(text)?;
    captures.get(1).or(captures.get(0)).map(|found| found.as_str())
}

/// The value at a path of keys, in the form that the file's name tells.
fn node<'r>(file: &File<'r>, key: &str) -> Option<&'r Node> {
    let document = match file.extension() {
        Some("json" | "jsonc") => file.json(),
        _ => file.toml(),
    };
    let path: Vec<&str> = key.split('.').collect();
    document?.get(&path)
}

fn beginning<'r>(file: &File<'r>) -> &'r str {
    let text = file.text().unwrap_or_default();
    &text[..text.floor_char_boundary(MAX_TEXT)]
}
