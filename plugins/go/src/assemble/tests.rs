//! Every row of `assemble` (builders.md 8).

use super::*;
use crate::{manifest, program};
use fieldmark_sdk::{Settings, testing::MemorySource};

const MAIN: &str = "package main\nfunc main() {}\n";
const FOREIGN: &str = "package main\nimport \"github.com/a/b\"\nfunc main() { b.C() }\n";

/// Rule, fault, and what the script says, without what all scripts say.
fn assembled(files: &[(&str, &str)], settings: &str) -> String {
    let settings = Settings::parse(settings);
    let repo = MemorySource::new(files.iter().copied()).into_repo().with_variables(&settings);
    let module = manifest::module(&repo);
    let asked = program::asked(&repo, &settings);
    let program = program::find(&repo, module.as_ref(), manifest::workspace(&repo).as_ref(), asked);
    let program::Program::Main(main) = &program else { return "no program".to_owned() };
    let situation = Situation { repo: &repo, era: settings.era(), module: module.as_ref(), main };
    let assembled = builder(&situation);
    let mut shown = assembled.code.trim_start_matches("go.assemble-").to_owned();
    if let Some(fault) = assembled.fault {
        shown.push_str(&format!(", {}", fault.code.trim_start_matches("go.")));
        let script = fault.cure.map_or("no cure".to_owned(), |cure| cure.script());
        let lines = script.lines().filter(|line| !matches!(*line, "#!/bin/bash" | "set -e" | "cd /tmp/src"));
        let said = lines.map(|line| line.rsplit_once(" || export ").map_or(line, |(_, set)| set));
        shown.push_str(&format!(": {}", said.collect::<Vec<_>>().join("; ")));
    }
    shown.replace("exec \"${STI_SCRIPTS_PATH:-/usr/libexec/s2i}/assemble\"", "image")
}

#[test]
fn row_1_builds_the_package_in_the_root() {
    let module = ("go.mod", "module a\ngo 1.22\n");
    for (files, expected) in [
        (vec![module, ("main.go", MAIN)], "build"),
        (vec![("go.mod", "module a\nrequire b/c v1"), ("go.sum", "b/c v1 h1:x"), ("main.go", MAIN)], "build"),
        (vec![("go.mod", "module a\nrequire b/c v1"), ("vendor/modules.txt", "# b/c v1"), ("main.go", MAIN)], "build"),
        (
            vec![("go.mod", "module a\nrequire b/c v1"), ("go.sum", ""), ("main.go", MAIN)],
            "build, incomplete-sums: GOFLAGS=-mod=mod; image",
        ),
        (
            vec![("go.mod", "module a\nrequire b/c v1"), ("vendor/modules.txt", ""), ("main.go", MAIN)],
            "build, inconsistent-vendor: GOFLAGS=-mod=mod; image",
        ),
        (
            vec![("go.work", "use ./api"), ("api/main.go", MAIN)],
            "build, program-not-in-root: exec go build -o /opt/app-root/gobinary ./api",
        ),
        (
            vec![module, ("cmd/x/main.go", MAIN)],
            "build, program-not-in-root: exec go build -o /opt/app-root/gobinary ./cmd/x",
        ),
        (
            vec![module, ("cmd/$(x) y/main.go", MAIN)],
            "build, program-not-in-root: exec go build -o /opt/app-root/gobinary './cmd/$(x) y'",
        ),
        (
            vec![("go.mod", "module a\nrequire b/c v1"), ("main.go", MAIN)],
            "build, incomplete-module: GOFLAGS=-mod=mod; image",
        ),
        (
            vec![("go.mod", "module a\nrequire b/c v1"), ("cmd/x/main.go", MAIN)],
            "build, incomplete-module: GOFLAGS=-mod=mod; exec go build -o /opt/app-root/gobinary ./cmd/x",
        ),
    ] {
        assert_eq!(assembled(&files, ""), expected, "{files:?}");
    }
}

#[test]
fn row_2_installs_what_the_variables_name() {
    let repository = [("main.go", FOREIGN), ("cmd/x/main.go", FOREIGN)];
    let in_cmd = [("lib.go", "package lib"), ("cmd/x/main.go", FOREIGN)];
    for (files, variables, expected) in [
        (&repository[..], "env.IMPORT_URL=h.io/me/app", "install"),
        (&repository, "env.IMPORT_URL=h.io/me/app\nenv.INSTALL_URL=h.io/me/app/cmd/x", "install"),
        (&repository, "env.IMPORT_URL=h.io/me/app\nenv.INSTALL_URL=h.io/other/tool", "install"),
        (&repository, "env.IMPORT_URL=", "build, no-module: no cure"),
        (&in_cmd, "env.IMPORT_URL=h.io/me/app", "install, install-url: INSTALL_URL=h.io/me/app/cmd/x; image"),
        (&in_cmd, "env.IMPORT_URL=h.io/me/app\nenv.INSTALL_URL=h.io/me/app/cmd/y", "install, install-url: no cure"),
    ] {
        assert_eq!(assembled(files, variables), expected, "{variables}");
    }
}

#[test]
fn row_3_wants_an_import_path() {
    let own = "package main\nimport (\n \"h.io/me/app/shop\"\n \"github.com/a/b\"\n)\nfunc main() { shop.Run() }\n";
    let shop = ("shop/shop.go", "package shop");
    for (files, era, expected) in [
        (vec![("main.go", MAIN)], "", "build, no-module: GO111MODULE=off; image"),
        (vec![("main.go", MAIN)], "era=3.5", "build"),
        (vec![("main.go", FOREIGN)], "", "build, no-module: no cure"),
        (vec![("main.go", own), shop], "", "build, import-url: IMPORT_URL=h.io/me/app; GO111MODULE=off; image"),
        (vec![("main.go", own), shop], "era=3.5", "build, import-url: IMPORT_URL=h.io/me/app; image"),
        (
            vec![("cmd/x/main.go", own), shop],
            "era=3.5",
            "build, import-url: IMPORT_URL=h.io/me/app; INSTALL_URL=h.io/me/app/cmd/x; image",
        ),
    ] {
        assert_eq!(assembled(&files, era), expected, "{files:?} {era}");
    }
}

#[test]
fn program_that_the_user_names_goes_before_conventions() {
    let files = [("go.mod", "module a"), ("main.go", MAIN), ("cmd/x/main.go", MAIN), ("cmd/y/main.go", MAIN)];
    let y = "build, program-not-in-root: exec go build -o /opt/app-root/gobinary ./cmd/y";
    assert_eq!(assembled(&files, "package=./cmd/y/"), y);
    assert_eq!(assembled(&files, "package=cmd/z"), "build");
}
