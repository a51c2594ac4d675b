//! Go: modules, workspaces, programs of before modules, and single files.
//!
//! Version, first match: `mise.toml` and `.tool-versions`, `.go-version` (a version that somebody picked), then
//! `toolchain` and `go` of `go.mod`, then `go` of `go.work` (the least that will do). A picked version below the least
//! is a warning.
//!
//! The program is the `package main` in the root, as the builder builds it; else the one that the conventions point
//! to: `cmd/main.go`, `cmd/<name>/main.go`, the member of a workspace that has one; else any directory of a module that
//! is no library. Then the builder needs an `assemble` script of ours, because its own builds nothing but the root
//! (`assemble.rs`, which also knows what else the builder would stop at). The user names another with `package`.
//! Files that a build constraint sets aside (tools, `go run` scripts) and tests are no programs.

mod assemble;
mod framework;
mod import_path;
mod manifest;
mod package;
mod port;
mod program;
mod start;
mod version;

use fieldmark_sdk::{Failure, Plugin, Repo, Settings, Verdict, points};
use program::Program;

/// The plugin.
pub struct Go;

impl Plugin for Go {
    fn detect(repo: &Repo, settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("go");
        let module = manifest::module(repo);
        let workspace = manifest::workspace(repo);
        let managed = manifest::judge(repo, module.as_ref(), workspace.as_ref(), &mut verdict);
        let program = program::find(repo, module.as_ref(), workspace.as_ref(), program::asked(repo, settings));
        sources(repo, managed || !matches!(program, Program::None { library: None }), &mut verdict);
        program::judge(&program, &mut verdict);
        if !managed && matches!(program, Program::None { .. }) {
            return Ok(verdict);
        }
        version::state(repo, module.as_ref(), workspace.as_ref(), &mut verdict);
        framework::state(module.as_ref(), &program, &mut verdict);
        let ports = port::state(repo, &program, &mut verdict);
        start::state(repo, settings, module.as_ref(), &program, &ports, &mut verdict);
        Ok(verdict)
    }
}

/// What the sources by themselves are worth. Stray ones serve a repository of something else: its tests, its tools.
fn sources(repo: &Repo, ours: bool, verdict: &mut Verdict) {
    let in_root = repo.top().find(|file| package::of(file).is_some());
    if let Some(file) = in_root {
        verdict.point(points::SOURCES, "go.sources", file.whole(), "Go sources stand in the root");
    }
    let share = points::share(repo.share(&["go"])) / if ours { 1 } else { 4 };
    if share > 0 {
        let note = format!("files of Go: {}", repo.count(&["go"]));
        verdict.point(share, "go.share", fieldmark_sdk::Place::NONE, note);
    }
}

fieldmark_sdk::export!(Go);
