//! A live cluster, asked and told over its API.
//!
//! [`Cluster`] is blocking: the runtime that the client library needs is inside, and callers see none of it. It is a
//! [`Platform`](fieldmark_images::Platform), applies lists ([`Cluster::apply`]) and starts builds ([`Cluster::send_build`]).
//! A request is sent by a call that says so and by nothing else; every answer is capped, and every wait has an end.

mod answer;
mod apply;
mod build;
mod build_environment;
mod build_image;
mod build_phase;
mod by_hand;
mod characters;
mod cluster;
mod connection;
mod error;
mod image_import;
mod kubeconfig;
mod path;
mod platform;
mod request;

pub use apply::{Action, Applied, ApplyError, ApplyOptions, NotApplied};
pub use build::{BinaryInput, BuildCall, Upload};
pub use build_phase::BuildEnd;
pub use by_hand::{HandBuild, HandBuildError, by_hand};
pub use cluster::Cluster;
pub use connection::{Limits, MAX_ANSWER_BYTES};
pub use error::ClusterError;
pub use kubeconfig::{Access, MAX_KUBECONFIG_BYTES};
pub use request::{BuildOverrides, Hook, hooks, next_build};
