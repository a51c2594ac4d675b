//! Repositories in a temporary folder.

use fieldmark::{Decision, Engine, Explanation, Request};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A repository that goes away with the value.
pub struct Repository {
    folder: TempDir,
}

#[expect(clippy::expect_used, reason = "a test that cannot write its files has failed")]
impl Repository {
    /// An empty one.
    #[must_use]
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A small server in JavaScript, and a text of 2 MiB.
    #[must_use]
    pub fn ordinary() -> Self {
        let repository = Self::empty();
        repository.write(
            "package.json",
            r#"{"name": "birds", "scripts": {"start": "node server.js"}, "dependencies": {"express": "^4.18.0"}}"#,
        );
        repository.write("server.js", "require('express')().listen(8080);\n");
        repository.write("big.txt", "0123456789abcdef".repeat(128 * 1024));
        repository
    }

    /// Writes a file, with the directories above it.
    pub fn write(&self, path: &str, contents: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        fs::write(path, contents).expect("a file");
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What an engine without third-party plugins makes of it.
    #[must_use]
    pub fn decision(&self) -> Decision {
        self.explanation().decision
    }

    /// The same with all that led to it.
    #[must_use]
    pub fn explanation(&self) -> Explanation {
        let engine = Engine::builder().threads(2).build().expect("an engine");
        engine.explain(self.path(), &Request::default()).expect("a decision")
    }
}
