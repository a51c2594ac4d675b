//! Role, builder, start command, and the script for programs that the builder does not find.

use crate::framework::imports;
use crate::manifest::Manifest;
use crate::program::{Main, Program};
use fieldmark_sdk::{Place, Repo, Verdict, environment, points, procfile};

/// What the builder's `run` starts.
const BINARY: &str = "/opt/app-root/gobinary";

/// States how the program is built and started.
pub fn state(repo: &Repo, module: Option<&Manifest>, program: &Program, verdict: &mut Verdict) {
    verdict.builder = Some("golang".to_owned());
    match program {
        Program::None { library } => {
            verdict.attribute("role", "library", library.or(module.map(|module| module.at)).unwrap_or(Place::NONE));
        }
        Program::Several(directories, at) => {
            verdict.attribute("role", role(verdict), *at);
            let note = format!(
                "the builder builds the root, which holds no program; choose one of {}",
                directories.join(", ")
            );
            verdict.warn("go.several-programs", *at, note);
        }
        Program::Main(main) => {
            verdict.attribute("role", role(verdict), main.at());
            started(repo, main, verdict);
            buildable(repo, module, main, verdict);
        }
    }
}

fn role(verdict: &Verdict) -> &'static str {
    let serves = verdict.get("framework").is_some() || verdict.get("serves").is_some();
    if serves { "server" } else { "application" }
}

fn started(repo: &Repo, main: &Main, verdict: &mut Verdict) {
    verdict.point(points::START, "go.start", main.at(), "the builder starts the program it has built");
    verdict.attribute("start", BINARY, main.at());
    verdict.attribute("start-origin", "builder-default", main.at());
    if let Some((command, at)) = procfile::process(repo, "web") {
        // Names of binaries differ from platform to platform, so the line is not taken as it is.
        verdict.attribute("procfile", command, at);
    }
}

/// Says what stands in the way of the builder, and clears away what can be.
fn buildable(repo: &Repo, module: Option<&Manifest>, main: &Main, verdict: &mut Verdict) {
    if let Some(import) = environment::variable(repo, "IMPORT_URL") {
        return verdict.attribute("import-url", import.value, import.at);
    }
    if !main.directory.is_empty() {
        elsewhere(main, verdict);
    }
    match module {
        Some(module) => {
            let required = module.requirements.first();
            let locked = repo.file("go.sum").is_some() || repo.file("vendor/modules.txt").is_some();
            if let Some(required) = required.filter(|_| !locked) {
                let note = "go.mod requires modules, but there is neither go.sum nor vendor/: run `go mod tidy`";
                verdict.warn("go.incomplete-module", required.at, note);
            }
        }
        None if repo.file("go.work").is_some() => {}
        None => {
            let foreign = imports(main)
                .into_iter()
                .find(|(path, _)| path.split('/').next().is_some_and(|host| host.contains('.')));
            let (note, at) = match foreign {
                Some((path, at)) => (format!("{path} is not declared: add a go.mod, or set IMPORT_URL"), at),
                None => ("there is no go.mod: builders from Go 1.16 on need one, or IMPORT_URL".to_owned(), main.at()),
            };
            verdict.warn("go.no-module", at, note);
        }
    }
}

/// The builder runs `go build` in the root only.
fn elsewhere(main: &Main, verdict: &mut Verdict) {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    // Nothing but plain names goes into a script.
    if !main.directory.chars().all(plain) || main.directory.split('/').any(|part| part == ".." || part.starts_with('-'))
    {
        let note = "the builder builds the root only, and the name of this directory cannot be put into a script";
        return verdict.warn("go.program-not-in-root", main.at(), note);
    }
    let body = format!("#!/bin/bash\nset -e\ncd /tmp/src\nexec go build -o {BINARY} ./{}\n", main.directory);
    let why = format!("the builder builds the root, but the program stands in {}", main.directory);
    verdict.script("assemble", body, why);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Go;
    use fieldmark_sdk::{Plugin, Settings, testing::MemorySource};

    const MAIN: &str = "package main\nfunc main() {}\n";

    fn verdict(files: &[(&str, &str)]) -> Verdict {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        Go::detect(&repo, &Settings::default()).unwrap()
    }

    #[test]
    fn program_in_the_root_is_built_by_the_builder() {
        let verdict = verdict(&[("go.mod", "module a\ngo 1.22"), ("main.go", MAIN)]);
        assert_eq!((verdict.get("start"), verdict.get("role")), (Some(BINARY), Some("application")));
        assert!(verdict.scripts.is_empty() && verdict.warnings.is_empty());
    }

    #[test]
    fn program_elsewhere_needs_a_script() {
        let ours = verdict(&[("go.mod", "module a"), ("cmd/x-1/main.go", MAIN)]);
        assert!(ours.scripts[0].body.ends_with("go build -o /opt/app-root/gobinary ./cmd/x-1\n"));
        let hostile = verdict(&[("go.mod", "module a"), ("cmd/$(x)/main.go", MAIN)]);
        assert_eq!((hostile.scripts.len(), hostile.warnings[0].code.as_str()), (0, "go.program-not-in-root"));
    }

    #[test]
    fn what_the_builder_will_miss_is_a_warning() {
        let codes = |files: &[(&str, &str)]| -> Vec<String> {
            verdict(files).warnings.into_iter().map(|warning| warning.code).collect()
        };
        assert_eq!(codes(&[("main.go", MAIN)]), ["go.no-module"]);
        assert_eq!(codes(&[("main.go", MAIN), (".s2i/environment", "IMPORT_URL=x/y")]), [""; 0]);
        assert_eq!(codes(&[("main.go", MAIN), ("go.mod", "module a\nrequire b/c v1")]), ["go.incomplete-module"]);
    }

    #[test]
    fn library_and_stray_sources_are_worth_little() {
        let library = verdict(&[("go.mod", "module a"), ("a.go", "package a")]);
        assert_eq!(library.get("role"), Some("library"));
        assert_eq!((library.get("start"), library.score()), (None, 70));
        let stray = verdict(&[("hack/main.go", MAIN), ("a.py", ""), ("b.py", ""), ("c.py", "")]);
        assert!(stray.score() < 15 && stray.builder.is_none());
    }
}
