//! One adapter for each released contract, from bindings to the host's own types.

pub(crate) mod releases;
pub(crate) mod v0_1;
