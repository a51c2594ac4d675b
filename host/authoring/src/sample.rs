//! The fixtures of the bundled plugins: repositories of many kinds, which other plugins are tried over.

use fieldmark_model::{ReadError, ReadErrorCode};
use fieldmark_scan::Contents;

/// One fixture of a bundled plugin or detector.
pub(crate) struct Sample {
    /// Id of its owner.
    pub(crate) owner: &'static str,
    /// Its name.
    pub(crate) case: &'static str,
    /// Its files.
    pub(crate) files: &'static [(&'static str, &'static [u8])],
}

/// All of them that need no settings. The build script makes the table.
pub(crate) static SAMPLES: &[Sample] = include!(concat!(env!("OUT_DIR"), "/samples.rs"));

impl Sample {
    /// Its paths.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.files.iter().map(|(path, _)| *path)
    }

    /// What stands in its files.
    pub(crate) fn contents(&self) -> Box<dyn Contents> {
        Box::new(Embedded(self.files))
    }
}

/// Names of files without anything in them.
pub(crate) struct NamesOnly;

struct Embedded(&'static [(&'static str, &'static [u8])]);

impl Embedded {
    fn find(&self, path: &str) -> Result<&'static [u8], ReadError> {
        let found = self.0.binary_search_by(|(probe, _)| (*probe).cmp(path));
        found.map(|index| self.0[index].1).map_err(|_| ReadError::new(ReadErrorCode::NotFound, path))
    }
}

impl Contents for Embedded {
    fn size(&self, path: &str) -> Result<u64, ReadError> {
        self.find(path).map(|bytes| bytes.len() as u64)
    }

    fn read(&self, path: &str, offset: u64, max: u64) -> Result<Vec<u8>, ReadError> {
        let skip = usize::try_from(offset).unwrap_or(usize::MAX);
        let take = usize::try_from(max).unwrap_or(usize::MAX);
        self.find(path).map(|bytes| bytes.iter().skip(skip).take(take).copied().collect())
    }
}

impl Contents for NamesOnly {
    fn size(&self, path: &str) -> Result<u64, ReadError> {
        Err(ReadError::new(ReadErrorCode::NotFound, path))
    }

    fn read(&self, path: &str, _: u64, _: u64) -> Result<Vec<u8>, ReadError> {
        Err(ReadError::new(ReadErrorCode::NotFound, path))
    }
}
