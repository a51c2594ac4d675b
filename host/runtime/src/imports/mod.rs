//! What a plugin may call: one file for each interface.

mod log;
mod repo;
