//! Patterns of `.gitignore` with signs in them; globs of plugins that have stars only mean the same.
//!
//! Source: gitignore(5), "Pattern format". Braces mean themselves there. No pattern is compiled, and each takes a few
//! times the room of its text: a repository may hold any number of them.

/// A pattern over a name or over a path.
#[derive(Debug)]
pub(crate) struct Wildcard {
    tokens: Vec<Token>,
    /// How every text begins and ends that matches: most are turned away by that.
    head: Vec<u8>,
    tail: Vec<u8>,
    /// The sets of bytes that tokens refer to.
    classes: Vec<[u64; 4]>,
    /// Where the star stands, if it is the only token that stands for more or less than one byte.
    star: Option<usize>,
    /// Whether every token stands for one byte.
    is_fixed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Byte(u8),
    /// `?`: any byte but `/`.
    Any,
    /// `[…]`: one of a set, but never `/`.
    Class(u16),
    /// `*`: any bytes but `/`.
    Star,
    /// `**/`: any number of directories.
    Directories,
    /// `**` at the end: all that is inside.
    Inside,
}

impl Wildcard {
    /// Reads a pattern.
    ///
    /// # Errors
    /// It is malformed: what is wrong, in words.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let mut wildcard = Self {
            tokens: Vec::new(),
            head: Vec::new(),
            tail: Vec::new(),
            classes: Vec::new(),
            star: None,
            is_fixed: false,
        };
        let text = text.as_bytes();
        let mut at = 0;
        while at < text.len() {
            let begins = at == 0 || text[at - 1] == b'/';
            let rest = &text[at..];
            let (token, length) = match rest {
                [b'*', b'*', b'/', ..] if begins => (Token::Directories, 3),
                [b'*', b'*'] if begins => (Token::Inside, 2),
                [b'*', ..] => (Token::Star, rest.iter().take_while(|byte| **byte == b'*').count()),
                [b'?', ..] => (Token::Any, 1),
                [b'[', ..] => wildcard.class(rest)?,
                [b'\\', escaped, ..] => (Token::Byte(*escaped), 2),
                [b'\\'] => return Err("it ends with a `\\` that nothing follows"),
                _ => (Token::Byte(rest[0]), 1),
            };
            wildcard.tokens.push(token);
            at += length;
        }
        let byte = |token: &Token| if let Token::Byte(byte) = token { Some(*byte) } else { None };
        wildcard.head = wildcard.tokens.iter().map_while(byte).collect();
        wildcard.tail = wildcard.tokens.iter().rev().map_while(byte).collect();
        wildcard.tail.reverse();
        let several = |token: &Token| matches!(token, Token::Star | Token::Directories | Token::Inside);
        let mut all = wildcard.tokens.iter().enumerate().filter(|(_, token)| several(token));
        let (first, second) = (all.next(), all.next());
        wildcard.is_fixed = first.is_none();
        wildcard.star = first.filter(|(_, token)| second.is_none() && **token == Token::Star).map(|(at, _)| at);
        Ok(wildcard)
    }

    /// A class with its length. One that is never closed is a bracket that means itself.
    fn class(&mut self, text: &[u8]) -> Result<(Token, usize), &'static str> {
        let negated = matches!(text.get(1), Some(b'!' | b'^'));
        let first = if negated { 2 } else { 1 };
        let mut set = [0u64; 4];
        let mut at = first;
        loop {
            let (from, next) = match text.get(at..) {
                None | Some([]) => return Ok((Token::Byte(b'['), 1)),
                Some([b']', ..]) if at > first => break,
                Some([b'\\', escaped, ..]) => (*escaped, at + 2),
                Some([byte, ..]) => (*byte, at + 1),
            };
            let (to, next) = match text.get(next..) {
                Some([b'-', b'\\', escaped, ..]) => (*escaped, next + 3),
                Some([b'-', to, ..]) if *to != b']' => (*to, next + 2),
                _ => (from, next),
            };
            if from > to {
                return Err("a range in brackets ends before it begins");
            }
            (from..=to).for_each(|byte| set[usize::from(byte / 64)] |= 1 << (byte % 64));
            at = next;
        }
        if negated {
            set = set.map(|word| !word);
        }
        let number = self.classes.iter().position(|class| *class == set).unwrap_or(self.classes.len());
        if number == self.classes.len() {
            self.classes.push(set);
        }
        let number = u16::try_from(number).map_err(|_| "it has too many brackets")?;
        Ok((Token::Class(number), at + 1))
    }

    /// Whether the whole of a text matches.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let text = text.as_bytes();
        if text.len() < self.tail.len().max(self.head.len()) || !self.has_ends_of(text) {
            return false;
        }
        if self.is_fixed {
            return self.is(0..self.tokens.len(), text);
        }
        let Some(star) = self.star else { return self.search(text) };
        let tail = self.tokens.len() - star - 1;
        text.len() >= star + tail
            && self.is(star + 1..self.tokens.len(), &text[text.len() - tail..])
            && self.is(0..star, &text[..star])
            && !text[star..text.len() - tail].contains(&b'/')
    }

    /// Whether a text that is long enough ends and begins as every match does. It is compared byte by byte: nearly all
    /// texts differ in the first one, and calling `memcmp` for that took a tenth of the time in a large tree.
    fn has_ends_of(&self, text: &[u8]) -> bool {
        let tail = &text[text.len() - self.tail.len()..];
        tail.iter().rev().eq(self.tail.iter().rev()) && self.head.iter().eq(&text[..self.head.len()])
    }

    /// Whether these tokens, each of which stands for one byte, match the whole of a text.
    fn is(&self, tokens: std::ops::Range<usize>, text: &[u8]) -> bool {
        let tokens = &self.tokens[tokens];
        tokens.len() == text.len() && tokens.iter().zip(text).all(|(token, byte)| self.stands_for(*token, *byte))
    }

    fn stands_for(&self, token: Token, byte: u8) -> bool {
        match token {
            Token::Byte(own) => own == byte,
            Token::Any => byte != b'/',
            Token::Class(number) => {
                byte != b'/' && self.classes[usize::from(number)][usize::from(byte / 64)] >> (byte % 64) & 1 == 1
            }
            Token::Star | Token::Directories | Token::Inside => false,
        }
    }

    /// The general case. What does not fit is tried again one byte later behind the last star, and one directory later
    /// behind the last `**/`: what stands before those needs no second look.
    fn search(&self, text: &[u8]) -> bool {
        let (mut token, mut at) = (0, 0);
        let (mut star, mut directories) = (None, None);
        loop {
            match self.tokens.get(token) {
                None if at == text.len() => return true,
                Some(Token::Inside) if at < text.len() => return true,
                Some(Token::Star) => {
                    token += 1;
                    star = Some((token, at));
                    continue;
                }
                Some(Token::Directories) => {
                    token += 1;
                    directories = Some((token, at));
                    star = None;
                    continue;
                }
                Some(own) if text.get(at).is_some_and(|byte| self.stands_for(*own, *byte)) => {
                    (token, at) = (token + 1, at + 1);
                    continue;
                }
                _ => {}
            }
            if let Some((behind, from)) = star.filter(|(_, from)| text.get(*from).is_some_and(|byte| *byte != b'/')) {
                star = Some((behind, from + 1));
                (token, at) = (behind, from + 1);
            } else if let Some((behind, from)) = directories
                && let Some(slash) = text[from..].iter().position(|byte| *byte == b'/')
            {
                directories = Some((behind, from + slash + 1));
                star = None;
                (token, at) = (behind, from + slash + 1);
            } else {
                return false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use globset::GlobBuilder;
    use proptest::prelude::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Wildcard::parse(pattern).is_ok_and(|wildcard| wildcard.matches(text))
    }

    #[test]
    fn signs_have_the_meaning_that_git_gives_them() {
        for (pattern, yes, no) in [
            ("*.py[cod]", &["a.pyc", ".pyo"][..], &["a.py", "a.pyx", "a/b.pyc"][..]),
            ("a?c", &["abc"], &["ac", "a/c", "abbc"]),
            ("[!a-c]x", &["dx"], &["bx", "/x"]),
            ("[^a]", &["b"], &["a"]),
            ("[]-]", &["]", "-"], &["a"]),
            ("[a", &["[a"], &["a"]),
            ("\\*\\[", &["*["], &["a["]),
            ("a/**/b", &["a/b", "a/x/b", "a/x/y/b"], &["ab", "a/xb", "x/a/b"]),
            ("a/**", &["a/b", "a/b/c"], &["a", "ab"]),
            ("**/a/*b", &["a/b", "x/a/bb", "a/a/b"], &["a/x/b", "a/c"]),
            ("a**b*c", &["abc", "axxbxc"], &["a/bc", "axb"]),
            ("*{a,b}", &["x{a,b}"], &["xa"]),
            ("x*ab*ab", &["xabab", "xababab"], &["xab"]),
        ] {
            for text in yes {
                assert!(matches(pattern, text), "{pattern} {text}");
            }
            for text in no {
                assert!(!matches(pattern, text), "{pattern} {text}");
            }
        }
        assert!(Wildcard::parse("[b-a]").is_err() && Wildcard::parse("a\\").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_048))]
        #[test]
        fn matches_what_globset_matches(
            pattern in "(\\*\\*/)?([ab*?]{1,3}|[ab]?\\[a-b\\]\\*?|\\*\\*|a\\*b\\*a)(/([ab*?]{1,3}|\\*\\*|\\*a\\*)){0,3}",
            path in "[ab]{1,4}(/[ab]{1,3}){0,4}",
        ) {
            // What ends so means what is inside, which globset only says with one more star.
            let own = if pattern.ends_with("/**") { format!("{pattern}/*") } else { pattern.clone() };
            let glob = GlobBuilder::new(&own).literal_separator(true).build().unwrap().compile_matcher();
            prop_assert_eq!(matches(&pattern, &path), glob.is_match(&path));
        }
    }
}
