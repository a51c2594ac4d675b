//! What a commit would put on disk, counted while git lists it.

use crate::Limits;
use crate::process::Stop;

/// Counts entries and bytes of the output of `git ls-tree -r -l -z`, which comes in pieces.
pub(crate) struct TreeTally<'l> {
    limits: &'l Limits,
    entries: u64,
    bytes: u64,
    /// The size of the entry at hand, once its digits begin.
    size: u64,
    in_name: bool,
    field: u8,
    after_blank: bool,
}

impl<'l> TreeTally<'l> {
    pub(crate) const fn new(limits: &'l Limits) -> Self {
        Self { limits, entries: 0, bytes: 0, size: 0, in_name: false, field: 0, after_blank: false }
    }

    /// Takes the next piece.
    pub(crate) fn take(&mut self, piece: &[u8]) -> Result<(), Stop> {
        for &byte in piece {
            match byte {
                0 => self.end()?,
                _ if self.in_name => {}
                b'\t' => self.in_name = true,
                b' ' => self.after_blank = true,
                digit => {
                    self.field += u8::from(self.after_blank);
                    self.after_blank = false;
                    // Mode, type, id, size; that of a submodule is `-`.
                    if self.field == 3 && digit.is_ascii_digit() {
                        self.size = self.size.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
                    }
                }
            }
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Stop> {
        self.entries += 1;
        self.bytes = self.bytes.saturating_add(self.size);
        (self.size, self.field, self.in_name, self.after_blank) = (0, 0, false, false);
        if self.entries > self.limits.max_entries {
            return Err(Stop::Size(self.limits.max_entries, "entries"));
        }
        if self.bytes > self.limits.max_bytes {
            return Err(Stop::Size(self.limits.max_bytes, "bytes"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &[u8] =
        b"100644 blob aaaa      12\ta 9 file\t77\x00160000 commit bbbb       -\tsub\x00120000 blob cccc 1000\tlink\0";

    fn tally(max_bytes: u64, max_entries: u64, piece: usize) -> Result<(u64, u64), Stop> {
        let limits = Limits { max_bytes, max_entries, ..Limits::default() };
        let mut tally = TreeTally::new(&limits);
        for piece in LIST.chunks(piece) {
            tally.take(piece)?;
        }
        Ok((tally.entries, tally.bytes))
    }

    #[test]
    fn sizes_are_summed_however_the_list_is_cut() {
        for piece in 1..LIST.len() {
            assert_eq!(tally(1012, 3, piece).unwrap(), (3, 1012), "pieces of {piece}");
        }
    }

    #[test]
    fn one_byte_or_entry_too_many_is_refused() {
        assert!(matches!(tally(1011, 3, 7), Err(Stop::Size(1011, "bytes"))));
        assert!(matches!(tally(1012, 2, 7), Err(Stop::Size(2, "entries"))));
    }
}
