//! The plugin contract from the point of view of other languages than Rust; see `tests/`.
