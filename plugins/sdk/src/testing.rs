//! A repository in memory, for unit tests beside the code of a plugin. Whole fixtures are the test kit's business.

use crate::{Hit, ReadError, Repo, Source};
use std::collections::BTreeMap;

/// Files given as pairs of path and text. All of them count as matched.
#[derive(Debug, Clone, Default)]
pub struct MemorySource {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemorySource {
    /// A source that holds these files.
    pub fn new<P: Into<String>, T: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self { files: files.into_iter().map(|(path, text)| (path.into(), text.into())).collect() }
    }

    /// A repository over this source.
    #[must_use]
    pub fn into_repo(self) -> Repo<'static> {
        Repo::new(Box::new(self))
    }

    fn file(&self, path: u32) -> Result<&Vec<u8>, ReadError> {
        let missing = || ReadError { code: "no-such-path".to_owned(), detail: format!("there is no path {path}") };
        self.files.values().nth(path as usize).ok_or_else(missing)
    }
}

impl Source for MemorySource {
    fn paths(&self) -> String {
        self.files.keys().map(String::as_str).collect::<Vec<_>>().join("\0")
    }

    fn hits(&self) -> Vec<Hit> {
        (0u32..).zip(self.files.keys()).map(|(path, _)| Hit { path, pattern: 0 }).collect()
    }

    fn total_hits(&self) -> u32 {
        u32::try_from(self.files.len()).unwrap_or(u32::MAX)
    }

    fn extension_counts(&self) -> Vec<(String, u32)> {
        let mut counts = BTreeMap::new();
        for path in self.files.keys() {
            let name = path.rsplit('/').next().unwrap_or_default();
            if let Some((stem, extension)) = name.rsplit_once('.')
                && !stem.is_empty()
            {
                *counts.entry(extension.to_lowercase()).or_insert(0) += 1;
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts
    }

    fn size(&self, path: u32) -> Result<u64, ReadError> {
        self.file(path).map(|file| file.len() as u64)
    }

    fn read(&self, path: u32, offset: u64, max: u32) -> Result<Vec<u8>, ReadError> {
        let skip = usize::try_from(offset).unwrap_or(usize::MAX);
        self.file(path).map(|file| file.iter().skip(skip).take(max as usize).copied().collect())
    }

    fn read_text(&self, path: u32, max: u32) -> Result<String, ReadError> {
        let file = self.file(path)?;
        if file.len() > max as usize {
            return Err(ReadError { code: "too-large".to_owned(), detail: format!("it has {} bytes", file.len()) });
        }
        String::from_utf8(file.clone())
            .map_err(|_| ReadError { code: "not-utf8".to_owned(), detail: "it is not UTF-8".to_owned() })
    }
}
