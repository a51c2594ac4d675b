//! What stands around a word: the calls and blocks that are open there.

use fieldmark_sdk::token::{Kind, Token};

/// A word of the program with its surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention<'t, 's> {
    /// The word.
    pub word: &'t str,
    /// Its line.
    pub line: u32,
    /// Name of the call or block it stands in; empty outside of all, and in a bare pair of brackets.
    pub inside: &'t str,
    /// What follows it.
    pub after: &'s [Token<'t>],
}

/// All words, each with its surroundings.
pub fn mentions<'t, 's>(tokens: &'s [Token<'t>]) -> Vec<Mention<'t, 's>> {
    let mut mentions = Vec::new();
    let mut open: Vec<&'t str> = Vec::new();
    // What an opening bracket would belong to: the word before it, or the call that ended before it.
    let mut owner = "";
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Word(word) => {
                let inside = open.last().copied().unwrap_or_default();
                mentions.push(Mention { word, line: token.line, inside, after: &tokens[at + 1..] });
                owner = word;
            }
            // `[` stands for a list of what is around it.
            Kind::Sign('[') => open.push(open.last().copied().unwrap_or_default()),
            Kind::Sign('(' | '{') => {
                open.push(owner);
                owner = "";
            }
            Kind::Sign(')') => owner = open.pop().unwrap_or_default(),
            Kind::Sign('}' | ']') => {
                open.pop();
                owner = "";
            }
            // `node 'x', { … }` and `docker 'x'` keep their owner.
            Kind::Sign(',') | Kind::Text(_) => {}
            Kind::Sign(_) => owner = "",
        }
    }
    mentions
}

impl<'t> Mention<'t, '_> {
    /// The string that the word is given: `word 'x'`, `word('x')`. One that is put together at run time is not known.
    pub fn given(&self) -> Option<&'t str> {
        match self.after {
            [Token { kind: Kind::Text(text), .. }, ..]
            | [Token { kind: Kind::Sign('('), .. }, Token { kind: Kind::Text(text), .. }, ..] => plain(text),
            _ => None,
        }
    }

    /// The string that the word names: `word: 'x'`.
    pub fn named(&self) -> Option<&'t str> {
        match self.after {
            [Token { kind: Kind::Sign(':'), .. }, Token { kind: Kind::Text(text), .. }, ..] => plain(text),
            _ => None,
        }
    }

    /// A long text that the word is given or names, whatever is in it.
    pub fn text(&self) -> Option<&'t str> {
        match self.after {
            [Token { kind: Kind::Text(text), .. }, ..]
            | [Token { kind: Kind::Sign('(' | ':'), .. }, Token { kind: Kind::Text(text), .. }, ..] => Some(text),
            _ => None,
        }
    }
}

fn plain(text: &str) -> Option<&str> {
    (!text.trim().is_empty() && !text.contains(['$', '\n'])).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::token::{GROOVY, read};

    #[test]
    fn words_know_the_call_or_block_they_stand_in() {
        let text = "node('a') { x(b: 1, c: [d(e: 2)]) }\nagent { docker { f } }\nnode 'z', { g }\nif (h) i";
        let tokens = read(text, GROOVY);
        let inside: Vec<_> = mentions(&tokens).into_iter().map(|mention| (mention.word, mention.inside)).collect();
        let expected = [
            ("node", ""),
            ("x", "node"),
            ("b", "x"),
            ("1", "x"),
            ("c", "x"),
            ("d", "x"),
            ("e", "d"),
            ("2", "d"),
            ("agent", ""),
            ("docker", "agent"),
            ("f", "docker"),
            ("node", ""),
            ("g", "node"),
            ("if", ""),
            ("h", "if"),
            ("i", ""),
        ];
        assert_eq!(inside, expected);
    }
}
