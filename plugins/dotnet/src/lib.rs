//! The .NET plugin: C#, F# and Visual Basic.
//!
//! Which project counts is the builder's rule (`startup.rs`): the one in the root, the one that
//! `DOTNET_STARTUP_PROJECT` names, or a published application. Where the builder would stop because it finds none or
//! several, a solution in the root still tells what is there; if exactly one of its projects is a program, the verdict
//! carries an assemble script that names it.
//!
//! Version: the project's target framework, with the files that it imports (`properties.rs`), then the SDK of
//! `global.json`; the table is in `version.rs`. Start: `dotnet <assembly>.dll`, which is what the builder writes down.
//! Port: what the program binds, `appsettings.json`, else 8080, which the builder sets (`port.rs`).

mod assemble;
mod code;
mod file_program;
mod framework;
mod judge;
mod legacy;
mod listed;
mod lock_file;
mod options;
mod paket;
mod port;
mod project;
mod properties;
mod published;
mod solution;
mod sources;
mod startup;
mod target;
mod version;

use fieldmark_sdk::{Failure, Plugin, Repo, Settings, Verdict};

/// The plugin.
pub struct Dotnet;

fieldmark_sdk::export!(Dotnet);

impl Plugin for Dotnet {
    fn detect(repo: &Repo, settings: &Settings) -> Result<Verdict, Failure> {
        Ok(judge::judge(repo, settings))
    }
}
