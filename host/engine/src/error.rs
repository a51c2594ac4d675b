//! What can go wrong before there is a decision.

use fieldmark_images::CatalogueError;
use fieldmark_model::{DocumentError, Place};
use fieldmark_runtime::RuntimeError;
use fieldmark_scan::{PatternError, ScanError};
use thiserror::Error;

/// An engine that could not be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BuildError {
    /// WebAssembly cannot run here.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
    /// A document of rules is wrong.
    #[error("{name}: {source}")]
    Rules {
        /// Which document.
        name: String,
        /// What is wrong with it.
        source: DocumentError,
    },
    /// A value in a document of rules cannot be.
    #[error("{name}: {problem}")]
    RuleValue {
        /// Which document.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A catalogue is not there, or is wrong.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// There is no plugin with this id.
    #[error("there is no plugin `{id}`")]
    UnknownPlugin {
        /// What was asked for.
        id: String,
        /// The id nearest to it.
        nearest: Option<String>,
    },
    /// A setting that no plugin can be given.
    #[error("the setting `{key}` of plugin `{plugin}` {problem}")]
    Setting {
        /// The plugin.
        plugin: String,
        /// The key.
        key: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A variable that the builder cannot be given.
    #[error("the variable `{name}` {problem}")]
    Variable {
        /// Its name.
        name: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A bundled plugin's pattern is wrong; third-party plugins with wrong patterns are left out instead.
    #[error("plugin patterns: {0}")]
    Pattern(#[from] PatternError),
}

impl BuildError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Runtime(_) => "engine.runtime",
            Self::Rules { .. } => "rules.invalid",
            Self::RuleValue { .. } => "rules.value",
            Self::Catalogue(error) => error.code(),
            Self::UnknownPlugin { .. } => "plugin.unknown",
            Self::Setting { .. } => "plugin.setting",
            Self::Variable { .. } => "builder.variable",
            Self::Pattern(_) => "plugin.pattern",
        }
    }
}

fn place(place: &Place) -> String {
    match place.line {
        Some(line) => format!("{}, line {line}: ", place.path),
        None => format!("{}: ", place.path),
    }
}

/// A repository that could not be judged.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DetectError {
    /// The tree could not be scanned.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// An instruction names a plugin that does not exist.
    #[error("{}there is no plugin `{id}`", from.as_ref().map(place).unwrap_or_default())]
    UnknownPlugin {
        /// The id.
        id: String,
        /// Where it is named; none when the caller does.
        from: Option<Place>,
        /// The id nearest to it.
        nearest: Option<String>,
    },
    /// The caller cancelled.
    #[error("the detection was cancelled")]
    Cancelled,
}

impl DetectError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Scan(error) => error.code(),
            Self::UnknownPlugin { .. } => "plugin.unknown",
            Self::Cancelled => "detect.cancelled",
        }
    }
}
