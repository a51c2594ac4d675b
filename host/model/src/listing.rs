//! What a plugin sees of a repository, seen from the host.

use serde::{Deserialize, Serialize};
use std::fmt;

/// One file that one pattern of a plugin matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hit {
    /// Index into [`RepoView::paths`].
    pub path: u32,
    /// Number of the pattern in the manifest ([`crate::Patterns::iter`]).
    pub pattern: u16,
}

/// Why a file could not be read. The text form is part of the contract with plugins (`wit/detector.wit`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadErrorCode {
    /// The index is out of range.
    NoSuchPath,
    /// The file is gone since the walk.
    NotFound,
    /// The path no longer names a regular file.
    NotAFile,
    /// The system refused.
    Unreadable,
    /// More bytes than asked for or allowed.
    TooLarge,
    /// The text is not UTF-8.
    NotUtf8,
    /// The plugin's reads are used up.
    Budget,
}

impl ReadErrorCode {
    /// The code as plugins see it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoSuchPath => "no-such-path",
            Self::NotFound => "not-found",
            Self::NotAFile => "not-a-file",
            Self::Unreadable => "unreadable",
            Self::TooLarge => "too-large",
            Self::NotUtf8 => "not-utf8",
            Self::Budget => "budget",
        }
    }
}

impl fmt::Display for ReadErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A failed read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct ReadError {
    /// The kind of failure.
    pub code: ReadErrorCode,
    /// One line for people.
    pub detail: String,
}

impl ReadError {
    /// A read error of this kind.
    pub fn new(code: ReadErrorCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

/// The part of one candidate root that one plugin may see: the paths its patterns matched, and their contents.
///
/// The scan implements it over a directory, embedders over whatever they have; the runtime serves plugins from it.
/// Implementations return the same answers for the whole time of a call. Budgets are not their concern.
pub trait RepoView: Send + Sync {
    /// The matched paths, relative to the candidate root, `/` as separator, sorted by bytes, none twice.
    fn paths(&self) -> &[String];

    /// The hits, sorted.
    fn hits(&self) -> &[Hit];

    /// How many hits there were before any cap.
    fn total_hits(&self) -> u32;

    /// Files below the candidate root by extension (lower case, no dot), most frequent first, ties by name.
    fn extension_counts(&self) -> &[(String, u32)];

    /// Size of a file in bytes.
    ///
    /// # Errors
    /// The file cannot be looked at.
    fn size(&self, path: u32) -> Result<u64, ReadError>;

    /// At most `max` bytes from `offset` on; fewer only at the end of the file.
    ///
    /// # Errors
    /// The file cannot be read.
    fn read(&self, path: u32, offset: u64, max: u64) -> Result<Vec<u8>, ReadError>;
}

/// A whole file as text, as the contract promises it (`snapshot.read-text`): at most `max` bytes, UTF-8, without a byte
/// order mark, never truncated or replaced.
///
/// # Errors
/// The file cannot be read, has more than `max` bytes, or is not UTF-8.
pub fn read_text(view: &dyn RepoView, path: u32, max: u64) -> Result<String, ReadError> {
    let size = view.size(path)?;
    if size > max {
        return Err(ReadError::new(
            ReadErrorCode::TooLarge,
            format!("it has {size} bytes, more than the {max} allowed"),
        ));
    }
    // One byte more than allowed tells whether the file has grown since.
    let bytes = view.read(path, 0, max + 1)?;
    if bytes.len() as u64 > max {
        return Err(ReadError::new(ReadErrorCode::TooLarge, format!("it has more than the {max} bytes allowed")));
    }
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let what = if utf16 { "it is UTF-16, not UTF-8".to_owned() } else { format!("it is not UTF-8 (byte {at})") };
        ReadError::new(ReadErrorCode::NotUtf8, what)
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One file.
    struct One(Vec<u8>);

    impl RepoView for One {
        fn paths(&self) -> &[String] {
            &[]
        }
        fn hits(&self) -> &[Hit] {
            &[]
        }
        fn total_hits(&self) -> u32 {
            0
        }
        fn extension_counts(&self) -> &[(String, u32)] {
            &[]
        }
        fn size(&self, _: u32) -> Result<u64, ReadError> {
            Ok(self.0.len() as u64)
        }
        fn read(&self, _: u32, _: u64, max: u64) -> Result<Vec<u8>, ReadError> {
            Ok(self.0.iter().take(max as usize).copied().collect())
        }
    }

    #[test]
    fn text_is_whole_without_mark_or_an_error() {
        let read = |bytes: &[u8]| read_text(&One(bytes.to_vec()), 0, 8).map_err(|error| error.code);
        assert_eq!(read(b"\xef\xbb\xbfab\r\n").as_deref(), Ok("ab\r\n"));
        assert_eq!(read(b"123456789"), Err(ReadErrorCode::TooLarge));
        assert_eq!(read(b"12345678").as_deref(), Ok("12345678"));
        assert_eq!(read(b"a\xffb"), Err(ReadErrorCode::NotUtf8));
        assert_eq!(read(b"\xff\xfea\0"), Err(ReadErrorCode::NotUtf8));
    }
}
