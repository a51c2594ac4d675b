//! Stand-ins for tests of this crate.

use crate::Contents;
use fieldmark_model::{ReadError, ReadErrorCode};

/// A listing whose files cannot be read.
pub(crate) struct NoContents;

impl Contents for NoContents {
    fn size(&self, path: &str) -> Result<u64, ReadError> {
        Err(ReadError::new(ReadErrorCode::NotFound, path))
    }

    fn read(&self, path: &str, _: u64, _: u64) -> Result<Vec<u8>, ReadError> {
        Err(ReadError::new(ReadErrorCode::NotFound, path))
    }
}
