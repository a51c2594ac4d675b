//! What can go wrong for an author.

use fieldmark::{BuildError, DetectError, DocumentError, LoadError, ManifestError, RuntimeError};
use fieldmark_fixture::CaseError;
use fieldmark_package::PackageError;
use fieldmark_scan::{PatternError, ScanError};
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// A project that cannot be made, built or tried.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AuthorError {
    /// There is something where the project is to be.
    #[error("{} is there already and not empty", path.display())]
    Occupied {
        /// The folder.
        path: PathBuf,
    },
    /// A bundled plugin has the name.
    #[error("`{id}` is the id of a plugin that comes with fieldmark")]
    IdTaken {
        /// The id.
        id: String,
    },
    /// The folder is no project.
    #[error("{} is no plugin project: it has no {file}", folder.display())]
    NoProject {
        /// The folder.
        folder: PathBuf,
        /// The file that is missing.
        file: &'static str,
    },
    /// A file cannot be read or written.
    #[error("{} cannot be read or written: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The manifest is wrong.
    #[error("{}: {source}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        source: ManifestError,
    },
    /// The build file is wrong.
    #[error("{}: {source}", path.display())]
    BuildFile {
        /// The build file.
        path: PathBuf,
        /// What is wrong with it.
        source: DocumentError,
    },
    /// The build file names a step without a program, or a path outside of the project.
    #[error("{}: {problem}", path.display())]
    BuildValue {
        /// The build file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// A program of a step is not there.
    #[error("`{program}` could not be run: {source}")]
    ToolMissing {
        /// The program.
        program: String,
        /// What the system says.
        source: io::Error,
        /// What the project says about getting it.
        way_out: Option<String>,
    },
    /// A step ended with an error.
    #[error("`{command}` failed ({status}):\n{output}")]
    Step {
        /// The program with its arguments.
        command: String,
        /// How it ended.
        status: String,
        /// The last lines of what it printed.
        output: String,
        /// What the project says about such an output.
        way_out: Option<String>,
    },
    /// All steps went well, and what they should make is not there.
    #[error("the steps went well, but there is no {}", path.display())]
    NotMade {
        /// What should be there.
        path: PathBuf,
    },
    /// What was made cannot be packed.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// What was packed is no plugin for this host.
    #[error("the component cannot be used: {0}")]
    Unusable(#[from] LoadError),
    /// A fixture cannot be used.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// There is no fixture of this name.
    #[error("there is no fixture `{name}`")]
    UnknownCase {
        /// The name.
        name: String,
        /// The name nearest to it.
        nearest: Option<String>,
    },
    /// A pattern of the manifest is wrong.
    #[error("plugin.toml: {0}")]
    Pattern(#[from] PatternError),
    /// A directory cannot be scanned.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// WebAssembly cannot run here.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
    /// The engine with the plugin in it cannot be made.
    #[error(transparent)]
    Engine(#[from] BuildError),
    /// The engine cannot judge.
    #[error(transparent)]
    Detect(#[from] DetectError),
    /// A recording is none.
    #[error("{name} is no recording that this release reads: {problem}")]
    Recording {
        /// The file.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl AuthorError {
    /// Stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Occupied { .. } => "author.occupied",
            Self::IdTaken { .. } => "plugin.id-taken",
            Self::NoProject { .. } => "author.no-project",
            Self::Io { .. } => "author.file",
            Self::Manifest { .. } => "plugin.manifest-invalid",
            Self::BuildFile { .. } | Self::BuildValue { .. } => "author.build-file",
            Self::ToolMissing { .. } => "author.tool-missing",
            Self::Step { .. } => "author.step-failed",
            Self::NotMade { .. } => "author.not-made",
            Self::Package(PackageError::Import { .. }) => "plugin.import-forbidden",
            Self::Package(_) => "author.not-packed",
            Self::Unusable(error) => error.code(),
            Self::Case(_) => "author.fixture",
            Self::UnknownCase { .. } => "author.unknown-fixture",
            Self::Pattern(_) => "plugin.pattern",
            Self::Scan(error) => error.code(),
            Self::Runtime(_) => "engine.runtime",
            Self::Engine(error) => error.code(),
            Self::Detect(error) => error.code(),
            Self::Recording { .. } => "author.recording",
        }
    }

    /// The same for a temporary file: its own name, which the error holds, says nothing to people.
    pub(crate) fn temporary(path: &std::path::Path) -> impl FnOnce(io::Error) -> Self {
        let told = Self::io(path);
        move |error| told(io::Error::from(error.kind()))
    }

    pub(crate) fn io(path: &std::path::Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
