//! Components of other languages, made by `tests/abi/build` when they are first needed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

/// A language that a plugin is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Python, made a component by `componentize-py`.
    Python,
    /// JavaScript, made a component by `componentize-js`.
    JavaScript,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Python, Self::JavaScript];

    /// Name of its folder and its component.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::JavaScript => "javascript",
        }
    }

    /// The id in its manifest.
    #[must_use]
    pub fn id(self) -> String {
        format!("robot-{}", self.name())
    }
}

/// Where components and their compiled form are kept.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/abi")
}

/// The packaged plugin; none if this machine has not got the tools and `FIELDMARK_ABI_REQUIRED` does not say that it must.
///
/// # Panics
/// The component cannot be made.
#[must_use]
#[expect(clippy::expect_used, reason = "a test that cannot read its files has failed")]
pub fn plugin(language: Language) -> Option<Vec<u8>> {
    if !built() {
        return None;
    }
    let read = |path: &Path| fs::read(path).unwrap_or_else(|error| panic_about(path, &error));
    let component = read(&folder().join(format!("{}.wasm", language.name())));
    let manifest = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(language.name()).join("plugin.toml"));
    let manifest = String::from_utf8(manifest).expect("a manifest in UTF-8");
    Some(fieldmark_package::componentize(language.name(), &component, &manifest).expect("a component"))
}

/// Set where Python, Node.js and their package managers must be there; elsewhere a missing one is only told.
const REQUIRED: &str = "FIELDMARK_ABI_REQUIRED";

/// What the script says with its exit status when a tool is missing.
const MISSING: i32 = 2;

/// Runs the script once.
#[expect(clippy::panic, clippy::print_stderr, reason = "what becomes of the test")]
fn built() -> bool {
    static BUILT: OnceLock<bool> = OnceLock::new();
    *BUILT.get_or_init(|| {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("build");
        let output = Command::new("sh").arg(&script).output();
        let output = output.unwrap_or_else(|error| panic!("tests/abi/build could not be run: {error}"));
        let said = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            return true;
        }
        assert!(
            output.status.code() == Some(MISSING) && env::var_os(REQUIRED).is_none(),
            "the components of other languages are not built; run `tests/abi/build`:\n{said}"
        );
        eprintln!("notice: the guests in other languages are left out: {}", said.trim());
        false
    })
}

#[expect(clippy::panic, reason = "what becomes of the test")]
fn panic_about(path: &Path, error: &std::io::Error) -> ! {
    panic!("{}: {error}; run `tests/abi/build`", path.display())
}
