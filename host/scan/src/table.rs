//! Patterns as a table: made once, and looked things up in without being taken apart first.
//!
//! The patterns of bundled plugins are known while the host is built. Setting up hash tables and strings for them takes
//! longer than a small repository does, so the packaging step writes this table down, and a host uses it where it lies.

use crate::globs::{self, Form, Guard};
use crate::patterns::{PatternError, PatternRef, is_glob};
use fieldmark_model::Patterns;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The patterns of some plugins, numbered in the order in which they were given.
#[derive(Debug, Clone)]
pub struct PatternTable {
    words: Cow<'static, [u32]>,
    text: Cow<'static, str>,
}

/// Sections of the table: the header holds for each where it begins and how many records it has.
#[derive(Clone, Copy)]
enum Section {
    /// For each plugin: how many of its patterns are markers, and the number of its first that is no reason to ask it.
    Plugins,
    /// Names, extensions, and what guards globs: the name, what follows the last dot, and the name of the directory. Hash
    /// tables, see [`Page::slots`].
    Names,
    Extensions,
    GlobNames,
    GlobTails,
    GlobDirectories,
    /// Globs guarded by the beginning of a name: text and glob.
    Heads,
    /// Globs: form, two texts, pattern.
    Globs,
    /// Patterns that hold for one place below a candidate root, ascending: pattern and text.
    Anchored,
    /// What the slots of hash tables lead to: how many, and as many words.
    Lists,
}

const SECTIONS: usize = 10;

/// Words of a record.
const PLUGIN: usize = 2;
const SLOT: usize = 3;
const HEAD: usize = 3;
const GLOB: usize = 6;
const ANCHORED: usize = 3;

/// A glob of the table.
pub(crate) struct TableGlob<'t> {
    pub(crate) form: Form<&'t str>,
    pub(crate) pattern: PatternRef,
}

impl PatternTable {
    /// The table of these plugins' patterns.
    ///
    /// # Errors
    /// A glob is malformed.
    pub fn new<'p>(plugins: impl IntoIterator<Item = &'p Patterns>) -> Result<Self, PatternError> {
        let mut draft = Draft::default();
        for (plugin, patterns) in plugins.into_iter().enumerate() {
            draft.plugin(plugin, patterns)?;
        }
        Ok(draft.table())
    }

    /// A table that was written down: the [`PatternTable::words`] and the [`PatternTable::text`] of one.
    #[must_use]
    pub const fn written(words: &'static [u32], text: &'static str) -> Self {
        Self { words: Cow::Borrowed(words), text: Cow::Borrowed(text) }
    }

    /// The numbers of the table.
    #[must_use]
    pub fn words(&self) -> &[u32] {
        &self.words
    }

    /// The texts of the table.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many plugins it has.
    pub(crate) fn plugins(&self) -> usize {
        self.records(Section::Plugins)
    }

    pub(crate) fn globs(&self) -> usize {
        self.records(Section::Globs)
    }

    pub(crate) fn anchors(&self) -> usize {
        self.records(Section::Anchored)
    }

    /// How many patterns of a plugin are markers, and the number of its first that is no reason to ask it.
    pub(crate) fn limits(&self, plugin: usize) -> (u32, u32) {
        let record = self.record(Section::Plugins, plugin, PLUGIN);
        (record[0], record[1])
    }

    /// Patterns that are this name.
    pub(crate) fn named(&self, name: &str) -> impl Iterator<Item = PatternRef> {
        self.list(Section::Names, name).iter().copied().map(PatternRef::of_word)
    }

    /// Patterns that are this extension, in lower case.
    pub(crate) fn with_extension(&self, extension: &str) -> impl Iterator<Item = PatternRef> {
        self.list(Section::Extensions, extension).iter().copied().map(PatternRef::of_word)
    }

    /// Numbers of the globs that a path with these last two parts may match, nothing twice.
    pub(crate) fn guarded(&self, directory: &str, name: &str) -> impl Iterator<Item = usize> {
        let tail = name.rsplit_once('.').map_or(&[][..], |(_, tail)| self.list(Section::GlobTails, tail));
        let heads = (0..self.records(Section::Heads)).filter_map(move |index| {
            let head = self.record(Section::Heads, index, HEAD);
            name.starts_with(self.piece(head[0], head[1])).then_some(head[2])
        });
        let named = self.list(Section::GlobNames, name);
        let inside = self.list(Section::GlobDirectories, directory);
        named.iter().chain(tail).chain(inside).copied().chain(heads).map(|word| word as usize)
    }

    pub(crate) fn glob(&self, index: usize) -> TableGlob<'_> {
        let record = self.record(Section::Globs, index, GLOB);
        let (first, second) = (self.piece(record[1], record[2]), self.piece(record[3], record[4]));
        TableGlob { form: Form::of_word(record[0], first, second), pattern: PatternRef::of_word(record[5]) }
    }

    /// Where a pattern stands among those for one place, with its text; none if it holds anywhere.
    pub(crate) fn anchored(&self, pattern: PatternRef) -> Option<(usize, &str)> {
        let index = self.first_anchor(pattern);
        let record = self.anchor(index).filter(|record| record[0] == pattern.word())?;
        Some((index, self.piece(record[1], record[2])))
    }

    /// Whether any pattern of a plugin holds at one place only.
    pub(crate) fn has_anchors(&self, plugin: u16) -> bool {
        let first = self.anchor(self.first_anchor(PatternRef { plugin, pattern: 0 }));
        first.is_some_and(|record| PatternRef::of_word(record[0]).plugin == plugin)
    }

    /// Index of the first one for one place that does not come before a pattern.
    fn first_anchor(&self, pattern: PatternRef) -> usize {
        let (mut low, mut high) = (0, self.anchors());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.record(Section::Anchored, middle, ANCHORED)[0] < pattern.word() {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn anchor(&self, index: usize) -> Option<&[u32]> {
        (index < self.anchors()).then(|| self.record(Section::Anchored, index, ANCHORED))
    }

    fn records(&self, section: Section) -> usize {
        self.words[2 * section as usize + 1] as usize
    }

    fn record(&self, section: Section, index: usize, length: usize) -> &[u32] {
        let start = self.words[2 * section as usize] as usize + index * length;
        &self.words[start..start + length]
    }

    fn piece(&self, start: u32, length: u32) -> &str {
        &self.text[start as usize..(start + length) as usize]
    }

    /// What a hash table leads to from a text.
    fn list(&self, section: Section, text: &str) -> &[u32] {
        let slots = self.records(section);
        let mut slot = hash(text) as usize;
        loop {
            slot &= slots - 1;
            let record = self.record(section, slot, SLOT);
            let lists = self.words[2 * Section::Lists as usize] as usize;
            match record[2] as usize {
                EMPTY => return &[],
                list if self.piece(record[0], record[1]) == text => {
                    let at = lists + list;
                    return &self.words[at + 1..=at + self.words[at] as usize];
                }
                _ => slot += 1,
            }
        }
    }
}

/// What a slot without a text leads to: the empty list, with which the lists begin.
const EMPTY: usize = 0;

/// FNV-1a, of 32 bits. Texts come from manifests, so nobody gains by names that collide: the tables stay as they are.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// A table that is being made.
#[derive(Default)]
struct Draft<'p> {
    plugins: Vec<u32>,
    names: BTreeMap<Cow<'p, str>, Vec<u32>>,
    extensions: BTreeMap<Cow<'p, str>, Vec<u32>>,
    glob_names: BTreeMap<Cow<'p, str>, Vec<u32>>,
    glob_tails: BTreeMap<Cow<'p, str>, Vec<u32>>,
    glob_directories: BTreeMap<Cow<'p, str>, Vec<u32>>,
    heads: Vec<(String, u32)>,
    globs: Vec<(Form<String>, PatternRef)>,
    anchored: BTreeMap<PatternRef, &'p str>,
}

impl<'p> Draft<'p> {
    fn plugin(&mut self, plugin: usize, patterns: &'p Patterns) -> Result<(), PatternError> {
        self.plugins.extend([number(patterns.markers.len()), number(patterns.len() - patterns.beside.len())]);
        for (pattern, (list, text)) in patterns.iter().enumerate() {
            // A host loads far fewer than 65 536 plugins, and a manifest holds at most 512 patterns.
            let reference = PatternRef {
                plugin: u16::try_from(plugin).unwrap_or(u16::MAX),
                pattern: u16::try_from(pattern).unwrap_or(u16::MAX),
            };
            match list {
                "extensions" => self.extensions.entry(text.to_lowercase().into()).or_default().push(reference.word()),
                "globs" => self.anchored(text, reference)?,
                "beside" if text.contains('/') => self.anchored(text, reference)?,
                _ => self.name(text, patterns.directly, reference)?,
            }
        }
        Ok(())
    }

    /// Adds a name, or a glob over names.
    fn name(&mut self, text: &'p str, directly: bool, reference: PatternRef) -> Result<(), PatternError> {
        if directly {
            self.anchored.insert(reference, text);
        }
        if is_glob(text) {
            return self.glob(&format!("**/{text}"), reference);
        }
        self.names.entry(text.into()).or_default().push(reference.word());
        Ok(())
    }

    /// Adds a glob over the path below a candidate root. One that begins with `**/` holds at any depth by itself.
    fn anchored(&mut self, text: &'p str, reference: PatternRef) -> Result<(), PatternError> {
        if text.starts_with("**/") {
            return self.glob(text, reference);
        }
        self.anchored.insert(reference, text);
        // The author wrote no `**/`, so the error names none.
        self.glob(&format!("**/{text}"), reference).map_err(|error| PatternError { glob: text.to_owned(), ..error })
    }

    /// Adds a glob over relative paths, in which `*` does not cross `/`.
    fn glob(&mut self, text: &str, reference: PatternRef) -> Result<(), PatternError> {
        for glob in globs::expanded(text) {
            let form = Form::of(&glob).map_err(|error| PatternError {
                plugin: usize::from(reference.plugin),
                glob: text.to_owned(),
                problem: error.kind().to_string(),
            })?;
            let index = number(self.globs.len());
            self.globs.push((form, reference));
            match globs::guard(&glob) {
                Guard::Name(name) => self.glob_names.entry(name.to_owned().into()).or_default().push(index),
                Guard::Tails(tails) => {
                    for tail in tails {
                        self.glob_tails.entry(tail.to_owned().into()).or_default().push(index);
                    }
                }
                Guard::Directory(directory) => {
                    self.glob_directories.entry(directory.to_owned().into()).or_default().push(index);
                }
                Guard::Head(head) => self.heads.push((head.to_owned(), index)),
            }
        }
        Ok(())
    }

    fn table(self) -> PatternTable {
        let mut page = Page { words: vec![0; 2 * SECTIONS], text: String::new() };
        let mut lists = vec![number(EMPTY)];
        page.section(Section::Plugins, &self.plugins, PLUGIN);
        for (section, texts) in [
            (Section::Names, &self.names),
            (Section::Extensions, &self.extensions),
            (Section::GlobNames, &self.glob_names),
            (Section::GlobTails, &self.glob_tails),
            (Section::GlobDirectories, &self.glob_directories),
        ] {
            let slots = page.slots(texts, &mut lists);
            page.section(section, &slots, SLOT);
        }
        let heads: Vec<u32> =
            self.heads.iter().flat_map(|(head, glob)| page.piece(head).into_iter().chain([*glob])).collect();
        page.section(Section::Heads, &heads, HEAD);
        let mut records = Vec::new();
        for (form, pattern) in &self.globs {
            let (word, first, second) = form.word();
            records.push(word);
            records.extend(page.piece(first));
            records.extend(page.piece(second));
            records.push(pattern.word());
        }
        page.section(Section::Globs, &records, GLOB);
        let anchored: Vec<u32> = self
            .anchored
            .iter()
            .flat_map(|(pattern, text)| [pattern.word()].into_iter().chain(page.piece(text)))
            .collect();
        page.section(Section::Anchored, &anchored, ANCHORED);
        page.section(Section::Lists, &lists, 1);
        PatternTable { words: page.words.into(), text: page.text.into() }
    }
}

/// Words and texts that are being written.
struct Page {
    words: Vec<u32>,
    text: String,
}

impl Page {
    fn section(&mut self, section: Section, records: &[u32], length: usize) {
        let header = 2 * section as usize;
        self.words[header] = number(self.words.len());
        self.words[header + 1] = number(records.len() / length);
        self.words.extend_from_slice(records);
    }

    /// Where a text stands.
    fn piece(&mut self, text: &str) -> [u32; 2] {
        let start = self.text.find(text).unwrap_or_else(|| {
            self.text.push_str(text);
            self.text.len() - text.len()
        });
        [number(start), number(text.len())]
    }

    /// A hash table: at most half of its slots are taken, and a text stands in the first free one from where it belongs.
    fn slots(&mut self, texts: &BTreeMap<Cow<'_, str>, Vec<u32>>, lists: &mut Vec<u32>) -> Vec<u32> {
        let count = (2 * texts.len()).next_power_of_two();
        let mut slots = vec![0; count * SLOT];
        for (text, values) in texts {
            let mut slot = hash(text) as usize & (count - 1);
            while slots[slot * SLOT + 2] as usize != EMPTY {
                slot = (slot + 1) & (count - 1);
            }
            let [start, length] = self.piece(text);
            slots[slot * SLOT..][..SLOT].copy_from_slice(&[start, length, number(lists.len())]);
            lists.push(number(values.len()));
            lists.extend(values);
        }
        slots
    }
}

/// Tables have far fewer words and signs than 32 bits count: manifests hold at most 512 patterns each.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
