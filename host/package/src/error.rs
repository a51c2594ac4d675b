//! What can go wrong while a plugin is packaged.

use fieldmark_model::ManifestError;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// A plugin that could not be packaged.
#[derive(Debug, Error)]
pub enum PackageError {
    /// The Rust target is not installed and could not be added.
    #[error(
        "the Rust target {target} is not installed ({problem}); install it with `rustup target add {target}`",
        target = crate::TARGET
    )]
    TargetMissing {
        /// Why it could not be added.
        problem: String,
    },
    /// A program could not be run.
    #[error("`{program}` could not be run: {source}")]
    Program {
        /// The program.
        program: String,
        /// What the system says.
        source: io::Error,
    },
    /// Cargo failed.
    #[error("cargo could not build {what}:\n{output}")]
    Build {
        /// What was to be built.
        what: String,
        /// What cargo says.
        output: String,
    },
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
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
    /// It was packed before.
    #[error("{what} carries a manifest already")]
    Packed {
        /// The plugin.
        what: String,
    },
    /// The module imports something that no plugin can have.
    #[error("{what} imports `{name}` of `{module}`, which plugins cannot have")]
    Import {
        /// The plugin.
        what: String,
        /// Module of the import.
        module: String,
        /// Its name.
        name: String,
        /// How such an import usually gets there.
        cause: &'static str,
    },
    /// The module cannot be made a component.
    #[error("{what} cannot be made a component: {problem}")]
    Encode {
        /// The plugin.
        what: String,
        /// What is wrong with it.
        problem: String,
    },
}
