//! Node.js applications, in JavaScript and TypeScript; Bun and Deno projects.
//!
//! | question | answered by |
//! |---|---|
//! | is it one | `package.json`, `deno.json`; without either `bare.rs`: a file that only Node.js could run, sources `alone` |
//! | which runtime | `runtime.rs`: what runs the application decides, not what installs its packages |
//! | which version | `version.rs`: engines, volta, `.nvmrc`, `.node-version`, mise and asdf, what platforms are told |
//! | which package manager | `package_manager.rs`: the manifest, lock files (`lock_file.rs`), settings, npm |
//! | which framework | `framework.rs`, by its table: dependencies, else settings |
//! | what is it for | `role.rs`: server, application, frontend, site, library, tooling |
//! | what does `assemble` do | `assemble.rs`, by the builder's rows; else `assemble_override.rs` and `demand.rs`, for what `reason.rs` says |
//! | how does it start | `run.rs`, by the builder's rows; else `override_script.rs`, `development.rs`, `member.rs`, `nx.rs` |
//! | does anything serve it | `frontend.rs`: pages for browsers have no server; `output.rs`: where they are left |
//! | where does it listen | `port.rs` and `listen.rs`; `container_file.rs`: what variables hold |
//!
//! A manifest that serves tools only, as at the root of many applications in other languages, scores
//! [`points::TOOLING`](fieldmark_sdk::points::TOOLING) less and gets nothing for its sources.

mod alone;
mod assemble;
mod assemble_override;
mod bare;
mod built;
mod command;
mod container_file;
mod demand;
mod deno;
mod development;
mod entry;
mod framework;
mod frontend;
mod function;
mod listen;
mod lock_file;
mod manifest;
mod member;
mod nx;
mod output;
mod override_script;
mod package;
mod package_manager;
mod port;
mod reason;
mod role;
mod run;
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

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn detect(files: &[(&str, &str)]) -> Verdict {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        Node::detect(&repo, &Settings::default()).unwrap()
    }

    #[test]
    fn stray_script_stays_below_any_application() {
        let python = [("app.py", ""), ("x.py", ""), ("index.js", "const fs = require('fs')"), ("gulpfile.js", "")];
        assert!(detect(&python).score() < 15);
        assert!(detect(&[("index.html", ""), ("main.js", "window.x = 1")]).score() < 15);
        assert_eq!(detect(&[("app.py", "")]).score(), 0);
    }

    #[test]
    fn sources_of_bun_need_a_manifest_to_be_nodes() {
        let serve = ("index.ts", "Bun.serve({\n  port: 4100,\n});");
        let found = detect(&[serve]);
        assert_eq!(
            (found.language.as_str(), found.get("start"), found.get("port")),
            ("bun", Some("bun index.ts"), Some("4100"))
        );
        let found = detect(&[serve, ("package.json", "{}"), ("bun.lock", "")]);
        assert_eq!((found.language.as_str(), found.builder.as_deref()), ("node", Some("nodejs")));
        assert!(found.attributes.iter().any(|attribute| (&*attribute.name, &*attribute.value) == ("also", "bun")));
    }

    #[test]
    fn sources_of_deno_need_no_settings() {
        let found = detect(&[("src/index.ts", "import * as o from \"https://deno.land/x/cowsay/mod.ts\";")]);
        assert_eq!((found.language.as_str(), found.builder), ("deno", None));
    }

    #[test]
    fn odd_contents_are_no_panic() {
        let odd = [
            "",
            "\u{feff}",
            "[]",
            "{\"scripts\": [], \"main\": 3}",
            "é.listen(é, 'ü",
            "require('",
            "process.env.",
            "&&",
        ];
        let names = ["package.json", "index.js", ".nvmrc", "Procfile", "pnpm-workspace.yaml", "deno.json", ".env"];
        for text in odd {
            let files: Vec<_> = names.iter().map(|name| (*name, text)).collect();
            assert!(detect(&files).score() <= 100);
            let script = format!("{{\"scripts\": {{\"start\": {text:?}}}, \"main\": {text:?}}}");
            assert!(detect(&[("package.json", &script), ("index.js", text)]).score() <= 100);
        }
    }
}
