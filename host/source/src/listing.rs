//! Lists of paths, as `git ls-files` and `find` print them.

use crate::{Limits, SourceError};

/// Reads a list of paths from bytes: separated by NUL if there is any, otherwise by line ends. A leading `./` goes, and
/// so does an empty line.
///
/// # Errors
/// There are more paths than entries are allowed, or one of them is not UTF-8.
pub fn listing(bytes: &[u8], limits: &Limits) -> Result<Vec<String>, SourceError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| SourceError::Location { text: "-".to_owned(), problem: "the list is not UTF-8" })?;
    let separator = if text.contains('\0') { '\0' } else { '\n' };
    let mut paths = Vec::new();
    for path in text.split(separator) {
        let path = if separator == '\n' { path.strip_suffix('\r').unwrap_or(path) } else { path };
        let path = path.strip_prefix("./").unwrap_or(path);
        if path.is_empty() {
            continue;
        }
        if paths.len() as u64 == limits.max_entries {
            let (location, limit) = ("the list".to_owned(), limits.max_entries);
            return Err(SourceError::TooLarge { location, limit, unit: "entries" });
        }
        paths.push(path.to_owned());
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_separators_are_understood() {
        for (text, paths) in [
            ("a\nb/c\n", vec!["a", "b/c"]),
            ("./a\r\n\n./b\r\n", vec!["a", "b"]),
            ("a\nx\0b\0", vec!["a\nx", "b"]),
            ("", vec![]),
        ] {
            assert_eq!(listing(text.as_bytes(), &Limits::default()).unwrap(), paths, "{text:?}");
        }
    }

    #[test]
    fn too_many_paths_and_other_bytes_are_refused() {
        let limits = Limits { max_entries: 2, ..Limits::default() };
        assert!(listing(b"a\nb\n", &limits).is_ok());
        assert_eq!(listing(b"a\nb\nc\n", &limits).unwrap_err().code(), "source.too-large");
        assert_eq!(listing(b"a\xff\n", &limits).unwrap_err().code(), "source.location");
    }
}
