//! Program text cut into words, strings and signs: enough to see what is called with which literals, without a grammar.
//!
//! Comments are dropped and strings are told apart from code, which is what searching in the text cannot do.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'t> {
    /// A name or number, dots included: `docker.image`, `.bind`, `8080`.
    Word(&'t str),
    /// A string, without its quotes and to the letter.
    Text(&'t str),
    /// Any other character.
    Sign(char),
}

/// A token with its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    /// What it is.
    pub kind: Kind<'t>,
    /// The line it begins on, counted from 1.
    pub line: u32,
}

/// How strings of one kind are written.
#[derive(Debug, Clone, Copy)]
pub struct Quote {
    /// How they begin.
    pub open: &'static str,
    /// How they end.
    pub close: &'static str,
    /// Whether `\` takes its meaning from the next character.
    pub escapes: bool,
    /// Whether they may go over several lines. One that may not ends with its line.
    pub multiline: bool,
}

const fn quote(open: &'static str, close: &'static str, escapes: bool, multiline: bool) -> Quote {
    Quote { open, close, escapes, multiline }
}

/// Strings of Groovy.
pub const GROOVY: &[Quote] = &[
    quote("'''", "'''", true, true),
    quote("\"\"\"", "\"\"\"", true, true),
    quote("'", "'", true, false),
    quote("\"", "\"", true, false),
];

/// Strings of Go.
pub const GO: &[Quote] = &[quote("\"", "\"", true, false), quote("`", "`", false, true), quote("'", "'", true, false)];

/// Strings of Rust. A `'` begins a lifetime more often than a character, so only characters that are quotes count.
pub const RUST: &[Quote] = &[
    quote("r##\"", "\"##", false, true),
    quote("r#\"", "\"#", false, true),
    quote("r\"", "\"", false, true),
    quote("'\"", "'", true, false),
    quote("'\\\"", "'", true, false),
    quote("\"", "\"", true, true),
];

/// Cuts a text into tokens. Comments are `//` to the end of the line and `/* … */`; a first line `#!` is one, too.
#[must_use]
pub fn read<'t>(text: &'t str, quotes: &[Quote]) -> Vec<Token<'t>> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut rest = if text.starts_with("#!/") { skip_line(text) } else { text };
    while let Some(c) = rest.chars().next() {
        let (kind, length) = next(rest, c, quotes);
        tokens.extend(kind.map(|kind| Token { kind, line }));
        let newlines = rest[..length].bytes().filter(|byte| *byte == b'\n').count();
        line += u32::try_from(newlines).unwrap_or(0);
        rest = &rest[length..];
    }
    tokens
}

/// The token at the beginning of a text, if it is one, and how long it is in bytes.
fn next<'t>(text: &'t str, c: char, quotes: &[Quote]) -> (Option<Kind<'t>>, usize) {
    if let Some(quote) = quotes.iter().find(|quote| text.starts_with(quote.open)) {
        return string(text, quote);
    }
    if text.starts_with("//") {
        return (None, text.len() - skip_line(text).len());
    }
    if let Some(comment) = text.strip_prefix("/*") {
        return (None, comment.find("*/").map_or(text.len(), |end| end + 4));
    }
    let word = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_.$".contains(byte)).count();
    if word > 0 {
        return (Some(Kind::Word(&text[..word])), word);
    }
    ((!c.is_whitespace()).then_some(Kind::Sign(c)), c.len_utf8())
}

fn string<'t>(text: &'t str, quote: &Quote) -> (Option<Kind<'t>>, usize) {
    let inner = &text[quote.open.len()..];
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' && quote.escapes {
            escaped = true;
        } else if inner[at..].starts_with(quote.close) {
            return (Some(Kind::Text(&inner[..at])), quote.open.len() + at + quote.close.len());
        } else if c == '\n' && !quote.multiline {
            return (None, quote.open.len() + at);
        }
    }
    (None, text.len())
}

/// The text after its first line, line end left in place so that lines can be counted.
fn skip_line(text: &str) -> &str {
    text.find('\n').map_or("", |end| &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'t>(text: &'t str, quotes: &[Quote]) -> Vec<(Kind<'t>, u32)> {
        read(text, quotes).into_iter().map(|token| (token.kind, token.line)).collect()
    }

    #[test]
    fn comments_and_strings_hide_what_is_in_them() {
        let text = "#!/bin/groovy\n// node {\n/* a\n b */ node('it\\'s') {\n x = '''y\nz''' }";
        let expected = [
            (Kind::Word("node"), 4),
            (Kind::Sign('('), 4),
            (Kind::Text("it\\'s"), 4),
            (Kind::Sign(')'), 4),
            (Kind::Sign('{'), 4),
            (Kind::Word("x"), 5),
            (Kind::Sign('='), 5),
            (Kind::Text("y\nz"), 5),
            (Kind::Sign('}'), 6),
        ];
        assert_eq!(shown(text, GROOVY), expected);
    }

    #[test]
    fn rust_lifetimes_and_raw_strings_are_no_trouble() {
        let text = "#![allow(x)]\nfn a<'a>(c: &'a str) { b('\"', '\\\"', r#\"c \"d\"#, \"e\\\"\") }";
        let texts: Vec<_> = read(text, RUST)
            .into_iter()
            .filter_map(|token| match token.kind {
                Kind::Text(text) => Some(text),
                _ => None,
            })
            .collect();
        assert_eq!(texts, ["", "", "c \"d", "e\\\""]);
        assert_eq!(read(text, RUST)[0].kind, Kind::Sign('#'));
    }

    #[test]
    fn go_raw_strings_do_not_escape() {
        assert_eq!(shown("`a\\`b", GO), [(Kind::Text("a\\"), 1), (Kind::Word("b"), 1)]);
    }

    #[test]
    fn unclosed_strings_and_comments_end() {
        assert_eq!(shown("a 'b\nc", GROOVY), [(Kind::Word("a"), 1), (Kind::Word("c"), 2)]);
        assert_eq!(shown("a /* b", GO), [(Kind::Word("a"), 1)]);
        assert_eq!(shown("a '''b\nc", GROOVY), [(Kind::Word("a"), 1)]);
        assert_eq!(shown("é '", GROOVY), [(Kind::Sign('é'), 1)]);
    }
}
