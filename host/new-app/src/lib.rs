//! From sources and images to the objects that build and run them: what `oc new-app` and `oc new-build` do, and better.
//!
//! A [`Request`] says what the command line asks for, [`plan()`] makes a [`Plan`] of it: objects, and what people should
//! know. With [`Compat::Oc`] recorded behaviour of `oc` is reproduced; `DIFFERENCES.md` lists what is otherwise.
//!
//! Nothing is created, and nothing of a repository is parsed here: a [`Detector`] looks into sources.

mod arguments;
mod assembly;
mod builds;
mod circle;
mod component;
mod deployments;
mod detector;
mod generated;
mod globs;
mod image_in_use;
mod install;
mod kubernetes;
mod labels;
mod looking;
mod name;
mod note;
mod pairing;
mod pipeline;
mod plan;
mod planner;
mod ports;
mod refusal;
mod request;
mod shipwright;
mod sources;
mod streams;
mod variables;

pub use detector::{Detector, DetectorError};
pub use install::InstallAccount;
pub use note::Note;
pub use plan::{Plan, Upload};
pub use planner::{Surroundings, plan};
pub use refusal::Refusal;
pub use request::{BuildOptions, Command, Compat, LookupOptions, OutputOptions, Request, Target, VariableFile};
