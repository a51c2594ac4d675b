//! Zip archives.

use super::meter::Refusal;
use super::target::Target;
use std::io::{Read, Seek};
use zip::ZipArchive;
use zip::result::ZipError;

/// The kinds of files in a Unix mode.
const KIND: u32 = 0o170_000;
const REGULAR: u32 = 0o100_000;
const DIRECTORY: u32 = 0o040_000;
const LINK: u32 = 0o120_000;

pub(crate) fn unpack(file: impl Read + Seek, target: &mut Target<'_>) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(file).map_err(damage)?;
    if archive.has_duplicate_names() {
        return Err(Refusal::Damaged("two entries have the same name".to_owned()));
    }
    if archive.has_overlapping_entries().map_err(damage)? {
        return Err(Refusal::Damaged("its entries overlap".to_owned()));
    }
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(damage)?;
        let Some(name) = target.entry(file.name_raw())? else { continue };
        let mode = file.unix_mode().unwrap_or(0);
        let is_directory = file.name_raw().ends_with(b"/");
        match mode & KIND {
            LINK => target.skip_link(),
            0 | REGULAR | DIRECTORY if is_directory => target.directory(&name)?,
            0 | REGULAR => {
                let size = file.size();
                target.file(&name, mode & 0o100 != 0, size, &mut file)?;
            }
            _ => target.skip_special(),
        }
    }
    Ok(())
}

fn damage(error: ZipError) -> Refusal {
    match error {
        ZipError::Io(error) => error.into(),
        error => Refusal::Damaged(format!("it cannot be read: {error}")),
    }
}
