//! Damages good input, as a broken disk or a hostile author would.

use proptest::prelude::*;

/// One change.
#[derive(Debug, Clone)]
pub enum Damage {
    /// Other bytes stand at a place.
    Write(usize, Vec<u8>),
    /// Bytes are gone from a place on.
    Remove(usize, usize),
    /// Bytes of one place stand at another one, too.
    Copy(usize, usize, usize),
    /// The rest is missing.
    Cut(usize),
}

/// A few changes.
pub fn damages() -> impl Strategy<Value = Vec<Damage>> {
    let write = (any::<usize>(), proptest::collection::vec(any::<u8>(), 1..8));
    let one = prop_oneof![
        4 => write.prop_map(|(at, bytes)| Damage::Write(at, bytes)),
        2 => (any::<usize>(), 1..64usize).prop_map(|(at, length)| Damage::Remove(at, length)),
        2 => (any::<usize>(), any::<usize>(), 1..64usize).prop_map(|(from, to, length)| Damage::Copy(from, to, length)),
        1 => any::<usize>().prop_map(Damage::Cut),
    ];
    proptest::collection::vec(one, 1..6)
}

/// The input with all changes made to it.
#[must_use]
pub fn damaged(input: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for damage in damages {
        let length = bytes.len();
        let place = |at: usize| at % (length + 1);
        let end = |at: usize, count: usize| (place(at) + count).min(length);
        match damage {
            Damage::Write(at, new) => drop(bytes.splice(place(*at)..end(*at, new.len()), new.iter().copied())),
            Damage::Remove(at, count) => drop(bytes.drain(place(*at)..end(*at, *count))),
            Damage::Copy(from, to, count) => {
                let part = bytes[place(*from)..end(*from, *count)].to_vec();
                drop(bytes.splice(place(*to)..place(*to), part));
            }
            Damage::Cut(at) => bytes.truncate(place(*at)),
        }
    }
    bytes
}
