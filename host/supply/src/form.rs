//! What plugins of others are made of.

use serde::{Deserialize, Serialize};

/// The two forms in which a plugin travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// A WebAssembly component.
    Component,
    /// A declarative detector, in TOML.
    Detector,
}

impl Form {
    /// The form of a file, by the end of its name.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        if name.ends_with(".toml") { Self::Detector } else { Self::Component }
    }
}
