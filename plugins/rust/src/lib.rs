//! Rust: crates and Cargo workspaces.
//!
//! Version: the table in `version.rs`. What somebody picked goes before the least that will do; the edition only sets a
//! least version for the builder.
//!
//! No catalogue has a builder for Rust, so there is none to name; `program` is what `cargo build --release` makes, and
//! `start` runs it from where images put it. A crate that extends another language (`pyo3`,
//! `napi`, …) is a part of that language's application and steps back.

mod cargo;
mod framework;
mod lock_file;
mod port;
mod program;
mod start;
mod version;

use cargo::Package;
use fieldmark_sdk::{Failure, Place, Plugin, Repo, Settings, Verdict, points};
use program::Program;

/// The plugin.
pub struct Rust;

impl Plugin for Rust {
    fn detect(repo: &Repo, _settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("rust");
        sources(repo, &mut verdict);
        let Some(file) = repo.file("Cargo.toml") else {
            without_manifest(repo, &mut verdict);
            return Ok(verdict);
        };
        verdict.point(points::MANIFEST, "rust.cargo", file.whole(), "Cargo.toml describes a crate or workspace");
        verdict.attribute("package-manager", "cargo", file.whole());
        let Some(root) = Package::read(&file) else {
            version::state(repo, &[], &mut verdict);
            return Ok(verdict);
        };
        let program = program::find(repo, &root);
        let own = if let Program::Binary(binary) = &program { Some(binary.package) } else { None };
        let own = own.filter(|package| package.file.path() != file.path());
        let packages: Vec<Package<'_>> = std::iter::once(root).chain(own).collect();
        version::state(repo, &packages, &mut verdict);
        cargo::members(&root, &mut verdict);
        program::judge(&program, &mut verdict);
        let package = own.unwrap_or(root);
        framework::state(&package, &mut verdict);
        port::state(repo, &package, &program, &mut verdict);
        start::state(repo, &root, &program, &mut verdict);
        if !matches!(program, Program::None) {
            lock_file::judge(repo, &packages, &mut verdict);
        }
        Ok(verdict)
    }
}

/// What a lock file or a toolchain tells where no manifest stands beside it.
fn without_manifest(repo: &Repo, verdict: &mut Verdict) {
    if let Some(file) = repo.file("Cargo.lock").filter(|file| file.line_with("[[package]]").is_some()) {
        verdict.point(points::COMPANION, "rust.lock", file.whole(), "Cargo.lock pins the dependencies of a crate");
        verdict.attribute("package-manager", "cargo", file.whole());
    } else if let Some(file) = repo.first(&["rust-toolchain", "rust-toolchain.toml"]) {
        verdict.point(points::COMPANION, "rust.toolchain", file.whole(), format!("{} picks a toolchain", file.name()));
    } else {
        return;
    }
    verdict.attribute("role", "tooling", Place::NONE);
    version::state(repo, &[], verdict);
}

/// What the sources by themselves are worth.
fn sources(repo: &Repo, verdict: &mut Verdict) {
    if let Some(file) =
        repo.files().find(|file| file.extension() == Some("rs") && matches!(file.directory(), "" | "src"))
    {
        verdict.point(points::SOURCES, "rust.sources", file.whole(), "Rust sources stand where Cargo looks for them");
    }
    let share = points::share(repo.share(&["rs"]));
    if share > 0 {
        verdict.point(share, "rust.share", Place::NONE, format!("files of Rust: {}", repo.count(&["rs"])));
    }
}

fieldmark_sdk::export!(Rust);
