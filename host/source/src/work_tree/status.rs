//! The output of `git status`, counted while it comes.

use super::Changes;

/// Counts the entries of `git status --porcelain=v2 -z`, which comes in pieces: only how each begins is kept.
#[derive(Default)]
pub(super) struct StatusTally {
    changes: Changes,
    /// The first bytes of the entry at hand: its kind and, of a changed one, what happened to it.
    begin: Vec<u8>,
    /// Whether the entry is the former name of a renamed file.
    is_former_name: bool,
}

impl StatusTally {
    pub(super) fn take(&mut self, piece: &[u8]) {
        for &byte in piece {
            match byte {
                0 => self.end(),
                _ if self.begin.len() < 4 => self.begin.push(byte),
                _ => {}
            }
        }
    }

    pub(super) const fn changes(&self) -> Changes {
        self.changes
    }

    fn end(&mut self) {
        let begin = std::mem::take(&mut self.begin);
        if std::mem::take(&mut self.is_former_name) {
            return;
        }
        match begin.as_slice() {
            [kind @ (b'1' | b'2'), b' ', staged, modified] => {
                self.changes.staged += u64::from(*staged != b'.');
                self.changes.modified += u64::from(*modified != b'.');
                self.is_former_name = *kind == b'2';
            }
            [b'u', b' ', ..] => self.changes.modified += 1,
            [b'?', b' ', ..] => self.changes.untracked += 1,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_counted_however_the_output_is_cut() {
        let text = "1 .M N... 100644 100644 100644 a a modified\u{0}1 A. N... 0 1 2 a a added\u{0}\
                    1 MM N... 1 1 1 a a both\u{0}2 R. N... 1 1 1 a a R100 new\u{0}? old\u{0}\
                    u UU N... 1 1 1 1 a a a conflict\u{0}? untracked\u{0}";
        for length in 1..text.len() {
            let mut tally = StatusTally::default();
            text.as_bytes().chunks(length).for_each(|piece| tally.take(piece));
            assert_eq!(tally.changes(), Changes { modified: 3, staged: 3, untracked: 1 }, "pieces of {length}");
        }
    }
}
