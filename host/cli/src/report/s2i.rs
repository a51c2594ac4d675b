//! Builds that cannot be.

use super::Problem;
use crate::exit::Exit;
use fieldmark_s2i::S2iError;

impl From<S2iError> for Problem {
    fn from(error: S2iError) -> Self {
        let hint = hint(&error).map(ToOwned::to_owned);
        let exit = if matches!(error, S2iError::Io { .. }) { Exit::Internal } else { Exit::Usage };
        Self { code: error.code(), message: error.to_string(), hint, exit }
    }
}

const fn hint(error: &S2iError) -> Option<&'static str> {
    Some(match error {
        S2iError::ScriptsUrlRemote { .. } => "download the scripts and name their directory as file:///…",
        S2iError::ScriptsUrl { .. } => {
            "scripts are at image:///DIRECTORY, file:///DIRECTORY, or an address without credentials, blanks and `$`"
        }
        S2iError::NoPreviousImage => "give the tag of the application image behind the builder image",
        S2iError::OutputInSource { .. } => "write to a directory beside the source",
        S2iError::OutputOccupied { .. } => "use another directory, or --force",
        S2iError::TooLarge { .. } => "leave files out by .s2iignore, or allow more with --max-source-bytes",
        S2iError::ScriptOccupied { .. } => "compare the two, and use --force to replace it",
        S2iError::ImageName { .. } => "names of images are in small letters, as in registry.example/team/python:3.12",
        _ => return None,
    })
}
