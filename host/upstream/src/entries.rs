//! What stands in a context directory.

use std::fs;
use std::path::Path;

/// Most names that are looked at: more manifests than these nobody has in one directory.
const MOST: usize = 4096;

/// Names that stand directly in a directory, sorted; those of directories end with `/`. Links and special files are left
/// out, as are names that are not UTF-8. Empty when the directory cannot be read.
#[must_use]
pub fn entries(directory: &Path) -> Vec<String> {
    let Ok(found) = fs::read_dir(directory) else { return Vec::new() };
    let mut names: Vec<String> = found
        .take(MOST)
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let (kind, name) = (entry.file_type().ok()?, entry.file_name().into_string().ok()?);
            match (kind.is_dir(), kind.is_file()) {
                (true, _) => Some(format!("{name}/")),
                (_, true) => Some(name),
                _ => None,
            }
        })
        .collect();
    names.sort_unstable();
    names
}
