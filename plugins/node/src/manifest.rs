//! A root with `package.json`, for Node.js or Bun.

use crate::command::Command;
use crate::demand::Demand;
use crate::deno;
use crate::entry::Entry;
use crate::framework::{self, Found, Framework, Kind};
use crate::package::Package;
use crate::package_manager::{self, PackageManager};
use crate::role::{self, Role};
use crate::runtime::Runtime;
use crate::start::{self, Start};
use crate::{SOURCES, assemble, assemble_override, frontend, port, run, state_typescript, version, workspace};
use fieldmark_sdk::{Era, Place, Repo, Verdict, environment, points, procfile};

/// What is read of the root before anything is stated.
struct Facts<'r> {
    package: Package<'r>,
    runtime: Runtime,
    framework: Option<Found<'r>>,
    /// The script that the builder asks npm for, and the command it comes to.
    script: Option<Place>,
    command: Option<Command<'r>>,
    /// Where it begins, and where it would begin without that script.
    entry: Option<Entry<'r>>,
    fallback: Option<Entry<'r>>,
}

impl<'r> Facts<'r> {
    fn read(repo: &'r Repo, package: Package<'r>, runtime: Runtime) -> Self {
        let script = package.script(script_name(repo));
        let command = script.and_then(|(script, _)| Command::last(script)).map(|command| command.resolved(package));
        let fallback = fallback_entry(repo, package);
        let entry = command.as_ref().and_then(|command| Entry::of_command(repo, command)).or(fallback);
        let framework = framework::find(repo, package);
        Self { package, runtime, framework, script: script.map(|(_, at)| at), command, entry, fallback }
    }

    /// The framework, if it says anything of what the application does: runners of tasks do not.
    fn row(&self) -> Option<&'static Framework> {
        self.framework.map(|found| found.framework).filter(|framework| framework.kind != Kind::Task)
    }
}

/// Judges the root.
pub(crate) fn judge(
    repo: &Repo,
    package: Package<'_>,
    (runtime, sign): (Runtime, Place),
    era: Era,
    verdict: &mut Verdict,
) {
    let note = format!("{} describes a package", package.file.name());
    verdict.point(points::MANIFEST, "node.package-json", package.file.whole(), note);
    if let Some((lock, tool)) = package_manager::lock_files(repo).next() {
        verdict.point(points::COMPANION, "node.lock-file", lock.whole(), format!("{tool} has locked the dependencies"));
    }
    let facts = Facts::read(repo, package, runtime);
    let known = role::Known { package, framework: facts.row(), command: facts.command.as_ref(), entry: facts.entry };
    let role = Role::find(repo, known);
    if let Some(found) = facts.framework {
        state_framework(&found, package, &role, verdict);
    }
    let members = workspace::state(repo, Some(package), verdict);
    state_role(repo, &role, members, verdict);
    state_tools(repo, &facts, &role, verdict);
    if runtime == Runtime::Bun {
        verdict.attribute("also", "bun", sign);
        verdict.point(0, "node.runs-on-bun", sign, "Bun runs this, not Node.js");
    }
    let start = find_start(repo, &facts, &role, era, verdict);
    state_start(start.as_ref(), verdict);
    state_port(repo, &facts, &role, start.as_ref(), era, verdict);
}

fn state_tools(repo: &Repo, facts: &Facts<'_>, role: &Role, verdict: &mut Verdict) {
    version::state(repo, Some(facts.package), verdict);
    if let Some(manager) = PackageManager::find(repo, Some(facts.package)) {
        manager.state(repo, Some(facts.package), verdict);
        if manager.name == "bun" && facts.runtime != Runtime::Bun {
            verdict.attribute("also", "bun", manager.at);
        }
        if facts.runtime == Runtime::Node && !role.is_tooling() {
            manager.warn_of_npm(repo, verdict);
        }
    }
    if let Some(settings) = repo.first(&deno::SETTINGS) {
        verdict.attribute("also", "deno", settings.whole());
    }
    if !facts.package.readable() {
        let note = "npm cannot read package.json either: the builder's install will fail";
        verdict.warn("node.manifest-stops-npm", facts.package.file.whole(), note);
    }
    state_typescript(repo, Some(facts.package), verdict);
}

fn find_start(repo: &Repo, facts: &Facts<'_>, role: &Role, era: Era, verdict: &mut Verdict) -> Option<Start> {
    let package = facts.package;
    let startable = package.readable() && matches!(role.name, "server" | "application" | "frontend");
    let (runtime, built) = (facts.runtime, !role.is_tooling() && role.name != "library" && package.readable());
    let known = start::Known { package, framework: facts.row(), entry: facts.fallback, era, runtime, built, startable };
    let start = Start::find(repo, known, verdict);
    if let Some(start) = start.as_ref().filter(|_| role.name == "site" && facts.row().is_some_and(serves_by_itself)) {
        let note = "the build leaves files and no server for the start script to run";
        verdict.warn("node.start-of-exported-pages", start.at, note);
    }
    if built {
        assemble::state(repo, package, era, verdict);
        assemble_override::state(repo, known, start.as_ref(), verdict);
        frontend::state(repo, package, facts.row(), (role.name, start.as_ref()), verdict);
    }
    state_builder(repo, facts, known, verdict);
    start
}

/// The port: what is certain with the start, unless the environment names another, or what is found.
fn state_port(repo: &Repo, facts: &Facts<'_>, role: &Role, start: Option<&Start>, era: Era, verdict: &mut Verdict) {
    if let Some(set) = start.and_then(|start| Some((start.port?, start.at))) {
        let own = environment::variable(repo, "PORT").and_then(|own| Some((own.value.parse().ok()?, own.at)));
        let (port, at): (u16, _) = own.unwrap_or(set);
        verdict.attribute("port", port.to_string(), at);
    } else if !role.is_tooling() && role.name != "library" {
        let ours = start.filter(|start| start.script.is_some());
        let replacing = ours.and_then(|start| Command::last(&start.command)).map(|own| own.resolved(facts.package));
        let by_variable = run::replaces_script(repo, era);
        let command = replacing.as_ref().or(by_variable.as_ref()).or(facts.command.as_ref());
        let known = port::Known {
            package: Some(facts.package),
            script: facts.script,
            command,
            entry: replacing.as_ref().and_then(|own| Entry::of_command(repo, own)).or(facts.entry),
            framework: facts.row(),
            exported: ours.is_some(),
            serves: start.is_some() && role.name == "server" && facts.runtime == Runtime::Node,
        };
        port::state(repo, known, verdict);
    }
}

fn serves_by_itself(framework: &Framework) -> bool {
    framework.kind == Kind::FullStack
}

fn script_name<'r>(repo: &'r Repo) -> &'r str {
    environment::filled(repo, "NPM_RUN").map_or("start", |variable| variable.value)
}

fn state_framework(found: &Found<'_>, package: Package<'_>, role: &Role, verdict: &mut Verdict) {
    let (slug, at) = framework::named(package, found);
    let kind = found.framework.kind;
    if kind != Kind::Task && role.has_framework(found.for_development()) {
        let (kind, note) = match found.dependency {
            Some(_) => ("dependency", format!("{} is a dependency", found.sign)),
            None => ("settings", format!("{} holds settings of {slug}", found.sign)),
        };
        let code = format!("node.{kind}-{}", found.framework.slug.replace('.', "-"));
        verdict.point(points::FRAMEWORK, code, found.at, note);
        verdict.attribute("framework", slug, at);
    } else if is_named(kind, role) {
        verdict.attribute("framework", slug, at);
    }
}

/// Whether a framework that is worth no points is named all the same.
fn is_named(kind: Kind, role: &Role) -> bool {
    match kind {
        // A bundler or a runner of tasks is all there is to tooling. To an application the latter is nothing.
        Kind::Bundler | Kind::Task => role.is_tooling(),
        // A library that is tried with a framework is made for it.
        Kind::FullStack | Kind::Site => role.name == "library",
        Kind::Server | Kind::Browser => false,
    }
}

/// Where it begins when no start script says so: the Procfile, npm's own `server.js`, `main`, a usual name, a command
/// that listens, a worker of the Procfile.
fn fallback_entry<'r>(repo: &'r Repo, package: Package<'r>) -> Option<Entry<'r>> {
    let is_silent = package.script("start").is_none();
    if let Some(entry) = of_process(repo, package, "web").filter(|_| is_silent) {
        return Some(entry);
    }
    if is_silent && repo.file("server.js").is_some() {
        return Entry::by_convention(repo);
    }
    let listening = |entry: &Entry<'r>| entry.listens(repo).is_some();
    Entry::of_main(repo, package)
        .or_else(|| Entry::by_convention(repo))
        .or_else(|| Entry::of_binary(repo, package).filter(listening))
        .or_else(|| of_process(repo, package, "worker").filter(|_| is_silent))
}

/// The file that a process of the Procfile runs.
fn of_process<'r>(repo: &'r Repo, package: Package<'r>, name: &str) -> Option<Entry<'r>> {
    let (command, _) = procfile::process(repo, name)?;
    Entry::of_command(repo, &Command::last(command)?.resolved(package))
}

fn state_role(repo: &Repo, role: &Role, members: bool, verdict: &mut Verdict) {
    verdict.attribute("role", role.name, role.at);
    if let Some(tool) = role.assets {
        verdict.attribute("assets", tool, role.at);
    }
    if !role.is_tooling() {
        let share = repo.share(&SOURCES);
        let note = format!("{share} % of the sources are JavaScript or TypeScript");
        verdict.point(points::share(share), "node.sources", Place::NONE, note);
    }
    // The root of a workspace is no application either, but it is this ecosystem's.
    let points = if role.is_tooling() && !members { points::TOOLING } else { 0 };
    verdict.point(points, format!("node.role-{}", role.name), role.at, role.note.clone());
}

fn state_start(start: Option<&Start>, verdict: &mut Verdict) {
    let Some(start) = start else {
        verdict.attribute("start-origin", "unknown", Place::NONE);
        return;
    };
    verdict.point(points::START, "node.start", start.at, start.note.as_str());
    verdict.attribute("start", start.command.as_str(), start.at);
    verdict.attribute("start-origin", start.origin, start.at);
    if let Some((body, why)) = &start.script {
        verdict.script("run", body.as_str(), why.as_str());
    }
}

/// The builder of Node.js does not bring Bun; it will do where Bun comes as a package, or a script of ours brings it.
fn state_builder(repo: &Repo, facts: &Facts<'_>, known: start::Known<'_>, verdict: &mut Verdict) {
    let own = facts.package.dependency("bun").is_some_and(|bun| !bun.development);
    let brought = || Demand::met(repo, known).is_some_and(|demand| demand.brings("bun"));
    if facts.runtime != Runtime::Bun || own || brought() {
        verdict.builder = Some("nodejs".to_owned());
    } else {
        let at = facts.script.unwrap_or(facts.package.file.whole());
        verdict.warn("node.builder-has-no-bun", at, "it starts with bun, which the builder of Node.js does not bring");
    }
}
