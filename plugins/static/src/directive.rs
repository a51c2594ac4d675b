//! Directives of a web server's configuration, as far as two formats agree: words, and blocks around them.

use fieldmark_sdk::{File, Place};

/// Most directives of one file that are read: one with more is generated.
const MAX_DIRECTIVES: usize = 4096;

/// One directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive<'r> {
    /// Its words without quotes, the name first.
    pub words: Vec<&'r str>,
    /// Name of the block that it stands in; empty outside of all.
    pub inside: &'r str,
    /// Whether it opens a block.
    pub opens: bool,
    /// Where it stands.
    pub at: Place,
}

impl<'r> Directive<'r> {
    /// Whether it has this name, in any case: one of the two servers does not tell them apart.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.words.first().is_some_and(|first| first.eq_ignore_ascii_case(name))
    }

    /// Its first argument.
    #[must_use]
    pub fn argument(&self) -> Option<&'r str> {
        self.words.get(1).copied()
    }
}

/// Directives of nginx: they end with `;` or open a block, and may go over several lines.
#[must_use]
pub fn of_nginx<'r>(file: &File<'r>) -> Vec<Directive<'r>> {
    let mut directives: Vec<Directive<'r>> = Vec::new();
    let mut blocks: Vec<&'r str> = Vec::new();
    let (mut words, mut at): (Vec<&'r str>, Place) = (Vec::new(), Place::NONE);
    for line in file.lines() {
        for token in tokens(line.text) {
            let inside = blocks.last().copied().unwrap_or_default();
            match token {
                ";" | "{" if directives.len() < MAX_DIRECTIVES => {
                    let opens = token == "{";
                    let words = std::mem::take(&mut words);
                    let name = words.first().copied().unwrap_or_default();
                    if !words.is_empty() {
                        directives.push(Directive { words, inside, opens, at });
                    }
                    if opens {
                        blocks.push(name);
                    }
                }
                "}" => {
                    blocks.pop();
                    words.clear();
                }
                word => {
                    if words.is_empty() {
                        at = line.at;
                    }
                    words.push(word);
                }
            }
        }
    }
    directives
}

/// Directives of Apache httpd: one a line.
#[must_use]
pub fn of_httpd<'r>(file: &File<'r>) -> Vec<Directive<'r>> {
    let lines = file.lines().filter(|line| !line.text.trim_start().starts_with('#')).take(MAX_DIRECTIVES);
    lines
        .map(|line| {
            let words = line.text.split_whitespace().map(unquoted).collect();
            Directive { words, inside: "", opens: false, at: line.at }
        })
        .collect()
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['"', '\''])
}

/// Words and signs of one line; a comment ends it.
fn tokens(line: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '#' => break,
            ';' | '{' | '}' => 1,
            '"' | '\'' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
            _ => word_length(rest),
        };
        tokens.push(unquoted(&rest[..length]));
        rest = rest[length..].trim_start();
    }
    tokens
}

/// `${name}` belongs to a word.
fn word_length(text: &str) -> usize {
    let mut in_variable = false;
    let ends = text.char_indices().find(|(at, c)| {
        if *c == '{' && text[..*at].ends_with('$') {
            in_variable = true;
        } else if *c == '}' && in_variable {
            in_variable = false;
        } else {
            return c.is_whitespace() || ";{}".contains(*c);
        }
        false
    });
    ends.map_or(text.len(), |(at, _)| at).max(text.chars().next().map_or(1, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn nginx_directives_know_their_blocks_and_lines() {
        let text = "daemon off; # listen 1;\nhttp {\n  server { listen\n 8080; root \"/a b\"; }\n  log_format x '{\"a\": ${b}}';\n}\n";
        let repo = MemorySource::new([("nginx.conf", text)]).into_repo();
        let all = of_nginx(&repo.file("nginx.conf").unwrap());
        let shown: Vec<_> = all.iter().map(|d| (d.words.join(" "), d.inside, d.at.line.unwrap_or(0))).collect();
        let expected = [
            ("daemon off", "", 1),
            ("http", "", 2),
            ("server", "http", 3),
            ("listen 8080", "server", 3),
            ("root /a b", "server", 4),
            ("log_format x {\"a\": ${b}}", "http", 5),
        ];
        assert_eq!(shown, expected.map(|(words, inside, line)| (words.to_owned(), inside, line)));
    }

    #[test]
    fn broken_files_end() {
        for text in ["", "}}}", "{{{", "a 'b", "é ${", "${}", "}a{;\u{2028}"] {
            let repo = MemorySource::new([("nginx.conf", text)]).into_repo();
            assert!(of_nginx(&repo.file("nginx.conf").unwrap()).len() < 4, "{text}");
        }
    }
}
