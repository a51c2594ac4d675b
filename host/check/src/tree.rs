//! Files of a repository, as checks see them.

use fieldmark_model::ReadError;

/// The files of a repository. Paths are relative to the repository; no link is followed.
pub trait Tree {
    /// The beginning of a file, at most `max` bytes of it; none when there is no such file.
    ///
    /// # Errors
    /// There is something of this name that cannot be read: a link, a pipe, a file without rights.
    fn read(&self, path: &str, max: u64) -> Result<Option<Vec<u8>>, ReadError>;

    /// Whether the owner may execute a file; none when that is not known here.
    fn is_executable(&self, path: &str) -> Option<bool>;
}
