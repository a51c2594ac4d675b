//! What all verdicts together lead to: the document with the schema `fieldmark.decision/1`.

use crate::Strategy;
use serde::{Deserialize, Serialize};

/// Name and version of the JSON form of [`Decision`].
pub const DECISION_SCHEMA: &str = "fieldmark.decision/1";

/// Derives what every part of the document needs.
macro_rules! document {
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case")]
        pub struct $name { $($body)* }
    };
}

mod container_file;
mod dockerfile;
mod pipeline;
mod service;

pub use container_file::{ContainerFile, ExposedPort, Protocol, Stages};
pub use dockerfile::DockerfileOffer;
pub use pipeline::{Pipeline, PipelineKind};
pub use service::Service;

document! {
    /// What a repository is, which builder image builds each part of it, and how that part starts.
    pub struct Decision {
        /// Always [`DECISION_SCHEMA`].
        pub schema: String,
        /// The parts, the primary one first. Empty when nothing was recognised.
        pub components: Vec<Component>,
        /// Whether a cap cut off something that might have changed the answer; `warnings` says which.
        pub truncated: bool,
        /// What the walk did not look at.
        pub skipped: Skipped,
        /// Findings about the whole.
        pub warnings: Vec<Finding>,
        /// The plugins that were asked, by id.
        pub plugins: Vec<PluginRef>,
    }
}

document! {
    /// One part of a repository that is built and started by itself.
    pub struct Component {
        /// Its context directory, relative to the repository; `.` for the root.
        pub path: String,
        /// Canonical name of its language.
        pub language: String,
        /// How sure the plugin is, 0 to 100.
        pub score: u32,
        /// Version of the language; null when none is asked for and no builder states one.
        pub version: Option<AskedVersion>,
        /// Framework it is written with.
        pub framework: Option<String>,
        /// Tool that installs its dependencies.
        pub package_manager: Option<String>,
        /// All languages spoken in it, its own first.
        pub languages: Vec<String>,
        /// How a build system builds it by default.
        pub strategy: Strategy,
        /// Image stream tag that builds it from source; null when the catalogue has none. With another strategy than
        /// `source` it is what that strategy would take.
        pub builder: Option<Builder>,
        /// The Dockerfile that can be written for it; null when no upstream image is known that builds it. Where there
        /// is no builder it is what the component can be built with.
        pub dockerfile: Option<DockerfileOffer>,
        /// How it starts.
        pub start: Start,
        /// Services that it needs, those first that it needs to run.
        pub services: Vec<Service>,
        /// Scripts that replace the builder's own, the one for the start among them.
        pub scripts: Vec<RunScript>,
        /// The reasons for the score.
        pub evidence: Vec<Reason>,
        /// Other answers that were considered, the best first.
        pub alternatives: Vec<Alternative>,
        /// The container file that stands in it, whatever its strategy is; null when there is none.
        pub container_file: Option<ContainerFile>,
        /// The pipeline definition that stands in it, whatever its strategy is; null when there is none.
        pub pipeline: Option<Pipeline>,
        /// Findings about this part.
        pub warnings: Vec<Finding>,
        /// The plugin that recognised it.
        pub plugin: String,
    }
}

impl Component {
    /// Whether what builds and starts it is a Dockerfile that is yet to be written.
    #[must_use]
    pub fn starts_by_dockerfile(&self) -> bool {
        self.strategy == Strategy::Source && self.builder.is_none() && self.dockerfile.is_some()
    }
}

document! {
    /// Which version of the language is asked for and which one the builder has.
    pub struct AskedVersion {
        /// The text as it stands in the repository.
        pub asked: Option<String>,
        /// The same in the neutral form of a version range.
        pub range: Option<String>,
        /// Version of the chosen builder.
        pub resolved: Option<String>,
        /// Where it is asked for.
        pub from: Option<Place>,
    }
}

document! {
    /// A file, and a line of it.
    pub struct Place {
        /// Relative to the repository.
        pub path: String,
        /// Counted from 1.
        pub line: Option<u32>,
    }
}

document! {
    /// The image stream tag that builds a component.
    pub struct Builder {
        /// Name of the image stream.
        pub stream: String,
        /// Its tag.
        pub tag: String,
        /// The image that the tag points to.
        pub image: String,
        /// The catalogue it was chosen from.
        pub catalogue: String,
        /// Why this tag.
        pub reason: String,
        /// Day after which the language version is no longer maintained upstream, `YYYY-MM-DD`.
        pub end_of_life: Option<String>,
    }
}

/// Who says how a component starts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The builder's own run script finds it.
    BuilderDefault,
    /// The repository declares it (a Procfile, a container file).
    Declared,
    /// A run script replaces the builder's own.
    Override,
    /// The repository's owner or the caller says so (`fieldmark.toml`, `--set`).
    Told,
    /// Nobody knows.
    #[default]
    Unknown,
}

impl Origin {
    /// The text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BuilderDefault => "builder-default",
            Self::Declared => "declared",
            Self::Override => "override",
            Self::Told => "told",
            Self::Unknown => "unknown",
        }
    }
}

document! {
    /// How a component starts.
    pub struct Start {
        /// The command; null when it is not known.
        pub command: Option<String>,
        /// Ports it listens on.
        pub ports: Vec<u16>,
        /// Who says so.
        pub origin: Origin,
        /// Where it stands.
        pub from: Option<Place>,
        /// The script that replaces the builder's own `run`.
        pub script: Option<RunScript>,
        /// What files of the repository declare beside it, the most trusted first.
        pub declared: Vec<Declaration>,
    }
}

document! {
    /// A command by which a file of the repository says that a component starts, and which is not the one that counts.
    pub struct Declaration {
        /// The command.
        pub command: String,
        /// Where it stands.
        pub from: Option<Place>,
        /// The plugin that read it.
        pub plugin: String,
    }
}

document! {
    /// A script of a plugin that replaces one of the builder's own.
    pub struct RunScript {
        /// `run`, `assemble` or `save-artifacts`.
        pub name: String,
        /// Its whole text.
        pub body: String,
        /// Why the builder's own is not enough.
        pub why: String,
    }
}

document! {
    /// One reason for a score.
    pub struct Reason {
        /// Stable name.
        pub code: String,
        /// What it adds to the score.
        pub points: i32,
        /// File it was found in, relative to the repository.
        pub path: Option<String>,
        /// Line, counted from 1.
        pub line: Option<u32>,
        /// One line for people.
        pub note: String,
    }
}

document! {
    /// An answer that was considered and did not win.
    pub struct Alternative {
        /// The plugin that gave it.
        pub plugin: String,
        /// Its language.
        pub language: String,
        /// Its score.
        pub score: u32,
        /// The strategy it leads to.
        pub strategy: Strategy,
        /// Why it did not win.
        pub reason: String,
        /// For a close second: what would make it the first.
        pub decides: Option<String>,
    }
}

document! {
    /// Something that people should know.
    pub struct Finding {
        /// Stable name.
        pub code: String,
        /// One line for people.
        pub note: String,
        /// File it is about, relative to the repository.
        pub path: Option<String>,
        /// Line, counted from 1.
        pub line: Option<u32>,
        /// The plugin it comes from, or the one it is about.
        pub plugin: Option<String>,
    }
}

document! {
    /// How many directory entries the walk did not look at, by cause.
    #[derive(Default)]
    pub struct Skipped {
        /// Symbolic links; they are never followed.
        pub symbolic_links: u64,
        /// Pipes, sockets and devices.
        pub special_files: u64,
        /// Names that are not UTF-8.
        pub non_utf8_names: u64,
        /// Directories that could not be read.
        pub unreadable: u64,
    }
}

document! {
    /// A plugin that took part.
    pub struct PluginRef {
        /// Its id.
        pub id: String,
        /// Its version.
        pub version: String,
        /// `sha256:` and the digest of the component.
        pub digest: String,
        /// Who vouches for it.
        pub trust: Trust,
    }
}

/// Who vouches for a plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Trust {
    /// It came with fieldmark.
    Bundled,
    /// The user's policy trusts it, by signatures or by its digest.
    Verified,
    /// Nobody: it runs in the sandbox like any other, and its scripts are withheld unless the user allows them.
    Unverified,
}

impl Trust {
    /// The text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bundled => "bundled",
            Self::Verified => "verified",
            Self::Unverified => "unverified",
        }
    }
}
