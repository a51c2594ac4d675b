//! Tar archives, gzipped or not.

use super::meter::{Counters, Meter, Refusal};
use super::target::Target;
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufRead, Read};
use std::rc::Rc;
use tar::{Archive, Entry, EntryType};

pub(crate) fn unpack(file: impl BufRead, is_gzipped: bool, target: &mut Target<'_>) -> Result<(), Refusal> {
    if is_gzipped { entries(MultiGzDecoder::new(file), target) } else { entries(file, target) }
}

fn entries(reader: impl Read, target: &mut Target<'_>) -> Result<(), Refusal> {
    let counters = Rc::new(Counters::default());
    // Headers come on top of what is written.
    let max = target.max_expanded().saturating_mul(2);
    let mut archive = Archive::new(Meter::new(reader, Rc::clone(&counters), max));
    let mut is_first = true;
    let mut entries = archive.entries()?;
    loop {
        counters.expect_headers();
        let entry = match entries.next() {
            None => break,
            Some(Ok(entry)) => entry,
            Some(Err(error)) => return Err(damage(error, is_first)),
        };
        is_first = false;
        counters.expect_contents();
        self::entry(entry, target)?;
    }
    if !counters.at_end_mark() {
        return Err(Refusal::cut_off());
    }
    // The checksum of gzip stands behind everything.
    counters.expect_contents();
    io::copy(&mut archive.into_inner(), &mut io::sink())?;
    Ok(())
}

fn entry(mut entry: Entry<'_, impl Read>, target: &mut Target<'_>) -> Result<(), Refusal> {
    let kind = entry.header().entry_type();
    if kind == EntryType::XGlobalHeader {
        return drain(&mut entry);
    }
    let name = target.entry(&entry.path_bytes())?;
    let is_executable = entry.header().mode().is_ok_and(|mode| mode & 0o100 != 0);
    let size = entry.size();
    match (kind, name) {
        (EntryType::Symlink | EntryType::Link, _) => target.skip_link(),
        (EntryType::Directory, Some(name)) => target.directory(&name)?,
        (EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse, Some(name)) => {
            return target.file(&name, is_executable, size, &mut entry);
        }
        (EntryType::Directory | EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse, None) => {}
        _ => target.skip_special(),
    }
    drain(&mut entry)
}

/// Reads what belongs to an entry that is left out, for looking for the next one may not read much.
fn drain(entry: &mut Entry<'_, impl Read>) -> Result<(), Refusal> {
    io::copy(entry, &mut io::sink())?;
    Ok(())
}

fn damage(error: io::Error, is_first: bool) -> Refusal {
    let is_ours = error.get_ref().is_some_and(|inner| inner.is::<Refusal>());
    if is_first && !is_ours {
        return Refusal::Damaged("it is no archive, or a damaged one".to_owned());
    }
    error.into()
}
