//! Node.js applications, in JavaScript and TypeScript; Bun and Deno projects.
//!
//! | question | answered by |
//! |---|---|
//! | is it one | `package.json`, `deno.json`; without either an entry file that only Node.js could run |
//! | which runtime | `runtime.rs`: what runs the application decides, not what installs its packages |
//! | which version | `version.rs`: engines, volta, `.nvmrc`, `.node-version`, mise and asdf |
//! | which package manager | `package_manager.rs`: the field, engines, lock files, npm |
//! | which framework | `framework.rs`: a table from dependencies |
//! | what is it for | `role.rs`: server, application, frontend, site, library, tooling |
//! | how does it start | `start.rs`: what the builder does; `override_script.rs`: where the builder would fail |
//! | where does it listen | `port.rs` and `listen.rs` |
//!
//! A manifest that serves tools only, as at the root of many applications in other languages, scores
//! [`points::TOOLING`](fieldmark_sdk::points::TOOLING) less and gets nothing for its sources.

mod bare;
mod command;
mod deno;
mod entry;
mod framework;
mod listen;
mod manifest;
mod override_script;
mod package;
mod package_manager;
mod port;
mod role;
mod runtime;
mod start;
mod version;
mod workspace;

use fieldmark_sdk::{Failure, Place, Plugin, Repo, Settings, Verdict};

/// The plugin.
pub struct Node;

impl Plugin for Node {
    fn detect(repo: &Repo, settings: &Settings) -> Result<Verdict, Failure> {
        let package = package::Package::find(repo);
        let (runtime, sign) = runtime::Runtime::find(repo, package);
        let mut verdict = Verdict::new(runtime.language());
        match (runtime, package) {
            (runtime::Runtime::Deno, _) => deno::judge(repo, package, sign, &mut verdict),
            (_, Some(package)) => manifest::judge(repo, package, (runtime, sign), settings.era(), &mut verdict),
            (_, None) => bare::judge(repo, &mut verdict),
        }
        Ok(verdict)
    }
}

fieldmark_sdk::export!(Node);

/// Extensions of sources in JavaScript and TypeScript.
const SOURCES: [&str; 10] = ["js", "mjs", "cjs", "jsx", "ts", "tsx", "mts", "cts", "vue", "svelte"];

/// Extensions of sources in TypeScript.
const TYPED_SOURCES: [&str; 4] = ["ts", "tsx", "mts", "cts"];

/// States that TypeScript is spoken here.
fn state_typescript(repo: &Repo, package: Option<package::Package<'_>>, verdict: &mut Verdict) {
    let dependency = package.and_then(|package| package.dependency("typescript")).map(|dependency| dependency.at);
    let settings = repo.file("tsconfig.json").map(|file| file.whole());
    if let Some(at) = settings.or(dependency) {
        verdict.attribute("also", "typescript", at);
    } else if repo.count(&TYPED_SOURCES) > 0 {
        verdict.attribute("also", "typescript", Place::NONE);
    }
}
