//! Findings about the files of a source tree.

use fieldmark_model::Finding;

/// A finding about a line of a file.
pub(crate) fn at(code: &str, path: &str, line: u32, note: impl Into<String>) -> Finding {
    Finding { line: (line > 0).then_some(line), ..about(code, path, note) }
}

/// A finding about a whole file.
pub(crate) fn about(code: &str, path: &str, note: impl Into<String>) -> Finding {
    Finding { path: Some(path.to_owned()), ..general(code, note) }
}

/// A finding about the build.
pub(crate) fn general(code: &str, note: impl Into<String>) -> Finding {
    Finding { code: code.to_owned(), note: note.into(), path: None, line: None, plugin: None }
}
