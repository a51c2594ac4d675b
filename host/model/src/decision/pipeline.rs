//! What the decision says of a pipeline definition.

use serde::{Deserialize, Serialize};

document! {
    /// What a pipeline definition says of the build that it describes.
    pub struct Pipeline {
        /// Relative to the repository.
        pub path: String,
        /// In which of the two styles it is written; null when that does not show.
        pub kind: Option<PipelineKind>,
        /// Where it asks to be run: labels, or `any`, `none`, `dockerfile`, `kubernetes`.
        pub agents: Vec<String>,
        /// Images that its steps run in.
        pub images: Vec<String>,
        /// Tools that it asks the server for, each with its kind: `maven M3`.
        pub tools: Vec<String>,
    }
}

/// Style of a pipeline definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PipelineKind {
    /// One block that says all.
    Declarative,
    /// A program.
    Scripted,
}
