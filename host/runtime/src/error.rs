//! What can go wrong with a plugin.

use fieldmark_model::{Failure, ManifestError, VerdictError};
use thiserror::Error;

/// A plugin that cannot be loaded.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LoadError {
    /// More bytes than a component may have.
    #[error("it has {bytes} bytes, more than the {max} allowed")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The most allowed.
        max: u64,
    },
    /// Not a WebAssembly component: something else, truncated or damaged.
    #[error("it is not a WebAssembly component: {problem}")]
    NotAComponent {
        /// What it is, or what is wrong with it.
        problem: String,
    },
    /// There is no manifest in it.
    #[error("it carries no manifest (custom section `{}`)", fieldmark_model::MANIFEST_SECTION)]
    NoManifest,
    /// Its manifest is wrong.
    #[error("its manifest is wrong: {0}")]
    Manifest(#[from] ManifestError),
    /// It was built against a contract that this host does not speak.
    #[error("it was built for the contract {abi}; this host speaks {host}")]
    AbiUnsupported {
        /// The contract the plugin names.
        abi: String,
        /// The contracts the host speaks.
        host: String,
        /// What is known of a release that speaks the plugin's.
        release: String,
    },
    /// It imports something that no host function stands behind.
    #[error("it imports `{name}`, which plugins cannot have")]
    ImportForbidden {
        /// The import.
        name: String,
        /// How such an import usually gets there.
        cause: &'static str,
    },
    /// It does not export the detector.
    #[error("it does not export `{name}`")]
    ExportMissing {
        /// The export that is missing.
        name: String,
    },
    /// The compiler refused it.
    #[error("it cannot be compiled: {problem}")]
    Compile {
        /// What the compiler says.
        problem: String,
    },
}

impl LoadError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "plugin.too-large",
            Self::NotAComponent { .. } => "plugin.not-a-component",
            Self::NoManifest => "plugin.no-manifest",
            Self::Manifest(_) => "plugin.manifest-invalid",
            Self::AbiUnsupported { .. } => "plugin.abi-unsupported",
            Self::ImportForbidden { .. } => "plugin.import-forbidden",
            Self::ExportMissing { .. } => "plugin.export-missing",
            Self::Compile { .. } => "plugin.compile",
        }
    }
}

/// A call of a plugin that yielded no verdict.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PluginError {
    /// It used up its instructions.
    #[error("it used up its fuel of {allowed}")]
    OutOfFuel {
        /// The budget `fuel`.
        allowed: u64,
    },
    /// It asked for more memory than it may have and did not survive the refusal.
    #[error("it asked for {asked} bytes of memory; {allowed} are allowed")]
    Memory {
        /// What it asked for.
        asked: u64,
        /// The budget `memory-bytes`.
        allowed: u64,
    },
    /// It asked for more of something countable than it may have.
    #[error("it asked for {} {what}; {allowed} are allowed", counted(*asked))]
    Resource {
        /// Configuration key of the budget.
        key: &'static str,
        /// What was asked for.
        what: &'static str,
        /// How many, where that is known.
        asked: Option<u64>,
        /// How many are allowed.
        allowed: u64,
    },
    /// It panicked.
    #[error("it panicked: {message}")]
    Panic {
        /// What it said.
        message: String,
        /// Where, in its own source.
        at: String,
        /// Names of its functions, the innermost first.
        backtrace: Vec<String>,
    },
    /// It trapped.
    #[error("it trapped: {reason}")]
    Trap {
        /// What the engine says.
        reason: String,
        /// Names of its functions, the innermost first.
        backtrace: Vec<String>,
    },
    /// It gave up by itself.
    #[error("it gave up: {}", .0.detail)]
    Failed(Failure),
    /// Its verdict breaks the contract.
    #[error("its verdict is invalid: {0}")]
    VerdictInvalid(#[from] VerdictError),
    /// It could not be loaded.
    #[error("it could not be loaded: {problem}")]
    Unloadable {
        /// Code of the [`LoadError`].
        code: &'static str,
        /// What it says.
        problem: String,
    },
    /// The caller cancelled.
    #[error("it was interrupted")]
    Interrupted,
}

/// How many were asked for, or that it were more.
fn counted(asked: Option<u64>) -> String {
    asked.map_or_else(|| "more".to_owned(), |asked| asked.to_string())
}

impl From<&LoadError> for PluginError {
    fn from(error: &LoadError) -> Self {
        Self::Unloadable { code: error.code(), problem: error.to_string() }
    }
}

impl PluginError {
    /// Stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OutOfFuel { .. } => "plugin.out-of-fuel",
            Self::Memory { .. } => "plugin.memory",
            Self::Resource { .. } => "plugin.resource",
            Self::Panic { .. } => "plugin.panic",
            Self::Trap { .. } => "plugin.trap",
            Self::Failed(_) => "plugin.failed",
            Self::VerdictInvalid(_) => "plugin.verdict-invalid",
            Self::Unloadable { code, .. } => code,
            Self::Interrupted => "plugin.interrupted",
        }
    }

    /// Configuration key of the budget that ran out, if that was it.
    #[must_use]
    pub fn budget(&self) -> Option<&'static str> {
        match self {
            Self::OutOfFuel { .. } => Some("fuel"),
            Self::Memory { .. } => Some("memory-bytes"),
            Self::Resource { key, .. } => Some(key),
            // The other rules for verdicts have no budget.
            Self::VerdictInvalid(error) if error.is_too_large() => Some("verdict-bytes"),
            _ => None,
        }
    }

    /// Names of the guest's functions when it ended, the innermost first; empty where there is none to tell.
    #[must_use]
    pub fn backtrace(&self) -> &[String] {
        match self {
            Self::Panic { backtrace, .. } | Self::Trap { backtrace, .. } => backtrace,
            _ => &[],
        }
    }
}
