//! The plugins that come with fieldmark, compiled while it was built.

use fieldmark_model::Manifest;
use fieldmark_runtime::Precompiled;
use fieldmark_scan::PatternTable;

/// One bundled plugin as the packaging step wrote it down.
pub(crate) struct Bundled {
    pub(crate) id: &'static str,
    /// Whether it follows detectors, and is asked in their names only.
    pub(crate) is_interpreter: bool,
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
    pub(crate) id: &'static str,
    /// The manifest that it stands for, as JSON.
    pub(crate) manifest: &'static str,
    /// The detector as JSON, on one line: what the interpreter is handed.
    pub(crate) detector: &'static str,
    pub(crate) digest: &'static str,
}

/// All of them, sorted by id.
pub(crate) static DETECTORS: &[BundledDetector] = include!(concat!(env!("OUT_DIR"), "/detectors.rs"));

/// The patterns of all: those of [`BUNDLE`], then those of [`DETECTORS`], each in their order.
pub(crate) static PATTERNS: PatternTable = include!(concat!(env!("OUT_DIR"), "/patterns.rs"));

impl BundledDetector {
    /// The manifest.
    pub(crate) fn manifest(&self) -> Manifest {
        read(self.id, self.manifest)
    }
}

impl Bundled {
    /// The manifest.
    pub(crate) fn manifest(&self) -> Manifest {
        read(self.id, self.manifest)
    }
}

/// A manifest that the packaging step wrote from one that it had read, so that it reads again (a test sees to it).
fn read(id: &str, manifest: &str) -> Manifest {
    serde_json::from_str(manifest).unwrap_or_else(|_| Manifest::nameless(id))
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
        BundledPlugin { manifest: bundled.manifest(), digest, component_bytes }
    };
    BUNDLE.iter().map(describe).collect()
}

/// What the bundled detectors say of themselves, sorted by id.
#[must_use]
pub fn bundled_detectors() -> Vec<Manifest> {
    DETECTORS.iter().map(BundledDetector::manifest).collect()
}

/// The machine code of a bundled plugin, for callers that run a plugin by itself (`fieldmark_runtime`).
#[doc(hidden)]
#[must_use]
pub fn bundled_code(id: &str) -> Option<Precompiled> {
    BUNDLE.iter().find(|bundled| bundled.id == id).map(|bundled| bundled.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_model::Kind;

    #[test]
    fn what_the_packaging_step_wrote_is_read() {
        for bundled in BUNDLE {
            let manifest: Manifest = serde_json::from_str(bundled.manifest).unwrap();
            assert_eq!(manifest.plugin.id, bundled.id);
            assert_eq!(manifest.plugin.kind == Kind::Interpreter, bundled.is_interpreter);
        }
        for detector in DETECTORS {
            let manifest: Manifest = serde_json::from_str(detector.manifest).unwrap();
            assert_eq!(manifest.plugin.id, detector.id);
        }
        let patterns: Vec<_> =
            bundled_plugins().into_iter().map(|plugin| plugin.manifest).chain(bundled_detectors()).collect();
        let table = PatternTable::new(patterns.iter().map(|manifest| &manifest.patterns)).unwrap();
        assert_eq!((table.words(), table.text()), (PATTERNS.words(), PATTERNS.text()));
    }
}
