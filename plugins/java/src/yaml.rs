//! Just enough YAML to read one scalar from a configuration: block mappings in the first document, by indentation.

use fieldmark_sdk::{File, Place};

/// The value of a dotted key. Parts of it may be written together (`server.port: 1`) or nested.
pub fn value<'r>(file: File<'r>, key: &str) -> Option<(&'r str, Place)> {
    let mut open: Vec<(usize, String)> = Vec::new();
    for line in file.lines() {
        if line.text.starts_with("---") && !open.is_empty() {
            return None;
        }
        let text = line.code();
        let indent = line.text.len() - line.text.trim_start().len();
        let Some((name, value)) = text.split_once(':').filter(|_| !text.starts_with(['-', '#'])) else { continue };
        open.retain(|(depth, _)| *depth < indent);
        let parent = open.last().map(|(_, path)| format!("{path}.")).unwrap_or_default();
        let path = format!("{parent}{}", name.trim().trim_matches(['"', '\'']));
        let value = value.trim();
        if path == key && !value.is_empty() {
            return Some((value, line.at));
        }
        if open.len() < 32 {
            open.push((indent, path));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn nesting_follows_the_indentation() {
        let text = "a:\n  b:\n    c: 1\n  server:\n    port: 2\nserver:\n  port: '3' # three\nx.y: 4\n---\nz: 5\n";
        let repo = MemorySource::new([("a.yml", text)]).into_repo();
        let file = repo.file("a.yml").unwrap();
        assert_eq!(value(file, "server.port").unwrap().0, "'3'");
        assert_eq!(value(file, "a.server.port").unwrap().0, "2");
        assert_eq!(value(file, "x.y").unwrap().0, "4");
        assert_eq!(value(file, "z"), None);
    }
}
