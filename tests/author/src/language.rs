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
    /// The file that holds the plugin, a text in it, and the same text with a line before it that panics.
    pub panic: (&'static str, &'static str, &'static str),
}

/// Set where all tools must be there; elsewhere a missing one is only told.
const REQUIRED: &str = "FIELDMARK_AUTHOR_REQUIRED";

impl Language {
    /// All that are proved.
    pub const ALL: [Self; 4] = [
        Self {
            name: "rust",
            tools: &[&["cargo", "--version"]],
            panic: ("src/lib.rs", "let manifest =", "if cfg!(target_arch = \"wasm32\") { panic!(\"lost at sea\"); }\n        let manifest ="),
        },
        Self {
            name: "python",
            tools: &[&["python3", "-c", "import venv, ensurepip"]],
            panic: ("plugin.py", "manifest = repo", "raise ValueError(\"lost at sea\")\n        manifest = repo"),
        },
        Self {
            name: "javascript",
            tools: &[&["node", "--version"], &["npm", "--version"]],
            panic: ("plugin.mjs", "const manifest =", "null.lost_at_sea;\n  const manifest ="),
        },
        Self {
            name: "c",
            tools: &[&["clang", "--version"], &["wasm-ld", "--version"]],
            panic: ("plugin.c", "fm_text text;", "fm_text text;\n    if (repo->count > 0) FM_PANIC(\"lost at sea\");"),
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
        assert!(!required, "{}: `{}` fails", self.name, missing.join(" "));
        eprintln!("notice: {} is left out: `{}` fails", self.name, missing.join(" "));
        false
    }
}

fn succeeds(check: &[&str]) -> bool {
    let mut command = Command::new(check[0]);
    command.args(&check[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
