//! A root with `package.json`, for Node.js or Bun.

use crate::command::Command;
use crate::entry::Entry;
use crate::framework::{self, Framework, Kind};
use crate::package::{Dependency, Package};
use crate::package_manager::{self, PackageManager};
use crate::role::{self, Role};
use crate::runtime::Runtime;
use crate::start::{self, Start};
use crate::{SOURCES, port, state_typescript, version, workspace};
use fieldmark_sdk::{Era, Place, Repo, Verdict, environment, points};

/// Judges the root.
pub(crate) fn judge(
    repo: &Repo,
    package: Package<'_>,
    (runtime, sign): (Runtime, Place),
    era: Era,
    verdict: &mut Verdict,
) {
    verdict.point(points::MANIFEST, "node.package-json", package.file.whole(), "package.json describes a package");
    if let Some((lock, tool)) = package_manager::lock_files(repo).next() {
        verdict.point(points::COMPANION, "node.lock-file", lock.whole(), format!("{tool} has locked the dependencies"));
    }
    let found = framework::find(package);
    let framework = found.map(|(framework, _)| framework);
    let script = package.script(script_name(repo));
    let command = script.and_then(|(script, _)| Command::last(script)).map(|command| command.resolved(package));
    let fallback = fallback_entry(repo, package);
    let entry = command.as_ref().and_then(|command| Entry::of_command(repo, command)).or(fallback);
    let role = Role::find(repo, role::Known { package, framework, command: command.as_ref(), entry });
    if let Some((framework, dependency)) = found.filter(|_| !role.is_tooling()) {
        state_framework(framework, dependency, verdict);
    }
    let members = workspace::state(repo, Some(package), verdict);
    state_role(repo, &role, members, verdict);

    version::state(repo, Some(package), verdict);
    if let Some(manager) = PackageManager::find(repo, Some(package)) {
        manager.state(repo, verdict);
        if runtime == Runtime::Node && !role.is_tooling() {
            manager.warn_of_npm(verdict);
        }
    }
    state_typescript(repo, Some(package), verdict);

    let startable = matches!(role.name, "server" | "application" | "frontend");
    let known = start::Known { package, framework, entry: fallback, era, startable };
    let start = match runtime {
        Runtime::Bun => with_bun(package, fallback.filter(|_| startable), sign, verdict),
        _ => Start::find(repo, known, verdict),
    };
    if let Some(start) = start.as_ref().filter(|_| role.name == "site" && framework.is_some_and(serves_by_itself)) {
        let note = "the build leaves files and no server for the start script to run";
        verdict.warn("node.start-of-exported-pages", start.at, note);
    }
    warn_of_missing_build(package, start.as_ref(), era, verdict);
    let set_port = start.as_ref().and_then(|start| start.port.map(|port| (port, start.at)));
    state_start(start, verdict);
    if let Some((port, at)) = set_port {
        verdict.attribute("port", port.to_string(), at);
    } else if !role.is_tooling() && role.name != "library" {
        port::state(repo, port::Known { package: Some(package), command: command.as_ref(), entry, framework }, verdict);
    }
    state_builder(package, runtime, command.as_ref(), sign, verdict);
}

fn serves_by_itself(framework: &Framework) -> bool {
    framework.kind == Kind::FullStack
}

fn script_name<'r>(repo: &'r Repo) -> &'r str {
    environment::variable(repo, "NPM_RUN").filter(|variable| !variable.value.is_empty()).map_or("start", |v| v.value)
}

fn state_framework(framework: &Framework, dependency: Dependency<'_>, verdict: &mut Verdict) {
    let code = format!("node.dependency-{}", framework.slug.replace('.', "-"));
    verdict.point(points::FRAMEWORK, code, dependency.at, format!("{} is a dependency", dependency.name));
    verdict.attribute("framework", framework.slug, dependency.at);
}

/// Where it begins when no start script says so: npm's own `server.js`, `main`, a usual name.
fn fallback_entry<'r>(repo: &'r Repo, package: Package<'r>) -> Option<Entry<'r>> {
    if package.script("start").is_none() && repo.file("server.js").is_some() {
        return Entry::by_convention(repo);
    }
    Entry::of_main(repo, package).or_else(|| Entry::by_convention(repo))
}

fn state_role(repo: &Repo, role: &Role, members: bool, verdict: &mut Verdict) {
    verdict.attribute("role", role.name, role.at);
    if !role.is_tooling() {
        let share = repo.share(&SOURCES);
        let note = format!("{share} % of the sources are JavaScript or TypeScript");
        verdict.point(points::share(share), "node.sources", Place::NONE, note);
    }
    // The root of a workspace is no application either, but it is this ecosystem's.
    let points = if role.is_tooling() && !members { points::TOOLING } else { 0 };
    verdict.point(points, format!("node.role-{}", role.name), role.at, role.note.clone());
}

fn state_start(start: Option<Start>, verdict: &mut Verdict) {
    let Some(start) = start else {
        verdict.attribute("start-origin", "unknown", Place::NONE);
        return;
    };
    verdict.point(points::START, "node.start", start.at, start.note);
    verdict.attribute("start", start.command, start.at);
    verdict.attribute("start-origin", start.origin, start.at);
    if let Some((body, why)) = start.script {
        verdict.script("run", body, why);
    }
}

/// The builder of 2017 only installs.
fn warn_of_missing_build(package: Package<'_>, start: Option<&Start>, era: Era, verdict: &mut Verdict) {
    let installs = ["postinstall", "prepare", "install"].iter().any(|name| package.script(name).is_some());
    if let Some((_, at)) = package.script("build").filter(|_| era == Era::OpenShift35 && start.is_some() && !installs) {
        verdict.warn("node.builder-does-not-build", at, "the builder of this era does not run the script `build`");
    }
}

/// Bun runs the start script or an entry file, TypeScript included.
fn with_bun(package: Package<'_>, entry: Option<Entry<'_>>, sign: Place, verdict: &mut Verdict) -> Option<Start> {
    verdict.attribute("also", "node", package.file.whole());
    verdict.point(0, "bun.runtime", sign, "Bun runs this, not Node.js");
    if let Some((script, at)) = package.script("start") {
        return Some(Start::plain("bun run start", "declared", at, format!("`bun run start` runs `{script}`")));
    }
    let file = entry?.file;
    Some(Start::plain(format!("bun {}", file.path()), "unknown", file.whole(), "this file is where it begins"))
}

/// The builder of Node.js has neither Bun nor Deno; it will do where Bun comes as a package or only installs.
fn state_builder(
    package: Package<'_>,
    runtime: Runtime,
    command: Option<&Command<'_>>,
    sign: Place,
    verdict: &mut Verdict,
) {
    let programme = command.map(|command| command.programme);
    let needs_bun = matches!(programme, Some("bun" | "bunx")) || runtime == Runtime::Bun && programme.is_none();
    if needs_bun && package.dependency("bun").is_none_or(|bun| bun.development) {
        let at = package.script("start").map_or(sign, |(_, at)| at);
        verdict.warn("node.builder-has-no-bun", at, "it starts with bun, which the builder of Node.js does not bring");
    } else {
        verdict.builder = Some("nodejs".to_owned());
    }
}
