//! Go: modules, workspaces, programs of before modules, and single files.
//!
//! Version: the table in `version.rs`. What somebody picked goes before the least that will do.
//!
//! The program is the `package main` in the root, as the builder builds it; else the one that the conventions point
//! to: `cmd/main.go`, `cmd/<name>/main.go`, the member of a workspace that has one; else any directory of a module that
//! is no library. Then the builder needs an `assemble` script of ours, because its own builds nothing but the root
//! (`assemble.rs`, which also knows what else the builder would stop at). The user names another with `package`.
//! Files that a build constraint sets aside (tools, `go run` scripts) and tests are no programs.

mod assemble;
mod framework;
mod import_path;
mod lock_file;
mod manifest;
mod own_packages;
mod package;
mod port;
mod program;
mod start;
mod version;

use fieldmark_sdk::{Failure, Plugin, Repo, Settings, Verdict, points};
use manifest::Manifest;
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
        let mostly = repo.share(&["go"]) >= program::MOSTLY;
        sources(repo, managed || mostly || !matches!(program, Program::None { library: None }), &mut verdict);
        program::judge(&program, &mut verdict);
        if !managed && matches!(program, Program::None { .. }) {
            return Ok(verdict);
        }
        version::state(repo, module.as_ref(), workspace.as_ref(), &mut verdict);
        let member = member(repo, workspace.as_ref().filter(|_| module.is_none()), &program);
        let own = module.as_ref().or(member.as_ref());
        framework::state(own, &program, &mut verdict);
        let ports = port::state(repo, own, &program, &mut verdict);
        start::state(repo, settings, module.as_ref(), &program, &ports, &mut verdict);
        Ok(verdict)
    }
}

/// The member of a workspace that a program belongs to.
fn member<'r>(repo: &'r Repo, workspace: Option<&Manifest<'r>>, program: &Program) -> Option<Manifest<'r>> {
    let Program::Main(main) = program else { return None };
    let mut members = manifest::of_members(repo, workspace?).into_iter();
    let holds =
        |directory: &str| main.directory.strip_prefix(directory).is_some_and(|r| r.is_empty() || r.starts_with('/'));
    members.find(|(directory, _)| holds(directory)).map(|(_, member)| member)
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
