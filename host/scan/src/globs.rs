//! Globs, each tested only on paths that can match it.
//!
//! Compiling a glob takes longer than a whole small repository does, and testing one takes longer than looking a name
//! up. So every glob has a guard that is read off its text, and it is made ready when a path first passes that guard;
//! globs of the most frequent forms never are, and only those that hold more than stars are compiled.

use crate::wildcard::Wildcard;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::sync::OnceLock;

/// Longer ones are compiled to see whether they are too large: shorter ones cannot be.
const MAX_UNSEEN: usize = 256;

fn is_sign(byte: u8) -> bool {
    matches!(byte, b'*' | b'?' | b'[' | b']' | b'{' | b'}' | b'\\' | b'!')
}

/// Most globs that one is written out as.
const MAX_EXPANDED: usize = 64;

/// A glob as globs without `{…}`: most of those have a form that needs no compiling. One that is more than words in braces
/// stays as it is.
pub(crate) fn expanded(text: &str) -> Vec<String> {
    let mut whole = vec![String::new()];
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inner, next)) = after.split_once('}') else { return vec![text.to_owned()] };
        let words: Vec<&str> = inner.split(',').collect();
        let are_words = words.iter().all(|word| is_plain(word) && !word.contains('/'));
        if !are_words || before.contains(['[', '\\']) || whole.len() * words.len() > MAX_EXPANDED {
            return vec![text.to_owned()];
        }
        whole = whole.iter().flat_map(|start| words.iter().map(move |word| format!("{start}{before}{word}"))).collect();
        rest = next;
    }
    if whole.len() > 1 && rest.contains(['[', '\\']) {
        return vec![text.to_owned()];
    }
    whole.iter().map(|start| format!("{start}{rest}")).collect()
}

/// What the last part of a path must be for a glob to match it.
pub(crate) enum Guard<'g> {
    /// This name.
    Name(&'g str),
    /// A name whose part after the last dot is one of these.
    Tails(Vec<&'g str>),
    /// Any name in a directory with this name.
    Directory(&'g str),
    /// A name that begins with this, which may be empty.
    Head(&'g str),
}

/// The guard of a glob over relative paths.
pub(crate) fn guard(text: &str) -> Guard<'_> {
    let last = text.rsplit('/').next().unwrap_or(text);
    let tail = last.rsplit_once('.').map_or("", |(_, tail)| tail);
    // A bracket that closes here and opens earlier: the last part is not what follows the last `/`.
    let count = |signs: [u8; 2]| last.bytes().filter(|byte| signs.contains(byte)).count();
    let is_whole = count(*b"{[") == count(*b"}]") && !text.as_bytes().contains(&b'\\');
    let above = text.rsplit_once('/').and_then(|(above, _)| above.rsplit('/').next()).filter(|above| is_plain(above));
    if !is_whole {
        Guard::Head("")
    } else if is_plain(last) {
        Guard::Name(last)
    } else if let Some(directory) = above.filter(|_| last.starts_with('*') && !last.contains("**")) {
        Guard::Directory(directory)
    } else if let Some(tails) = alternatives(tail) {
        Guard::Tails(tails)
    } else {
        Guard::Head(&last[..last.bytes().position(is_sign).unwrap_or(last.len())])
    }
}

/// Whether a text stands for itself.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.bytes().any(is_sign)
}

/// Whether a text stands for the last parts of a path.
fn is_part(text: &str) -> bool {
    is_plain(text) && !text.starts_with('/')
}

fn ends_with(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

/// What a tail stands for: itself, or each of the words in `{…}`. None if it is more than that.
fn alternatives(tail: &str) -> Option<Vec<&str>> {
    let inner = tail.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let mut words: Vec<&str> = inner.map_or_else(|| vec![tail], |inner| inner.split(',').collect());
    words.sort_unstable();
    words.dedup();
    words.iter().all(|word| is_plain(word)).then_some(words)
}

/// How a glob is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form<T> {
    /// `**/` and a plain path: the path ends with it, at the beginning of a part.
    EndsWith(T),
    /// `**/` and a name with one star: the last part begins and ends like this, and is as long as both.
    Name(T, T),
    /// `**/`, a plain path and `/*`: so does the directory.
    ChildOf(T),
    /// `**/`, a plain path, `/*` and a plain text: the directory ends with the one, the last part with the other.
    ChildEndsWith(T, T),
    /// Anything else.
    Glob(T),
}

impl Form<String> {
    /// The form of a glob over relative paths, in which `*` does not cross `/`.
    pub(crate) fn of(text: &str) -> Result<Self, globset::Error> {
        let below = text.strip_prefix("**/");
        if let Some((directory, end)) = below.and_then(|below| below.split_once("/*"))
            && is_part(directory)
            && is_plain(end)
            && !end.contains('/')
        {
            return Ok(Self::ChildEndsWith(directory.to_owned(), end.to_owned()));
        }
        if let Some((head, end)) = below.and_then(|below| below.split_once('*'))
            && !below.is_some_and(|below| below.contains('/'))
            && (!head.is_empty() || !end.is_empty())
            && [head, end].iter().all(|part| part.is_empty() || is_plain(part))
        {
            return Ok(Self::Name(head.to_owned(), end.to_owned()));
        }
        Ok(match below {
            Some(path) if is_part(path) => Self::EndsWith(path.to_owned()),
            Some(path) if path.strip_suffix("/*").is_some_and(is_part) => {
                Self::ChildOf(path.trim_end_matches("/*").to_owned())
            }
            _ => {
                if text.len() > MAX_UNSEEN {
                    compile(text)?;
                }
                // Malformed ones are refused whether they are ever needed or not. Stars alone are never malformed.
                if text.bytes().any(|byte| byte != b'*' && is_sign(byte)) {
                    glob(text)?;
                }
                Self::Glob(text.to_owned())
            }
        })
    }

    /// The form as a number, and its texts.
    pub(crate) fn word(&self) -> (u32, &str, &str) {
        match self {
            Self::EndsWith(end) => (0, end, ""),
            Self::Name(head, end) => (1, head, end),
            Self::ChildOf(end) => (2, end, ""),
            Self::ChildEndsWith(directory, end) => (3, directory, end),
            Self::Glob(text) => (4, text, ""),
        }
    }
}

impl<'t> Form<&'t str> {
    /// The form that was written as a number and two texts.
    pub(crate) fn of_word(word: u32, first: &'t str, second: &'t str) -> Self {
        match word {
            0 => Self::EndsWith(first),
            1 => Self::Name(first, second),
            2 => Self::ChildOf(first),
            3 => Self::ChildEndsWith(first, second),
            _ => Self::Glob(first),
        }
    }

    /// Whether it matches a path with this last part; what has to be made ready for that is kept.
    pub(crate) fn matches(self, path: &str, name: &str, matcher: &OnceLock<Box<Matcher>>) -> bool {
        match self {
            Self::EndsWith(end) => ends_with(path, end),
            Self::Name(head, end) => {
                name.len() >= head.len() + end.len() && name.starts_with(head) && name.ends_with(end)
            }
            Self::ChildOf(end) => path.rsplit_once('/').is_some_and(|(directory, _)| ends_with(directory, end)),
            Self::ChildEndsWith(directory, end) => {
                name.ends_with(end) && path.rsplit_once('/').is_some_and(|(above, _)| ends_with(above, directory))
            }
            Self::Glob(text) => matcher.get_or_init(|| Box::new(Matcher::new(text))).is_match(path),
        }
    }
}

/// A glob that is ready to be tested.
#[derive(Debug)]
pub(crate) enum Matcher {
    /// Its stars mean what they mean in `.gitignore`, and it has no other sign.
    Compared(Wildcard),
    /// Compiling it takes some hundred thousand instructions.
    Compiled(GlobSet),
}

impl Matcher {
    /// Makes a glob ready that was found to be well-formed, and not to be too large; any other matches nothing.
    pub(crate) fn new(text: &str) -> Self {
        let has_stars_only = text.bytes().all(|byte| byte == b'*' || !is_sign(byte));
        match Wildcard::parse(text) {
            Ok(wildcard) if has_stars_only => Self::Compared(wildcard),
            _ => Self::Compiled(compile(text).unwrap_or_default()),
        }
    }

    /// Whether it matches the whole of a path.
    pub(crate) fn is_match(&self, path: &str) -> bool {
        match self {
            Self::Compared(wildcard) => wildcard.matches(path),
            Self::Compiled(set) => set.is_match(path),
        }
    }
}

fn glob(text: &str) -> Result<globset::Glob, globset::Error> {
    GlobBuilder::new(text).literal_separator(true).build()
}

fn compile(text: &str) -> Result<GlobSet, globset::Error> {
    GlobSetBuilder::new().add(glob(text)?).build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_096))]
        #[test]
        fn globs_of_stars_match_compared_what_they_match_compiled(
            text in "(\\*\\*/)?([ab*]{1,4}/){0,3}([ab*]{1,4}|\\*\\*)",
            path in "([ab]{1,3}/){0,4}[ab]{1,4}",
        ) {
            let matcher = Matcher::new(&text);
            prop_assert!(matches!(matcher, Matcher::Compared(_)));
            prop_assert_eq!(matcher.is_match(&path), compile(&text).unwrap().is_match(&path), "{} {}", text, path);
        }
    }
}
