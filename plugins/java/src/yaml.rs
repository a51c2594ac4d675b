//! Just enough YAML to read one scalar from a configuration: block mappings by indentation. Frameworks write what YAML
//! does not allow (`@version@`), so nothing here is an error.

use crate::properties::PROFILES;
use fieldmark_sdk::{File, Place};

/// How deep mappings may be nested.
const MOST_DEPTH: usize = 32;

/// The value in force of a dotted key: that of the last document that has it and holds for no profile. Parts of the key
/// may be written together (`server.port: 1`) or nested.
pub fn value<'r>(file: File<'r>, key: &str) -> Option<(&'r str, Place)> {
    let mut found = None;
    let mut of_document = None;
    let mut is_bound = false;
    // Whether a list of profiles may follow.
    let mut is_waiting = false;
    let mut open: Vec<(usize, String)> = Vec::new();
    for line in file.lines() {
        if line.text.starts_with("---") {
            found = of_document.take().filter(|_| !is_bound).or(found);
            is_bound = false;
            open.clear();
            continue;
        }
        let text = line.code();
        if text.is_empty() {
            continue;
        }
        is_bound |= std::mem::take(&mut is_waiting) && text.starts_with('-');
        let indent = line.text.len() - line.text.trim_start().len();
        let Some((name, value)) = text.split_once(':').filter(|_| !text.starts_with(['-', '#'])) else { continue };
        open.retain(|(depth, _)| *depth < indent);
        let parent = open.last().map(|(_, path)| format!("{path}.")).unwrap_or_default();
        let path = format!("{parent}{}", name.trim().trim_matches(['"', '\'']));
        let value = value.trim();
        let is_profile = PROFILES.contains(&path.as_str());
        is_waiting = is_profile && value.is_empty();
        is_bound |= is_profile && !value.is_empty();
        if path == key && !value.is_empty() && of_document.is_none() {
            of_document = Some((value, line.at));
        }
        if open.len() < MOST_DEPTH {
            open.push((indent, path));
        }
    }
    of_document.filter(|_| !is_bound).or(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn of(text: &str, key: &str) -> Option<String> {
        let repo = MemorySource::new([("a.yml", text)]).into_repo();
        value(repo.file("a.yml").unwrap(), key).map(|(value, _)| value.to_owned())
    }

    #[test]
    fn nesting_follows_the_indentation() {
        let text = "a:\n  b:\n    c: 1\n  server:\n    port: 2\nserver:\n  port: '3' # three\nx.y: 4\n";
        assert_eq!(of(text, "server.port").as_deref(), Some("'3'"));
        assert_eq!(of(text, "a.server.port").as_deref(), Some("2"));
        assert_eq!(of(text, "x.y").as_deref(), Some("4"));
        assert_eq!(of(text, "z"), None);
    }

    #[test]
    fn documents_of_profiles_do_not_count() {
        let bound =
            "server:\n  port: 1\n---\nspring:\n  config:\n    activate:\n      on-profile: dev\nserver:\n  port: 2\n";
        assert_eq!(of(bound, "server.port").as_deref(), Some("1"));
        assert_eq!(of("---\na: 1\n---\na: 2\n", "a").as_deref(), Some("2"));
        assert_eq!(of("spring:\n  profiles:\n    - dev\na: 1\n---\nb: 1\n", "a"), None);
        assert_eq!(of("spring:\n  profiles:\n    active: dev\na: 1\n", "a").as_deref(), Some("1"));
    }
}
