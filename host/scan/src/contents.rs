//! Where the bytes behind a listing come from.

use fieldmark_model::ReadError;
use std::sync::Arc;

/// Contents of the files of a snapshot: a directory on disk, or whatever an embedder has.
pub trait Contents: Send + Sync {
    /// Size of a file in bytes; the path is relative to the repository.
    ///
    /// # Errors
    /// The file cannot be looked at.
    fn size(&self, path: &str) -> Result<u64, ReadError>;

    /// At most `max` bytes from `offset` on; fewer only at the end of the file.
    ///
    /// # Errors
    /// The file cannot be read.
    fn read(&self, path: &str, offset: u64, max: u64) -> Result<Vec<u8>, ReadError>;
}

impl<C: Contents> Contents for Arc<C> {
    fn size(&self, path: &str) -> Result<u64, ReadError> {
        self.as_ref().size(path)
    }

    fn read(&self, path: &str, offset: u64, max: u64) -> Result<Vec<u8>, ReadError> {
        self.as_ref().read(path, offset, max)
    }
}
