//! Just enough HOCON to read scalars of `application.conf`: objects in braces, dotted keys, and what a line assigns. JSON
//! is HOCON, too.

use crate::{File, Line, Place};

/// How many objects may stand inside each other.
const MAX_DEPTH: usize = 32;

/// One value, with its dotted key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned<'r> {
    /// All keys around it and its own.
    pub key: String,
    /// The value without quotes.
    pub value: &'r str,
    /// Where it stands.
    pub at: Place,
}

/// All values that a dotted key is given, in the order of the file: the last one is in force, and one that takes a
/// variable (`${?PORT}`) only where that is set.
#[must_use]
pub fn values<'r>(file: File<'r>, key: &str) -> Vec<(&'r str, Place)> {
    let all = assigned(file).into_iter().filter(|assigned| assigned.key == key);
    all.map(|assigned| (assigned.value, assigned.at)).collect()
}

/// All values of a file, in its order. Lists, included files and references to other keys are passed over.
#[must_use]
pub fn assigned<'r>(file: File<'r>) -> Vec<Assigned<'r>> {
    let mut open: Vec<String> = Vec::new();
    let mut values = Vec::new();
    for line in file.lines() {
        let mut text = code(line);
        while let Some(rest) = text.strip_prefix('}') {
            open.pop();
            text = rest.trim_start_matches([',', ' ']);
        }
        // `server { port = 1 }` on one line, and the beginning of an object.
        while let Some((name, rest)) = text.split_once('{').filter(|(name, _)| is_name(name)) {
            if open.len() < MAX_DEPTH {
                let name = name.trim().trim_end_matches(['=', ':']).trim();
                open.push(name.trim_matches('"').to_owned());
            }
            text = rest.trim_start();
        }
        let (inner, behind) = text.split_at(end(text));
        if let Some((name, value)) = inner.split_once(['=', ':']).filter(|(name, _)| !name.contains('$')) {
            let parents = open.iter().filter(|name| !name.is_empty()).map(String::as_str);
            let key = parents.chain([name.trim().trim_matches('"')]).collect::<Vec<_>>().join(".");
            let value = value.trim().trim_end_matches(',').trim_end().trim_matches('"');
            if !value.is_empty() {
                values.push(Assigned { key, value, at: line.at });
            }
        }
        for _ in behind.matches('}') {
            open.pop();
        }
    }
    values
}

/// Whether a text before a bracket is the name of an object: `server`, `server =`, `"http.port" :`, or nothing.
fn is_name(text: &str) -> bool {
    let sign = |c: char| c.is_ascii_alphanumeric() || "._-\" \t=:".contains(c);
    text.chars().all(sign) && matches!(text.matches('"').count(), 0 | 2)
}

/// Where the object ends that is open at the beginning: at the first bracket that closes none of this text.
fn end(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// A line without its comment, which begins with `#` or `//`.
fn code<'r>(line: Line<'r>) -> &'r str {
    let text = line.code();
    let comment = text.match_indices("//").find(|(at, _)| !text[..*at].ends_with(':'));
    comment.map_or(text, |(at, _)| text[..at].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::MemorySource;

    #[test]
    fn keys_are_nested_by_braces_and_dots() {
        let text = "# port = 1\nktor {\n  deployment {\n    port = 8081 // ours\n    port = ${?PORT}\n  }\n  application { \
                    modules = [ a.b ] }\n}\nplay.server.http.port: \"9001\"\nakka { http { server.port = 2 } }\nport = 3\n\
                    db = \"jdbc:x://h:1/${name}\"\n";
        let repo = MemorySource::new([("application.conf", text)]).into_repo();
        let file = repo.file("application.conf").unwrap();
        let of = |key: &str| values(file, key).into_iter().map(|(value, _)| value).collect::<Vec<_>>();
        assert_eq!(of("ktor.deployment.port"), ["8081", "${?PORT}"]);
        assert_eq!(of("play.server.http.port"), ["9001"]);
        assert_eq!(of("akka.http.server.port"), ["2"]);
        assert_eq!(of("port"), ["3"]);
        assert!(of("deployment.port").is_empty());
    }

    #[test]
    fn json_is_read_as_well() {
        let text = "{\n  \"http\": {\n    \"port\": 8081,\n    \"host\": \"0.0.0.0\"\n  },\n  \"a.b\" : 1, \"c\": { \"d\": 2 }\n}\n";
        let repo = MemorySource::new([("a.json", text)]).into_repo();
        let of = |key: &str| values(repo.file("a.json").unwrap(), key).first().map(|(value, _)| *value);
        assert_eq!(of("http.port"), Some("8081"));
        assert_eq!(of("http.host"), Some("0.0.0.0"));
        assert_eq!(of("port"), None);
    }

    #[test]
    fn brackets_that_do_not_match_are_no_fault() {
        let repo = MemorySource::new([("a.conf", "}}}\na {{{ b = 1 }\n}}}}\nc = 2\n")]).into_repo();
        assert_eq!(values(repo.file("a.conf").unwrap(), "c").len(), 1);
    }
}
