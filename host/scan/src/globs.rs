//! Globs, each tested only on paths that can match it.
//!
//! Compiling a glob takes longer than a whole small repository does, and testing one takes longer than looking a name
//! up. So every glob has a guard that is read off its text, and it is compiled when a path first passes that guard;
//! globs of the two most frequent forms never are.

use crate::patterns::PatternRef;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Longer ones are compiled at once: only those can turn out to be too large.
const MAX_LAZY: usize = 256;

/// What has a meaning in globs, byte by byte: start-up asks this of every sign of every pattern.
const IS_SIGN: [bool; 256] = {
    let mut table = [false; 256];
    let signs = b"*?[]{}\\!";
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

fn is_sign(byte: u8) -> bool {
    IS_SIGN[usize::from(byte)]
}

/// All globs of a pattern set.
#[derive(Debug, Default)]
pub(crate) struct Globs {
    globs: Vec<Compiled>,
    /// Globs whose last part is this name.
    names: HashMap<String, Vec<usize>>,
    /// Globs whose last part ends with a dot and this.
    tails: HashMap<String, Vec<usize>>,
    /// Globs whose last part begins with this, which may be empty.
    heads: Vec<(String, usize)>,
}

impl Globs {
    /// Adds a glob over relative paths, in which `*` does not cross `/`.
    pub(crate) fn add(&mut self, text: &str, reference: PatternRef) -> Result<(), globset::Error> {
        let index = self.globs.len();
        self.globs.push(Compiled { test: Test::of(text)?, reference });
        let last = text.rsplit('/').next().unwrap_or(text);
        let tail = last.rsplit_once('.').map_or("", |(_, tail)| tail);
        // A bracket that closes here and opens earlier: the last part is not what follows the last `/`.
        let count = |signs: [u8; 2]| last.bytes().filter(|byte| signs.contains(byte)).count();
        let is_whole = count(*b"{[") == count(*b"}]") && !text.as_bytes().contains(&b'\\');
        if !is_whole {
            self.heads.push((String::new(), index));
        } else if is_plain(last) {
            self.names.entry(last.to_owned()).or_default().push(index);
        } else if let Some(tails) = alternatives(tail) {
            for tail in tails {
                self.tails.entry(tail.to_owned()).or_default().push(index);
            }
        } else {
            let head = &last[..last.bytes().position(is_sign).unwrap_or(last.len())];
            self.heads.push((head.to_owned(), index));
        }
        Ok(())
    }

    /// Adds to `found` what matches the path with this last part, in any order, nothing twice.
    pub(crate) fn matches(&self, path: &str, name: &str, found: &mut Vec<PatternRef>) {
        let tail = name.rsplit_once('.').and_then(|(_, tail)| self.tails.get(tail));
        let guarded = self.names.get(name).into_iter().chain(tail).flatten();
        let heads = self.heads.iter().filter(|(head, _)| name.starts_with(head.as_str())).map(|(_, index)| index);
        let globs = guarded.chain(heads).filter_map(|index| self.globs.get(*index));
        found.extend(globs.filter(|glob| glob.test.matches(path)).map(|glob| glob.reference));
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

#[derive(Debug)]
struct Compiled {
    test: Test,
    reference: PatternRef,
}

#[derive(Debug)]
enum Test {
    /// `**/` and a plain path: the path ends with it, at the beginning of a part.
    EndsWith(String),
    /// `**/*` and a plain text: the last part ends with it.
    NameEndsWith(String),
    /// `**/`, a plain path and `/*`: so does the directory.
    ChildOf(String),
    /// `**/`, a plain path, `/*` and a plain text: the directory ends with the one, the last part with the other.
    ChildEndsWith(String, String),
    /// Anything else.
    Glob(String, OnceLock<GlobSet>),
}

impl Test {
    fn of(text: &str) -> Result<Self, globset::Error> {
        let below = text.strip_prefix("**/");
        if let Some((directory, end)) = below.and_then(|below| below.split_once("/*"))
            && is_part(directory)
            && is_plain(end)
            && !end.contains('/')
        {
            return Ok(Self::ChildEndsWith(directory.to_owned(), end.to_owned()));
        }
        Ok(match (below, below.and_then(|below| below.strip_prefix('*'))) {
            (_, Some(end)) if is_plain(end) && !end.contains('/') => Self::NameEndsWith(end.to_owned()),
            (Some(path), _) if is_part(path) => Self::EndsWith(path.to_owned()),
            (Some(path), _) if path.strip_suffix("/*").is_some_and(is_part) => {
                Self::ChildOf(path.trim_end_matches("/*").to_owned())
            }
            _ => {
                let compiled = OnceLock::new();
                if text.len() > MAX_LAZY {
                    _ = compiled.set(compile(text)?);
                }
                // Malformed ones are refused whether they are ever needed or not. Stars alone are never malformed.
                if text.bytes().any(|byte| byte != b'*' && is_sign(byte)) {
                    glob(text)?;
                }
                Self::Glob(text.to_owned(), compiled)
            }
        })
    }

    fn matches(&self, path: &str) -> bool {
        match self {
            Self::EndsWith(end) => ends_with(path, end),
            Self::ChildOf(end) => path.rsplit_once('/').is_some_and(|(directory, _)| ends_with(directory, end)),
            Self::ChildEndsWith(directory, end) => path
                .rsplit_once('/')
                .is_some_and(|(above, name)| name.ends_with(end.as_str()) && ends_with(above, directory)),
            Self::NameEndsWith(end) => path.ends_with(end.as_str()),
            // It was found to be well-formed, and is too short to be too large.
            Self::Glob(text, compiled) => compiled.get_or_init(|| compile(text).unwrap_or_default()).is_match(path),
        }
    }
}

fn glob(text: &str) -> Result<globset::Glob, globset::Error> {
    GlobBuilder::new(text).literal_separator(true).build()
}

fn compile(text: &str) -> Result<GlobSet, globset::Error> {
    GlobSetBuilder::new().add(glob(text)?).build()
}
