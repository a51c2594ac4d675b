//! The plugins that come with fieldmark, compiled while it was built.

use fieldmark_model::Manifest;
use fieldmark_runtime::Precompiled;

/// One bundled plugin as the packaging step wrote it down.
pub(crate) struct Bundled {
    /// The manifest as JSON, which reads faster than TOML.
    pub(crate) manifest: &'static str,
    pub(crate) digest: &'static str,
    pub(crate) component_bytes: u64,
    pub(crate) code: Precompiled,
}

/// All of them, sorted by id.
#[allow(unsafe_code, reason = "the packaging step vouches for what it has just compiled (runtime, `precompiled.rs`)")]
pub(crate) static BUNDLE: &[Bundled] = include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

/// One detector that comes with fieldmark.
pub(crate) struct BundledDetector {
    /// The manifest that it stands for, as JSON.
    pub(crate) manifest: &'static str,
    /// The detector as JSON, on one line: what the interpreter is handed.
    pub(crate) detector: &'static str,
    pub(crate) digest: &'static str,
}

/// All of them, sorted by id.
pub(crate) static DETECTORS: &[BundledDetector] = include!(concat!(env!("OUT_DIR"), "/detectors.rs"));

impl BundledDetector {
    /// The manifest. The packaging step wrote it, so it reads.
    pub(crate) fn manifest(&self) -> Option<Manifest> {
        serde_json::from_str(self.manifest).ok()
    }
}

impl Bundled {
    /// The manifest. The packaging step wrote it from one that it had read, so it reads again.
    pub(crate) fn manifest(&self) -> Option<Manifest> {
        serde_json::from_str(self.manifest).ok()
    }
}

/// What can be told about a bundled plugin without loading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundledPlugin {
    /// What it says of itself.
    pub manifest: Manifest,
    /// `sha256:` and the digest of its component.
    pub digest: &'static str,
    /// Size of its component, in bytes.
    pub component_bytes: u64,
}

/// All bundled plugins that have a component of their own, sorted by id. The detectors that one of them follows are not
/// among them.
#[must_use]
pub fn bundled_plugins() -> Vec<BundledPlugin> {
    let describe = |bundled: &Bundled| {
        let (digest, component_bytes) = (bundled.digest, bundled.component_bytes);
        Some(BundledPlugin { manifest: bundled.manifest()?, digest, component_bytes })
    };
    BUNDLE.iter().filter_map(describe).collect()
}

/// What the bundled detectors say of themselves, sorted by id.
#[must_use]
pub fn bundled_detectors() -> Vec<Manifest> {
    DETECTORS.iter().filter_map(BundledDetector::manifest).collect()
}

/// The machine code of a bundled plugin, for callers that run a plugin by itself (`fieldmark_runtime`).
#[doc(hidden)]
#[must_use]
pub fn bundled_code(id: &str) -> Option<Precompiled> {
    BUNDLE.iter().find(|bundled| bundled.manifest().is_some_and(|m| m.plugin.id == id)).map(|bundled| bundled.code)
}
