//! How much a source may cost.

use std::time::Duration;

/// Caps on what is fetched or unpacked. Whatever goes beyond one is an error, never a part of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Most bytes on disk: of a clone with its history, or of everything unpacked.
    pub max_bytes: u64,
    /// Most bytes of one unpacked file.
    pub max_file_bytes: u64,
    /// Most entries of an archive, directories and skipped ones counted, and of a clone on disk.
    pub max_entries: u64,
    /// Most parts of a path in an archive.
    pub max_depth: usize,
    /// Most bytes that one byte of an archive may become.
    pub max_ratio: u64,
    /// Bytes that may come out of any archive, however small: short ones of repeated text are nothing to fear.
    pub free_bytes: u64,
    /// Longest time for one clone, all its submodules included.
    pub max_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 4 << 30,
            max_file_bytes: 2 << 30,
            max_entries: 1_000_000,
            max_depth: 64,
            max_ratio: 200,
            free_bytes: 64 << 20,
            max_time: Duration::from_secs(600),
        }
    }
}

impl Limits {
    /// The same with another cap on bytes, which then holds for each file, too.
    #[must_use]
    pub fn with_max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = bytes;
        self.max_file_bytes = self.max_file_bytes.min(bytes);
        self
    }

    /// The same with another cap on time.
    #[must_use]
    pub const fn with_max_time(mut self, time: Duration) -> Self {
        self.max_time = time;
        self
    }
}
