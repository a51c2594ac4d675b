//! Plain data of fieldmark: what a plugin says of itself ([`Manifest`]), what it sees ([`RepoView`]), what it answers
//! ([`Verdict`]), what it may use up ([`Budget`]), and what becomes of all answers together ([`Decision`]).
//!
//! This crate performs no I/O: nothing here opens a file, reads a clock or prints. Every other crate of the host
//! depends on it and it depends on none of them.
//!
//! ```
//! use fieldmark_model::{Version, VersionRange};
//!
//! let range: VersionRange = ">=3.9, <3.13 || =3.14".parse()?;
//! let tag: Version = "3.12".parse()?;
//! assert!(range.accepts(&tag));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod budget;
mod decision;
mod detector;
mod document;
mod foreign;
mod instructions;
mod listing;
mod manifest;
mod paths;
mod verdict;
mod version;

pub use budget::{Budget, BudgetField, BudgetRequest, Usage};
pub use decision::{
    Alternative, AskedVersion, Builder, Component, ContainerFile, DECISION_SCHEMA, Decision, Declaration,
    DockerfileOffer, ExposedPort, Finding, Origin, Pipeline, PipelineKind, Place, PluginRef, Protocol, Reason,
    RunScript, Service, Skipped, Stages, Start, Trust,
};
pub use detector::{
    DETECTOR_SCHEMA, Dependency, Detector, Fact, Framework, Library, MAX_DETECTOR_BYTES, Marker, Names, PackageManager,
    Pattern, Port, RangeForm, Subject, VersionFile, Worth,
};
pub use document::{DocumentError, nearest, parse_document};
pub use foreign::{CONTRACT_PACKAGE, cause_of_import, way_out_of_import};
pub use instructions::{ComponentInstructions, Instructions, Told};
pub use listing::{Hit, ReadError, ReadErrorCode, RepoView, read_text};
pub use manifest::{ABI, Identity, Kind, MANIFEST_SECTION, Manifest, ManifestError, Patterns, Strategy};
pub use paths::{PackError, pack_paths, unpack_paths};
pub use verdict::{Attribute, Evidence, Failure, ROLES, Script, Verdict, VerdictError, attribute, is_printable};
pub use version::{Version, VersionError, VersionRange};
