//! What is this repository, which builder image builds it, and how does it start?
//!
//! ```no_run
//! use fieldmark::Engine;
//!
//! let engine = Engine::builder().build()?;
//! let decision = engine.detect("/path/to/repository")?;
//! for component in &decision.components {
//!     println!("{}: {} ({} of 100)", component.path, component.language, component.score);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! An [`Engine`] holds the bundled plugins, third-party plugins if any were added, and the rules. Make one and keep it:
//! it can be shared between threads, and each plugin is loaded once, when a repository first needs it.
//!
//! Callers that have no directory give a list of files and a reader:
//!
//! ```
//! use fieldmark::{Contents, Engine, ReadError, ReadErrorCode, Request};
//!
//! struct OneFile;
//!
//! impl Contents for OneFile {
//!     fn size(&self, _: &str) -> Result<u64, ReadError> {
//!         Ok(TEXT.len() as u64)
//!     }
//!     fn read(&self, _: &str, offset: u64, max: u64) -> Result<Vec<u8>, ReadError> {
//!         Ok(TEXT.bytes().skip(offset as usize).take(max as usize).collect())
//!     }
//! }
//! const TEXT: &str = "FROM scratch\nCMD [\"/app\"]\n";
//!
//! let engine = Engine::builder().build()?;
//! let explanation = engine.detect_listing(["Dockerfile"], Box::new(OneFile), &Request::default())?;
//! assert_eq!(explanation.decision.components[0].language, "docker");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Nothing here prints, reads the environment, the home directory or the clock: what it needs of these, it is given.

mod auxiliary;
mod bare;
mod builder;
mod bundle;
mod catalogues;
mod close;
mod companion;
mod component;
mod conflict;
mod declared;
mod declared_start;
mod described;
mod engine;
mod error;
mod explanation;
mod heard;
mod instructed;
mod jobs;
mod judgement;
mod layout;
mod member;
mod registry;
mod rules;
mod run_script;
mod spread;
mod terms;
mod told_reason;
mod told_start;
mod upstream;
mod withheld;
mod workspace;

pub use builder::{EngineBuilder, Era};
#[doc(hidden)]
pub use bundle::bundled_code;
pub use bundle::{BundledPlugin, bundled_detectors, bundled_plugins};
pub use engine::{Engine, Request};
pub use error::{BuildError, DetectError};
pub use explanation::{Explanation, PluginTrace, RootTrace, TraceOutcome};
pub use fieldmark_images::{Catalogue, CatalogueError, Stream, Tag};
pub use fieldmark_model::{
    Alternative, AskedVersion, Attribute, Budget, BudgetField, BudgetRequest, Builder, Component,
    ComponentInstructions, ContainerFile, DECISION_SCHEMA, DETECTOR_SCHEMA, Decision, Declaration, Detector,
    DockerfileOffer, DocumentError, Evidence, ExposedPort, Finding, Instructions, Kind, MAX_DETECTOR_BYTES, Manifest,
    ManifestError, Origin, Pipeline, PipelineKind, Place, PluginRef, Protocol, ReadError, ReadErrorCode, Reason,
    RunScript, Service, Skipped, Stages, Start, Strategy, Told, Trust, Usage, Verdict, Version, VersionRange, nearest,
    parse_document, way_out_of_import,
};
pub use fieldmark_runtime::{
    Cache, Component as PluginComponent, LoadError, LogLine, MAX_COMPONENT_BYTES, PluginError, RuntimeError, digest,
};
pub use fieldmark_scan::{Contents, Directory, ScanError};
pub use registry::PluginSource;
