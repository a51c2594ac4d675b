//! Reading what comes out of an archive, with a limit on all of it.

use std::cell::Cell;
use std::io::{self, Read};
use std::path::PathBuf;
use std::rc::Rc;
use thiserror::Error;

/// Most bytes that stand before one entry: extended headers and long names are read whole.
pub(crate) const MAX_HEADERS: u64 = 1 << 20;

/// Why an archive is not unpacked.
#[derive(Debug, Error)]
pub(crate) enum Refusal {
    #[error("too many bytes")]
    Bytes,
    #[error("too many bytes in one file")]
    FileBytes,
    #[error("too many entries")]
    Entries,
    #[error("too many bytes out of few")]
    Ratio,
    #[error("cancelled")]
    Cancelled,
    #[error("{0}")]
    Damaged(String),
    #[error("{0} cannot be written: {1}")]
    Unwritable(PathBuf, io::Error),
}

impl From<io::Error> for Refusal {
    /// What a reader says of damage; one of these that came through a reader is itself again.
    fn from(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(refusal) => refusal,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Self::cut_off(),
            Err(error) => Self::Damaged(format!("it is damaged: {error}")),
        }
    }
}

impl Refusal {
    pub(crate) fn cut_off() -> Self {
        Self::Damaged("it ends too early".to_owned())
    }
}

/// Counters that a reader shares with whoever holds its owner.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    /// Bytes left for headers while the next entry is looked for; no limit while one is read.
    headers: Cell<Option<u64>>,
    /// Zero bytes at the end of what was read.
    zeros: Cell<u64>,
}

impl Counters {
    /// The next entry is looked for.
    pub(crate) fn expect_headers(&self) {
        self.headers.set(Some(MAX_HEADERS));
    }

    /// An entry is read.
    pub(crate) fn expect_contents(&self) {
        self.headers.set(None);
    }

    /// Whether what was read ends with the mark of a tar archive's end.
    pub(crate) fn at_end_mark(&self) -> bool {
        self.zeros.get() >= 512
    }
}

/// A reader that says no before too much was read.
pub(crate) struct Meter<R> {
    inner: R,
    counters: Rc<Counters>,
    left: u64,
}

impl<R: Read> Meter<R> {
    pub(crate) fn new(inner: R, counters: Rc<Counters>, max: u64) -> Self {
        Self { inner, counters, left: max }
    }
}

impl<R: Read> Read for Meter<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        let read = length as u64;
        self.left = self.left.checked_sub(read).ok_or_else(|| io::Error::other(Refusal::Ratio))?;
        if let Some(headers) = self.counters.headers.get() {
            let left = headers
                .checked_sub(read)
                .ok_or_else(|| io::Error::other(Refusal::Damaged("it has headers of more than 1 MiB".to_owned())))?;
            self.counters.headers.set(Some(left));
        }
        let zeros = buffer[..length].iter().rev().take_while(|byte| **byte == 0).count() as u64;
        self.counters.zeros.set(if zeros == read { self.counters.zeros.get() + zeros } else { zeros });
        Ok(length)
    }
}
