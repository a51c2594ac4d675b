//! Role, builder, start command, and the scripts where the builder would not start the program.

use crate::assemble::{self, BINARY, Situation};
use crate::manifest::Manifest;
use crate::port::Ports;
use crate::program::{Main, Program};
use fieldmark_sdk::script::{self, PORT, Script};
use fieldmark_sdk::{Place, Repo, Settings, Verdict, points, procfile};

/// States how the program is built and started.
pub fn state(
    repo: &Repo,
    settings: &Settings,
    module: Option<&Manifest>,
    program: &Program,
    ports: &Ports,
    verdict: &mut Verdict,
) {
    verdict.builder = Some("golang".to_owned());
    match program {
        Program::None { library } => {
            verdict.attribute("role", "library", library.or(module.map(|module| module.at)).unwrap_or(Place::NONE));
        }
        Program::Several(directories, at) => {
            verdict.attribute("role", role(verdict), *at);
            let note = format!(
                "the builder builds the root, which holds no program; choose one of {} with the setting `package`",
                directories.join(", ")
            );
            verdict.warn("go.several-programs", *at, note);
        }
        Program::Main(main) => {
            verdict.attribute("role", role(verdict), main.at());
            let assembled = assembled(&Situation { repo, era: settings.era(), module, main }, verdict);
            started(repo, main, ports, assembled, verdict);
        }
    }
}

fn role(verdict: &Verdict) -> &'static str {
    let serves = verdict.get("framework").is_some() || verdict.get("serves").is_some();
    if serves { "server" } else { "application" }
}

/// States what `assemble` does, and whether the program is there after it.
fn assembled(situation: &Situation<'_, '_>, verdict: &mut Verdict) -> bool {
    if let Some(own) = script::own(situation.repo, "assemble") {
        verdict.point(0, "go.own-assemble-script", own.whole(), "the repository brings its own assemble script");
        return true;
    }
    let assembled = assemble::builder(situation);
    verdict.point(0, assembled.code, assembled.at, assembled.note);
    let Some(fault) = assembled.fault else { return true };
    let Some(cure) = fault.cure else {
        verdict.warn(fault.code, fault.at, fault.note);
        return false;
    };
    // Where the program stands is no fault of the repository.
    if fault.code != "go.program-not-in-root" {
        verdict.warn(fault.code, fault.at, format!("{}; an assemble script does without", fault.note));
    }
    verdict.script("assemble", cure.script(), fault.note);
    true
}

/// The builder's `run` starts the binary and sets nothing, not even a port (builders.md 8).
fn started(repo: &Repo, main: &Main, ports: &Ports, assembled: bool, verdict: &mut Verdict) {
    if let Some(own) = script::own(repo, "run") {
        verdict.point(points::START, "go.start", own.whole(), "the repository brings its own run script");
        verdict.attribute("start", own.path(), own.whole());
        return verdict.attribute("start-origin", "declared", own.whole());
    }
    verdict.point(points::START, "go.start", main.at(), "the builder starts the program it has built");
    verdict.attribute("start", BINARY, main.at());
    if let Some(at) = ports.from_environment {
        let note = "the program takes its port from PORT alone, which the golang builder does not set";
        verdict.warn("go.port-from-environment", at, format!("{note}; a run script does"));
        verdict.attribute("port", PORT.to_string(), at);
        verdict.script("run", Script::run().exec(&script::quote(BINARY)), note);
    }
    let origin = if assembled { "builder-default" } else { "unknown" };
    verdict.attribute("start-origin", origin, main.at());
    if let Some((command, at)) = procfile::process(repo, "web") {
        // Names of binaries differ from platform to platform, so the line is not taken as it is.
        verdict.attribute("procfile", command, at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Go;
    use fieldmark_sdk::{Plugin, testing::MemorySource};

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
    fn what_the_builder_will_miss_is_a_warning_and_a_script_where_one_helps() {
        let told = |files: &[(&str, &str)]| {
            let verdict = verdict(files);
            let codes: Vec<_> = verdict.warnings.iter().map(|warning| warning.code.clone()).collect();
            (codes.join(" "), verdict.scripts.len(), verdict.get("start-origin").unwrap_or_default().to_owned())
        };
        let expected = |codes: &str, scripts, origin: &str| (codes.to_owned(), scripts, origin.to_owned());
        let foreign = "package main\nimport \"github.com/a/b\"\n";
        assert_eq!(told(&[("main.go", MAIN)]), expected("go.no-module", 1, "builder-default"));
        assert_eq!(told(&[("main.go", foreign)]), expected("go.no-module", 0, "unknown"));
        let named = [("main.go", MAIN), (".s2i/environment", "IMPORT_URL=x/y")];
        assert_eq!(told(&named), expected("", 0, "builder-default"));
        let own = [("main.go", foreign), (".s2i/bin/assemble", ""), (".s2i/bin/run", "")];
        assert_eq!(told(&own), expected("", 0, "declared"));
        let below = [("go.mod", "module a"), ("cmd/x/main.go", MAIN)];
        assert_eq!(told(&below), expected("", 1, "builder-default"));
    }

    #[test]
    fn port_from_the_environment_alone_is_given_by_a_run_script() {
        let main = "package main\nimport (\n\"net/http\"\n\"os\"\n)\nfunc main() {\n\
                    http.ListenAndServe(\":\"+os.Getenv(\"PORT\"), nil)\n}";
        let ours = verdict(&[("go.mod", "module a"), ("main.go", main)]);
        assert_eq!(ours.get("port"), Some("8080"));
        assert_eq!(
            ours.scripts[0].body,
            "#!/bin/bash\nset -e\nexport PORT=\"${PORT:-8080}\"\nexec /opt/app-root/gobinary\n"
        );
        let set = verdict(&[("go.mod", "module a"), ("main.go", main), (".s2i/environment", "PORT=9000")]);
        assert_eq!((set.get("port"), set.scripts.len()), (Some("9000"), 0));
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
