//! Sources that cannot be had.

use super::Problem;
use crate::exit::Exit;
use fieldmark_source::SourceError;

impl From<SourceError> for Problem {
    fn from(error: SourceError) -> Self {
        let exit = match &error {
            SourceError::Cancelled => Exit::Interrupted,
            SourceError::Io { action, .. } if *action != "read" => Exit::Internal,
            _ => Exit::Usage,
        };
        Self { code: error.code(), message: error.to_string(), hint: hint(&error), exit }
    }
}

/// What can be done about it.
fn hint(error: &SourceError) -> Option<String> {
    let hint = match error {
        SourceError::GitMissing => "install git, or give a directory or an archive",
        SourceError::NeedsCredentials { .. } => {
            "git asks your credential helpers and ssh agent, and nobody else: try `git ls-remote` with the same URL"
        }
        SourceError::Unreachable { .. } => {
            "check the spelling; `git ls-remote` with the same URL should list its branches"
        }
        SourceError::ReferenceMissing { .. } => "`git ls-remote` with the same URL lists what there is",
        SourceError::Protocol { .. } => "use https, ssh or file",
        SourceError::OtherOwner { path } => {
            let path = path.display();
            return Some(format!("if you trust it: git config --global --add safe.directory '{path}'"));
        }
        SourceError::TooLarge { unit: "bytes", .. } => "--max-source-bytes raises the limit",
        SourceError::TooSlow { .. } => "clone it yourself and give the directory",
        SourceError::ContextDirectory { .. } => "name a directory of the source, relative to its root",
        _ => return None,
    };
    Some(hint.to_owned())
}
