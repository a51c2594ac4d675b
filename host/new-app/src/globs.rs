//! What `oc` takes a directory for: by names of files in it alone (new-app.md 4.2). The names are data.

use serde::Deserialize;
use std::ffi::OsStr;
use std::path::Path;
use std::{fs, io};

/// The table, as people edit it.
const TABLE: &str = include_str!("../../../rules/new-app-detectors.toml");
/// Most entries of a directory that are looked at.
const MAX_ENTRIES: usize = 100_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    detector: Vec<Row>,
}

/// One detector.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// What is looked up among builder images.
    term: String,
    /// Names of files; one `*` stands for any text.
    files: Vec<String>,
}

/// The terms of all detectors that match, in their order; the first one counts.
pub(crate) fn terms(directory: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(directory)?.take(MAX_ENTRIES) {
        names.push(entry?.file_name());
    }
    let hit = |row: &&Row| row.files.iter().any(|glob| names.iter().any(|name| fits(glob, name)));
    Ok(rows().iter().filter(hit).map(|row| row.term.clone()).collect())
}

fn rows() -> Vec<Row> {
    // A test reads the table; it is part of the program.
    toml::from_str::<Table>(TABLE).map(|table| table.detector).unwrap_or_default()
}

fn fits(glob: &str, name: &OsStr) -> bool {
    let Some(name) = name.to_str() else { return false };
    match glob.split_once('*') {
        // A leading dot is matched like any other character.
        Some((head, tail)) => name.len() >= head.len() + tail.len() && name.starts_with(head) && name.ends_with(tail),
        None => glob == name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_read_and_complete() {
        assert_eq!(rows().len(), 11, "new-app.md 4.2");
    }

    #[test]
    fn globs_have_one_star() {
        for (glob, name, expected) in [
            ("*.csproj", "Hello.csproj", true),
            ("*.csproj", "csproj", false),
            ("main.go", "main.go", true),
            ("main.go", "amain.go", false),
        ] {
            assert_eq!(fits(glob, OsStr::new(name)), expected, "{glob} {name}");
        }
    }

    #[test]
    fn only_the_directory_itself_is_looked_at() {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("sub")).unwrap();
        fs::write(directory.path().join("sub/pom.xml"), "").unwrap();
        assert!(terms(directory.path()).unwrap().is_empty());
        fs::write(directory.path().join("pom.xml"), "").unwrap();
        assert_eq!(terms(directory.path()).unwrap().len(), 1);
    }
}
