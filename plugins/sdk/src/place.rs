//! Where something stands.

/// A file of the snapshot and, where it matters, a line of it. [`Place::NONE`] when there is nothing to point at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// Index into the paths of the snapshot.
    pub path: Option<u32>,
    /// Line, counted from 1.
    pub line: Option<u32>,
}

impl Place {
    /// Nowhere in particular.
    pub const NONE: Self = Self { path: None, line: None };
}
