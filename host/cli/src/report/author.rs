//! What goes wrong for authors of plugins.

use super::{Problem, document_hint, load_hint};
use crate::exit::Exit;
use fieldmark::ManifestError;
use fieldmark_authoring::{AuthorError, CaseError, PackageError, Template};
use std::io::{self, ErrorKind};

impl Problem {
    /// A language that there is no template for.
    pub(crate) fn no_template(language: &str) -> Self {
        let known: Vec<&str> = Template::all().iter().map(|template| template.name).collect();
        let message = format!("there is no template for `{language}`");
        Self::usage("author.no-template", message, format!("there are {}", known.join(", ")))
    }
}

impl From<AuthorError> for Problem {
    fn from(error: AuthorError) -> Self {
        let hint = hint(&error);
        let exit = match &error {
            AuthorError::Runtime(_) => Exit::Internal,
            // What is wrong is the plugin, not how the program was called.
            AuthorError::Step { .. }
            | AuthorError::NotMade { .. }
            | AuthorError::Package(_)
            | AuthorError::Unusable(_) => Exit::CheckFailed,
            _ => Exit::Usage,
        };
        Self { code: error.code(), message: error.to_string(), hint, exit }
    }
}

fn hint(error: &AuthorError) -> Option<String> {
    let text = match error {
        AuthorError::Occupied { .. } => "choose another name, or another folder with --folder",
        AuthorError::IdTaken { .. } => "choose another id; `fieldmark plugin list` lists those that are taken",
        AuthorError::NoProject { .. } => "`fieldmark plugin new NAME --lang LANGUAGE` writes one; name its folder",
        AuthorError::Manifest { source: ManifestError::Document(document), .. } => return document_hint(document),
        AuthorError::BuildFile { source, .. } => return document_hint(source),
        AuthorError::ToolMissing { way_out, .. } | AuthorError::Step { way_out, .. } => return way_out.clone(),
        AuthorError::NotMade { .. } => "`build.makes` in build.toml names the file that the last step writes",
        AuthorError::Package(PackageError::Import { module, cause, .. }) => {
            return Some(format!("the likely cause: {cause}; {}", fieldmark::way_out_of_import(module)));
        }
        AuthorError::Package(PackageError::Packed { .. }) => "take the file from before it was packed",
        AuthorError::Package(_) => {
            "a module exports what wit/detector.wit says, under the names of the component model"
        }
        AuthorError::Unusable(error) => return load_hint(error),
        AuthorError::UnknownCase { nearest: Some(near), .. } => return Some(format!("did you mean `{near}`?")),
        AuthorError::UnknownCase { .. } => "each folder in fixtures/ is one",
        AuthorError::Io { source, .. } | AuthorError::Case(CaseError::Io { source, .. }) => {
            return file_hint(source).map(str::to_owned);
        }
        AuthorError::Recording { .. } => "`fieldmark plugin run … --record FILE` writes one",
        _ => return None,
    };
    Some(text.to_owned())
}

/// What can be done about a file that the system does not let be read or written.
fn file_hint(error: &io::Error) -> Option<&'static str> {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Some("make room and repeat it; what was there before is as it was")
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            Some("name another place, or change who may write there")
        }
        _ => None,
    }
}
