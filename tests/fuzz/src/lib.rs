//! What the targets share.

use fieldmark_model::{ReadError, ReadErrorCode};
use fieldmark_scan::Contents;

/// Files of which only names are known.
#[derive(Debug, Clone, Copy)]
pub struct NoContents;

impl Contents for NoContents {
    fn size(&self, path: &str) -> Result<u64, ReadError> {
        Err(ReadError::new(ReadErrorCode::NotFound, path))
    }

    fn read(&self, path: &str, _: u64, _: u64) -> Result<Vec<u8>, ReadError> {
        Err(ReadError::new(ReadErrorCode::NotFound, path))
    }
}

/// Whether a text is one line that neither drives a terminal nor changes the direction of reading.
#[must_use]
pub fn is_plain_line(text: &str) -> bool {
    !text.chars().any(|c| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}
