//! A snapshot of a list of paths, for callers that have no directory.

use crate::{Contents, PatternSet, ScanError, Snapshot, Walked, tally::Tally};

/// Makes a snapshot of files that are given by name, with `/` as separator and relative to the repository.
///
/// Nothing is left out: ignore files and vendored directories are the business of whoever made the list.
///
/// # Errors
/// A path is empty, absolute, or has an empty part, `.` or `..`.
pub fn scan_listing<P: AsRef<str>>(
    paths: impl IntoIterator<Item = P>,
    set: &PatternSet,
    contents: Box<dyn Contents>,
) -> Result<Snapshot, ScanError> {
    let mut tally = Tally::default();
    let mut walked = Walked::default();
    for path in paths {
        let path = path.as_ref();
        check(path)?;
        walked.entries += 1;
        tally.file(path, set);
    }
    tally.sort();
    Ok(Snapshot::new(&[tally], set, walked, contents))
}

fn check(path: &str) -> Result<(), ScanError> {
    let problem = if path.is_empty() {
        "it is empty"
    } else if path.starts_with('/') {
        "it is absolute"
    } else if path.contains('\0') {
        "it contains NUL"
    } else if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        "it has an empty part, `.` or `..`"
    } else {
        return Ok(());
    };
    Err(ScanError::Listing { path: path.to_owned(), problem })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::NoContents;

    #[test]
    fn paths_that_leave_the_root_are_refused() {
        for path in ["", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a\0b"] {
            let error = scan_listing([path], &PatternSet::default(), Box::new(NoContents)).unwrap_err();
            assert_eq!(error.code(), "scan.listing", "{path:?}");
        }
    }
}
