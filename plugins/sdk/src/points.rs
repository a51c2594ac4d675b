//! How many points a reason is worth. All plugins use the same scale, so that their scores can be compared.
//!
//! A root with nothing but sources of one language comes to about 30, one with a manifest to 50 and more, one whose
//! framework and start are known to 80 and more. A plugin that is merely present beside the real application (a
//! `package.json` for tooling, say) states what it found with [`TOOLING`].

/// The ecosystem's own manifest stands in the root (`pom.xml`, `package.json`, `requirements.txt`).
pub const MANIFEST: i32 = 40;

/// A file that only this ecosystem uses, but that is not its manifest (a lock file, a version file, a tool's settings).
pub const COMPANION: i32 = 10;

/// A framework of this language is a dependency.
pub const FRAMEWORK: i32 = 15;

/// A library that points to a server or application is a dependency, short of a framework (gunicorn, puma).
pub const SERVER: i32 = 10;

/// It is known how the application starts.
pub const START: i32 = 15;

/// An entry point by convention stands in the root (`app.py`, `main.go`, `index.php`, `server.js`).
pub const ENTRY_POINT: i32 = 20;

/// Sources of this language stand directly in the root, or in the directory its convention names.
pub const SOURCES: i32 = 10;

/// The most that [`share`] gives.
pub const SHARE: i32 = 20;

/// The manifest serves tools only (linters, git hooks, a style sheet compiler): taken off again.
pub const TOOLING: i32 = -25;

/// Points for the share of a language among all recognised source files, in percent.
#[must_use]
pub const fn share(percent: u32) -> i32 {
    let percent = if percent > 100 { 100 } else { percent };
    SHARE * percent.cast_signed() / 100
}
