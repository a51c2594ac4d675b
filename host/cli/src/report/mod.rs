//! Errors as prose: what failed, where, why, and what to do next. The only place where they become sentences.

mod author;
mod build;
mod cluster;
mod new_app;
mod platform;
mod s2i;
mod source;
mod supply;

use crate::config::ConfigError;
use crate::exit::Exit;
use crate::plugin_files::PluginFileError;
use crate::session::SessionError;
use crate::told::ToldError;
use fieldmark::{BuildError, DetectError, DocumentError, Instructions, LoadError, ManifestError, ScanError};

/// An error for people, with the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
    pub(crate) exit: Exit,
}

impl Problem {
    fn usage(code: &'static str, message: impl ToString, hint: impl Into<Option<String>>) -> Self {
        Self { code, message: message.to_string(), hint: hint.into(), exit: Exit::Usage }
    }

    /// A file that was to be written and cannot be.
    pub(crate) fn unwritable(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::usage("cli.unwritable", format!("{} cannot be written: {error}", path.display()), None)
    }

    /// What is asked for is not done, whatever the arguments look like.
    pub(crate) fn refusal(code: &'static str, message: String, hint: Option<String>) -> Self {
        Self::usage(code, message, hint)
    }

    /// The text for standard error.
    pub(crate) fn text(&self) -> String {
        let hint = self.hint.as_ref().map_or_else(String::new, |hint| format!("\nhint: {hint}"));
        // What programs have printed has several lines.
        let lines: Vec<_> = self.message.lines().map(fieldmark_render::printable).collect();
        format!("error: {} [{}]{hint}", lines.join("\n"), self.code)
    }
}

impl From<SessionError> for Problem {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Config(error) => error.into(),
            SessionError::PluginFile(error) => error.into(),
            SessionError::Supply(error) => error.into(),
            SessionError::Told(error) => error.into(),
            SessionError::Build(error) => error.into(),
            SessionError::Budget { .. } => {
                Self::usage("cli.budget", &error, "`fieldmark plugin inspect <ID>` lists the budgets".to_owned())
            }
            SessionError::CatalogueFile { .. } => {
                let known: Vec<&str> = fieldmark::Catalogue::names().collect();
                Self::usage("catalogue.unknown", &error, format!("use one of {}, or a file", known.join(", ")))
            }
        }
    }
}

impl From<ConfigError> for Problem {
    fn from(error: ConfigError) -> Self {
        let hint = match &error {
            ConfigError::Document { source, .. } => document_hint(source),
            ConfigError::NotForProjects { .. } => {
                Some("put it into your own configuration file, or use the flag".to_owned())
            }
            ConfigError::ForProjects { .. } => {
                Some("put it into the repository's fieldmark.toml, or use --set or --exclude".to_owned())
            }
            ConfigError::Unreadable { .. } | ConfigError::Refused { .. } => None,
        };
        let code = match &error {
            ConfigError::Unreadable { .. } | ConfigError::Refused { .. } => "config.unreadable",
            ConfigError::Document { .. } => "config.invalid",
            ConfigError::NotForProjects { .. } => "config.not-for-repositories",
            ConfigError::ForProjects { .. } => "config.for-repositories",
        };
        Self::usage(code, &error, hint)
    }
}

fn document_hint(error: &DocumentError) -> Option<String> {
    error.nearest.as_ref().map(|nearest| format!("did you mean `{nearest}`?"))
}

impl From<ToldError> for Problem {
    fn from(error: ToldError) -> Self {
        let hint = match &error {
            ToldError::Form { .. } => Some("for example --set start='node server.js'".to_owned()),
            ToldError::Document { source, .. } => document_hint(source),
            ToldError::NoInstruction { .. } => {
                Some(format!("it sets {}, and the keys of a component", Instructions::KEYS.join(", ")))
            }
        };
        Self::usage("told.invalid", &error, hint)
    }
}

impl From<PluginFileError> for Problem {
    fn from(error: PluginFileError) -> Self {
        match error {
            PluginFileError::Supply(error) => error.into(),
            PluginFileError::Unreadable { .. } => Self::usage("plugin.unreadable", &error, None),
            PluginFileError::Unusable { ref source, .. } => Self::usage(source.code(), &error, load_hint(source)),
            PluginFileError::Detector { ref source, .. } => {
                let hint = if let ManifestError::Document(document) = source { document_hint(document) } else { None };
                Self::usage("plugin.detector-invalid", &error, hint)
            }
        }
    }
}

/// What an author or a user of a plugin can do about its being refused.
fn load_hint(error: &LoadError) -> Option<String> {
    match error {
        LoadError::ImportForbidden { name, cause } => {
            Some(format!("the likely cause: {cause}; {}", fieldmark::way_out_of_import(name)))
        }
        LoadError::AbiUnsupported { host, release, .. } => {
            Some(format!("{release}; or build the plugin for the contract {host}"))
        }
        LoadError::NoManifest => Some("a plugin is packaged with its plugin.toml".to_owned()),
        _ => None,
    }
}

impl From<BuildError> for Problem {
    fn from(error: BuildError) -> Self {
        let hint = match &error {
            BuildError::Catalogue(error) => platform::catalogue_hint(error),
            BuildError::UnknownPlugin { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
            BuildError::UnknownPlugin { nearest: None, .. } => Some("`fieldmark plugin list` lists them".to_owned()),
            _ => None,
        };
        let exit =
            if matches!(error, BuildError::Runtime(_) | BuildError::Pattern(_)) { Exit::Internal } else { Exit::Usage };
        Self { code: error.code(), message: error.to_string(), hint, exit }
    }
}

impl From<DetectError> for Problem {
    fn from(error: DetectError) -> Self {
        let hint = match &error {
            DetectError::Scan(ScanError::NotADirectory { .. }) => Some("name the directory of a repository".to_owned()),
            DetectError::UnknownPlugin { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
            DetectError::UnknownPlugin { nearest: None, .. } => Some("`fieldmark plugin list` lists them".to_owned()),
            DetectError::Scan(ScanError::NotFound { .. }) => {
                Some("check the spelling, or run it in the repository without a path".to_owned())
            }
            _ => None,
        };
        let (code, message) = (error.code(), full(&error));
        let exit = match error {
            DetectError::Cancelled | DetectError::Scan(ScanError::Cancelled) => Exit::Interrupted,
            _ => Exit::Usage,
        };
        Self { code, message, hint, exit }
    }
}

/// An error with its cause, where the cause says more.
fn full(error: &DetectError) -> String {
    match error {
        DetectError::Scan(ScanError::Unreadable { source, .. }) => format!("{error}: {source}"),
        _ => error.to_string(),
    }
}

/// The rules are part of the program: a fault in them is its own.
impl From<fieldmark_upstream::UpstreamError> for Problem {
    fn from(error: fieldmark_upstream::UpstreamError) -> Self {
        Self { code: error.code(), message: error.to_string(), hint: None, exit: Exit::Usage }
    }
}

impl From<fieldmark_check::RulesError> for Problem {
    fn from(error: fieldmark_check::RulesError) -> Self {
        Self { code: error.code(), message: error.to_string(), hint: None, exit: Exit::Internal }
    }
}
