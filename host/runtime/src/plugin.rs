//! A plugin that is ready to run.

use crate::abi::v0_1::LanguagePluginPre;
use crate::state::State;
use fieldmark_model::Manifest;
use std::fmt;
use std::sync::Arc;

/// A compiled and linked plugin. Running it takes a fresh store; the plugin itself never changes.
pub struct Plugin {
    pub(crate) manifest: Arc<Manifest>,
    pub(crate) digest: String,
    pub(crate) pre: LanguagePluginPre<State>,
}

impl Plugin {
    /// What it says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// `sha256:` and the digest of its component.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

impl fmt::Debug for Plugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plugin")
            .field("id", &self.manifest.plugin.id)
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}
