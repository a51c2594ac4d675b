//! One file of the repository.

use crate::line::Lines;
use crate::{Document, Line, Place, ReadError, Repo, Xml, document, yaml};

/// A file that one of the plugin's patterns matched. Cheap to copy; contents are read on demand, once.
#[derive(Clone, Copy)]
pub struct File<'r> {
    repo: &'r Repo<'r>,
    index: usize,
}

impl<'r> File<'r> {
    pub(crate) const fn new(repo: &'r Repo<'r>, index: usize) -> Self {
        Self { repo, index }
    }

    /// Path relative to the root.
    #[must_use]
    pub fn path(&self) -> &'r str {
        self.repo.path(self.index)
    }

    /// Last part of the path.
    #[must_use]
    pub fn name(&self) -> &'r str {
        self.repo.name(self.index)
    }

    /// The directory it stands in; empty for the root.
    #[must_use]
    pub fn directory(&self) -> &'r str {
        self.repo.directory(self.index)
    }

    /// How many directories deep it stands: 0 in the root.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.repo.depth(self.index)
    }

    /// What follows the last dot of the name, if something stands before that dot.
    #[must_use]
    pub fn extension(&self) -> Option<&'r str> {
        self.name().rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, extension)| extension)
    }

    /// The name without its extension.
    #[must_use]
    pub fn stem(&self) -> &'r str {
        let name = self.name();
        name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem)
    }

    /// This file as a place, without a line.
    #[must_use]
    pub fn whole(&self) -> Place {
        Place { path: u32::try_from(self.index).ok(), line: None }
    }

    /// A line of this file, counted from 1.
    #[must_use]
    pub fn line(&self, line: u32) -> Place {
        Place { line: Some(line), ..self.whole() }
    }

    /// The text, if it can be read whole as UTF-8. If it cannot, a warning says why.
    #[must_use]
    pub fn text(&self) -> Option<&'r str> {
        self.repo.text(self.index)
    }

    /// The lines of the text; none if it cannot be read.
    pub fn lines(&self) -> impl Iterator<Item = Line<'r>> + use<'r> {
        let file = *self;
        Lines::new(self.text().unwrap_or_default()).map(move |(number, text)| Line { at: file.line(number), text })
    }

    /// The first line that contains this text.
    #[must_use]
    pub fn line_with(&self, text: &str) -> Option<Line<'r>> {
        self.lines().find(|line| line.text.contains(text))
    }

    /// The text as JSON; comments and trailing commas are allowed.
    #[must_use]
    pub fn json(&self) -> Option<&'r Document> {
        self.repo.document(self.index, document::parse_json)
    }

    /// The text as TOML.
    #[must_use]
    pub fn toml(&self) -> Option<&'r Document> {
        self.repo.document(self.index, document::parse_toml)
    }

    /// The first document of the text as YAML. Aliases are copies of what they stand for.
    #[must_use]
    pub fn yaml(&self) -> Option<&'r Document> {
        self.repo.document(self.index, yaml::parse_yaml)
    }

    /// The text as XML.
    #[must_use]
    pub fn xml(&self) -> Option<Xml<'r>> {
        self.repo.xml(self.index)
    }

    /// Size in bytes.
    ///
    /// # Errors
    /// The file cannot be looked at.
    pub fn size(&self) -> Result<u64, ReadError> {
        self.repo.size(self.index)
    }

    /// At most `max` bytes from the end: for files that may be large and say something there.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn tail(&self, max: u32) -> Result<Vec<u8>, ReadError> {
        let from = self.size()?.saturating_sub(u64::from(max));
        self.repo.source().read(self.whole().path.unwrap_or(u32::MAX), from, max)
    }

    /// At most `max` bytes from the beginning: for files that are known by how they begin.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn head(&self, max: u32) -> Result<Vec<u8>, ReadError> {
        self.repo.source().read(self.whole().path.unwrap_or(u32::MAX), 0, max)
    }
}
