//! Variables in the arguments of instructions, by the rules of the image builders.

use std::collections::BTreeMap;

/// Longest value of a variable, in bytes: values that double themselves line by line end here.
const MAX_VALUE: usize = 4096;

/// How deep `${A:-${B:-…}}` may go.
const MAX_DEPTH: usize = 16;

/// The variables that are known at one line. `ENV` hides `ARG`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    environment: BTreeMap<String, String>,
    arguments: BTreeMap<String, String>,
}

impl Scope {
    /// The value of a variable.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.environment.get(name).or_else(|| self.arguments.get(name)).map(String::as_str)
    }

    /// Sets a variable of the environment.
    pub fn set_environment(&mut self, name: String, value: String) {
        self.environment.insert(name, cut_off(value));
    }

    /// Sets a build argument.
    pub fn set_argument(&mut self, name: String, value: String) {
        self.arguments.insert(name, cut_off(value));
    }
}

fn cut_off(mut value: String) -> String {
    if value.len() > MAX_VALUE {
        let end = (0..=MAX_VALUE).rev().find(|end| value.is_char_boundary(*end)).unwrap_or(0);
        value.truncate(end);
    }
    value
}

/// A text after expansion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expanded {
    /// The words; quotes keep blanks together and are taken off.
    pub words: Vec<String>,
    /// Variables that had neither a value nor a default.
    pub missing: Vec<String>,
}

/// Expands a text and cuts it into words. Values of unquoted variables are cut as well.
#[must_use]
pub fn words(text: &str, scope: &Scope, escape: char) -> Expanded {
    let mut reader = Reader { scope, escape, splits: true, out: Expanded::default(), word: None, length: 0 };
    reader.read(text, 0);
    reader.end_word();
    reader.out
}

/// Expands a text as one word.
#[must_use]
pub fn word(text: &str, scope: &Scope, escape: char) -> (String, Vec<String>) {
    let mut reader = Reader { scope, escape, splits: false, out: Expanded::default(), word: None, length: 0 };
    reader.read(text, 0);
    (reader.word.unwrap_or_default(), reader.out.missing)
}

struct Reader<'s> {
    scope: &'s Scope,
    escape: char,
    splits: bool,
    out: Expanded,
    /// The word that is being put together. `Some("")` is an empty word in quotes.
    word: Option<String>,
    /// Bytes put out so far.
    length: usize,
}

impl Reader<'_> {
    fn push(&mut self, c: char) {
        if !self.is_full() {
            self.length += c.len_utf8();
            self.word.get_or_insert_default().push(c);
        }
    }

    /// Four of the longest values are far beyond any real line.
    const fn is_full(&self) -> bool {
        self.length >= 4 * MAX_VALUE
    }

    fn end_word(&mut self) {
        self.out.words.extend(self.word.take());
    }

    fn read(&mut self, text: &str, depth: usize) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let after = &rest[c.len_utf8()..];
            rest = match c {
                '\'' => self.single_quoted(after),
                '"' => self.double_quoted(after, depth),
                '$' => self.variable(after, false, depth),
                _ if c == self.escape => self.escaped(after),
                _ if c.is_whitespace() && self.splits => {
                    self.end_word();
                    after
                }
                _ => {
                    self.push(c);
                    after
                }
            };
        }
    }

    fn single_quoted<'t>(&mut self, text: &'t str) -> &'t str {
        self.word.get_or_insert_default();
        let (quoted, after) = text.split_once('\'').unwrap_or((text, ""));
        quoted.chars().for_each(|c| self.push(c));
        after
    }

    fn double_quoted<'t>(&mut self, text: &'t str, depth: usize) -> &'t str {
        self.word.get_or_insert_default();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let after = &rest[c.len_utf8()..];
            rest = match c {
                '"' => return after,
                '$' => self.variable(after, true, depth),
                // Within quotes only these can be escaped; before anything else the sign stands for itself.
                _ if c == self.escape && after.starts_with(['"', '$', self.escape]) => self.escaped(after),
                _ => {
                    self.push(c);
                    after
                }
            };
        }
        rest
    }

    fn escaped<'t>(&mut self, text: &'t str) -> &'t str {
        let mut rest = text.chars();
        match rest.next() {
            Some(c) => self.push(c),
            None => self.push(self.escape),
        }
        rest.as_str()
    }

    /// What follows a `$`.
    fn variable<'t>(&mut self, text: &'t str, quoted: bool, depth: usize) -> &'t str {
        if let Some(inner) = text.strip_prefix('{') {
            let Some(end) = closing_brace(inner) else {
                self.out.missing.push(inner.to_owned());
                return "";
            };
            self.braced(&inner[..end], quoted, depth);
            return &inner[end + 1..];
        }
        let end = name_length(text);
        if end == 0 {
            self.push('$');
            return text;
        }
        self.value(&text[..end], quoted);
        &text[end..]
    }

    /// `NAME`, `NAME:-default`, `NAME:+other`, `NAME:?message` and the same without the colon.
    fn braced(&mut self, inner: &str, quoted: bool, depth: usize) {
        let end = name_length(inner);
        let (name, rest) = inner.split_at(end);
        if rest.is_empty() && !name.is_empty() {
            return self.value(name, quoted);
        }
        let (empty_counts, rest) = rest.strip_prefix(':').map_or((true, rest), |rest| (false, rest));
        let is_set = self.scope.get(name).is_some_and(|value| empty_counts || !value.is_empty());
        let mut signs = rest.chars();
        match signs.next() {
            Some('-') if is_set => self.value(name, quoted),
            Some('-') | Some('+') if depth >= MAX_DEPTH => self.out.missing.push(name.to_owned()),
            Some('-') => self.nested(signs.as_str(), quoted, depth),
            Some('+') if is_set => self.nested(signs.as_str(), quoted, depth),
            Some('+') => {}
            Some('?') if is_set => self.value(name, quoted),
            // Patterns (`#`, `%`, `/`) are not evaluated: an unknown value is better than a wrong one.
            _ => self.out.missing.push(inner.to_owned()),
        }
    }

    fn nested(&mut self, text: &str, quoted: bool, depth: usize) {
        let splits = self.splits;
        self.splits &= !quoted;
        self.read(text, depth + 1);
        self.splits = splits;
    }

    fn value(&mut self, name: &str, quoted: bool) {
        let Some(value) = self.scope.get(name) else {
            self.out.missing.push(name.to_owned());
            return;
        };
        if self.is_full() {
            return;
        }
        for c in value.chars() {
            if c.is_whitespace() && self.splits && !quoted {
                self.end_word();
            } else {
                self.push(c);
            }
        }
    }
}

/// Length of the variable name at the beginning of a text: a letter or `_` and what may follow, or one digit.
fn name_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    match bytes.first() {
        Some(first) if first.is_ascii_digit() => 1,
        Some(first) if first.is_ascii_alphabetic() || *first == b'_' => {
            bytes.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == b'_').count()
        }
        _ => 0,
    }
}

fn closing_brace(text: &str) -> Option<usize> {
    let mut open = 0usize;
    for (at, c) in text.bytes().enumerate() {
        match c {
            b'{' => open += 1,
            b'}' if open == 0 => return Some(at),
            b'}' => open -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        let mut scope = Scope::default();
        scope.set_argument("ARGUMENT".into(), "a".into());
        scope.set_argument("PORT".into(), "1".into());
        scope.set_environment("PORT".into(), "8080".into());
        scope.set_environment("EMPTY".into(), String::new());
        scope.set_environment("TWO".into(), "x y".into());
        scope
    }

    fn expanded(text: &str) -> Vec<String> {
        words(text, &scope(), '\\').words
    }

    #[test]
    fn variables_are_replaced_and_environment_hides_arguments() {
        assert_eq!(expanded("$PORT ${PORT}-9 ${ARGUMENT}b $PORT/tcp"), ["8080", "8080-9", "ab", "8080/tcp"]);
        assert_eq!(expanded(r"\$PORT '$PORT' $ $- a\ b"), ["$PORT", "$PORT", "$", "$-", "a b"]);
        assert_eq!(expanded("\"$TWO\" $TWO \"\" \"\\\"\\n\""), ["x y", "x", "y", "", "\"\\n"]);
    }

    #[test]
    fn defaults_and_alternatives_follow_the_shell() {
        assert_eq!(expanded("${X:-1} ${PORT:-2} ${EMPTY:-3} ${EMPTY-4}."), ["1", "8080", "3", "."]);
        assert_eq!(expanded("${PORT:+1} ${X:+2}. ${EMPTY:+3}. ${EMPTY+4}"), ["1", ".", ".", "4"]);
        assert_eq!(expanded("${X:-${Y:-$PORT}} ${PORT:?no}"), ["8080", "8080"]);
        assert_eq!(expanded("${X:-a b} \"${X:-a b}\""), ["a", "b", "a b"]);
    }

    #[test]
    fn unknown_variables_are_told() {
        let missing = |text| words(text, &scope(), '\\').missing;
        assert_eq!(missing("$X ${Y} ${Z:+z} ${W:-w}"), ["X", "Y"]);
        assert_eq!(missing("${PORT%80} ${PORT"), ["PORT%80", "PORT"]);
    }

    #[test]
    fn escape_sign_is_the_one_of_the_directive() {
        assert_eq!(words("C:\\x `$PORT", &scope(), '`').words, ["C:\\x", "$PORT"]);
    }

    #[test]
    fn hostile_texts_end() {
        let mut scope = Scope::default();
        scope.set_environment("A".into(), "ab".repeat(100_000));
        let text = "$A".repeat(100_000);
        assert!(word(&text, &scope, '\\').0.len() <= 4 * MAX_VALUE);
        let deep = format!("{}{}", "${A:-".repeat(5_000), "}".repeat(5_000));
        assert!(!word(&deep, &Scope::default(), '\\').1.is_empty());
    }
}
