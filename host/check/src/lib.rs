//! What will fail, before a build is started: a linter over a decision.
//!
//! [`check`] looks at a decision, at the few files of the repository that source-to-image applies, and at what is known
//! of the builder image. What plugins found is in the decision already; here it gets a severity, a consequence and a way
//! out, which are data ([`Rule`], `rules/checks.toml`).
//!
//! Nothing here performs I/O: files are read through a [`Tree`].

mod builder;
mod container_file;
mod environment;
mod error;
mod finding;
mod ignore;
mod port;
mod report;
mod rule;
mod script;
mod secret;
mod start;
mod subject;
mod tree;

pub use error::RulesError;
pub use finding::{Finding, Severity};
pub use report::{REPORT_SCHEMA, Report, check};
pub use rule::{Rule, Rules};
pub use subject::Request;
pub use tree::Tree;
