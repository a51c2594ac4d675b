//! What the user calls a source by.

#[cfg(test)]
mod tests;

use crate::{Protocol, Remote, SourceError, mask, remote};
use std::fmt;
use std::path::{Path, PathBuf};

/// Ends of the names of files that are taken for archives.
const ARCHIVE_ENDS: [&str; 4] = [".tar.gz", ".tgz", ".tar", ".zip"];

/// Where a source is, as far as its text alone says: nothing is looked at (new-app.md 2, 3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Location {
    /// A repository that `git` reads: `scheme://…` or `[user@]host:path`.
    Remote(Remote),
    /// A path, or a `file://` URL: a directory, with or without a repository in it.
    Local(Local),
    /// A path whose name is that of an archive: `.tar.gz`, `.tgz`, `.tar`, `.zip`. It may still be a directory.
    Archive(PathBuf),
    /// `-`: a list of paths on standard input.
    Listing,
}

/// A directory of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Local {
    /// The path, without the ref.
    pub path: PathBuf,
    /// The branch, tag or commit after `#`; with one the committed state is meant and not the directory as it is.
    pub reference: Option<String>,
    /// The path with `#` and all behind it: a directory of that name goes before a ref.
    pub whole: PathBuf,
    /// Whether it was written as a `file://` URL, which new-app takes for no source when it stands alone
    /// (new-app.md 2).
    pub is_url: bool,
}

impl Location {
    /// Reads the text of an argument.
    ///
    /// # Errors
    /// The text is empty, holds control characters, begins with `-` without being `-`, or is a URL without a path.
    pub fn parse(text: &str) -> Result<Self, SourceError> {
        let refuse = |problem| SourceError::Location { text: mask::mask_widely(text), problem };
        if text.is_empty() {
            return Err(refuse("it is empty"));
        }
        if text == "-" {
            return Ok(Self::Listing);
        }
        if text.starts_with('-') {
            return Err(refuse("it begins with `-`"));
        }
        if text.chars().any(char::is_control) {
            return Err(refuse("it holds control characters"));
        }
        if let Some(remote) = Remote::parse(text).map_err(refuse)? {
            if remote.protocol() == &Protocol::File {
                return Self::file_url(&remote).ok_or_else(|| refuse("a file URL names a path of this machine"));
            }
            return Ok(Self::Remote(remote));
        }
        Ok(Self::path(text))
    }

    fn file_url(remote: &Remote) -> Option<Self> {
        let rest = remote.uri().get("file://".len()..)?;
        let path = rest.strip_prefix("localhost").filter(|path| path.starts_with('/')).unwrap_or(rest);
        let path = mask::percent_decoded(path).filter(|path| !path.contains(char::is_control))?;
        let reference = remote.reference().map(ToOwned::to_owned);
        path.starts_with('/')
            .then(|| Self::Local(Local { whole: PathBuf::from(&path), path: path.into(), reference, is_url: true }))
    }

    fn path(text: &str) -> Self {
        let (path, reference) = remote::split_reference(text);
        let lower = text.to_ascii_lowercase();
        if ARCHIVE_ENDS.iter().any(|end| lower.ends_with(end)) {
            return Self::Archive(text.into());
        }
        // `#v2` alone is the directory one is in.
        let path = if path.is_empty() { Path::new(".") } else { Path::new(path) };
        Self::Local(Local {
            path: path.into(),
            reference: reference.map(Into::into),
            whole: text.into(),
            is_url: false,
        })
    }
}

impl fmt::Display for Location {
    /// As it was written, credentials masked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Remote(remote) => remote.fmt(f),
            Self::Local(local) => match &local.reference {
                Some(reference) => write!(f, "{}#{reference}", local.path.display()),
                None => local.path.display().fmt(f),
            },
            Self::Archive(path) => path.display().fmt(f),
            Self::Listing => f.write_str("-"),
        }
    }
}
