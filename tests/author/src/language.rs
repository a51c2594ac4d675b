//! Languages that plugins are written in.

use std::env;
use std::process::{Command, Stdio};

/// A language, with what tells whether its tools are here.
#[derive(Debug, Clone, Copy)]
pub struct Language {
    /// The word for `--lang`.
    pub name: &'static str,
    /// Commands that fail where a tool is missing.
    tools: &'static [&'static [&'static str]],
    /// Whether it is left out where its tools are missing, whatever has to be there: no package of the distribution has
    /// them.
    is_extra: bool,
    /// Whether a component holds a whole interpreter, which takes minutes to compile where the compiler is not optimised.
    pub is_large: bool,
    /// Name of the file that holds the plugin.
    pub plugin: &'static str,
    /// A text in that file before which mistakes are put.
    pub anchor: &'static str,
    /// Code that makes the mistake that the setting `mistake` names: `panic`, `loop` or `memory`.
    pub mistakes: &'static str,
    /// The plugin that does what attacks name, in place of [`Self::plugin`].
    pub hostile: &'static str,
    /// What else of the project is changed for it: file, text and the other text. The part of the template that stands
    /// between a plugin and the host lets no plugin break the contract, so it is taken out of the way.
    pub for_the_hostile: &'static [(&'static str, &'static str, &'static str)],
}

/// Set where all tools must be there; elsewhere a missing one is only told.
const REQUIRED: &str = "FIELDMARK_AUTHOR_REQUIRED";

impl Language {
    /// All that are proved.
    pub const ALL: [Self; 5] = [
        Self {
            name: "rust",
            tools: &[&["cargo", "--version"]],
            is_extra: false,
            is_large: false,
            plugin: "src/lib.rs",
            anchor: "let manifest =",
            mistakes: include_str!("mistakes/mistakes.rs.txt"),
            hostile: include_str!("../hostile/rust/lib.rs"),
            for_the_hostile: &[],
        },
        Self {
            name: "python",
            tools: &[&["python3", "-c", "import venv, ensurepip"]],
            is_extra: false,
            is_large: true,
            plugin: "plugin.py",
            anchor: "manifest = repo",
            mistakes: include_str!("mistakes/mistakes.py.txt"),
            hostile: include_str!("../hostile/python/plugin.py"),
            for_the_hostile: &[],
        },
        Self {
            name: "javascript",
            tools: &[&["node", "--version"], &["npm", "--version"]],
            is_extra: false,
            is_large: true,
            plugin: "plugin.mjs",
            anchor: "const manifest =",
            mistakes: include_str!("mistakes/mistakes.mjs.txt"),
            hostile: include_str!("../hostile/javascript/plugin.mjs"),
            for_the_hostile: &[],
        },
        Self {
            name: "c",
            tools: &[&["clang", "--version"], &["wasm-ld", "--version"]],
            is_extra: false,
            is_large: false,
            plugin: "plugin.c",
            anchor: "const fm_file *manifest",
            mistakes: include_str!("mistakes/mistakes.c.txt"),
            hostile: include_str!("../hostile/c/plugin.c"),
            for_the_hostile: &[
                (
                    "fieldmark.c",
                    "bool exports_fieldmark_detector_detector_detect(",
                    "bool exports_fieldmark_detector_detector_detect_well(",
                ),
                ("build.toml", "\"-O2\"", "\"-O2\", \"-mreference-types\""),
            ],
        },
        Self {
            name: "go",
            // Older ones cannot export functions.
            tools: &[&["sh", "-c", "go version | grep -Eq 'go1[.](2[4-9]|[3-9][0-9])'"]],
            is_extra: true,
            is_large: false,
            plugin: "plugin.go",
            anchor: "manifest := repo",
            mistakes: include_str!("mistakes/mistakes.go.txt"),
            hostile: include_str!("../hostile/go/plugin.go"),
            for_the_hostile: &[("fieldmark.go", "//go:wasmexport fieldmark:detector/detector@0.1.0#detect\n", "")],
        },
    ];

    /// The language of this name.
    ///
    /// # Panics
    /// There is none.
    #[must_use]
    #[expect(clippy::expect_used, reason = "tests name languages that are there")]
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|language| language.name == name).expect("a language")
    }

    /// Whether its tools are here. Says so if not; with `FIELDMARK_AUTHOR_REQUIRED=1` it is a failure.
    ///
    /// # Panics
    /// They are not here, and have to be.
    #[must_use]
    #[expect(clippy::print_stderr, reason = "what becomes of the test")]
    pub fn is_here(self) -> bool {
        let Some(missing) = self.tools.iter().find(|tool| !succeeds(tool)) else { return true };
        let required = env::var(REQUIRED).is_ok_and(|value| value == "1");
        assert!(self.is_extra || !required, "{}: `{}` fails", self.name, missing.join(" "));
        eprintln!("notice: {} is left out: `{}` fails", self.name, missing.join(" "));
        false
    }
}

fn succeeds(check: &[&str]) -> bool {
    let mut command = Command::new(check[0]);
    command.args(&check[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
