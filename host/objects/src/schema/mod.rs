//! The published schemas of the kinds, and objects held against them.

mod check;
mod definitions;
mod notation;

pub use check::{SchemaFault, check, check_value};
