//! A root without a manifest: sources, perhaps an entry file, for Node.js or for Bun; or a lock file and nothing else.

use crate::entry::{Entry, code, quoted_module};
use crate::framework::METEOR;
use crate::package_manager::PackageManager;
use crate::{SOURCES, alone, deno, lock_file, port, runtime, state_typescript, version, workspace};
use fieldmark_sdk::script::{Script, quote};
use fieldmark_sdk::{File, Line, Place, Repo, Verdict, points};

/// Points for sources of which nothing else is known: far below those of any application.
const STRAY: i32 = 5;

const WHY: &str = "without a package.json the builder's `npm install` and `npm run` fail";

/// Settings of workspaces that may stand without a manifest beside them.
const WORKSPACES: [&str; 6] =
    ["rush.json", "pnpm-workspace.yaml", "lerna.json", "nx.json", "workspace.json", ".moon/workspace.yml"];

/// Files that describe a project of a workspace.
const PROJECTS: [&str; 2] = ["package.json", "project.json"];

/// Modules that Node.js brings, as they are loaded without `node:`.
const BUILTINS: [&str; 38] = [
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "domain",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "inspector",
    "module",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "repl",
    "stream",
    "string_decoder",
    "timers",
    "tls",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "zlib",
];

/// Judges the root.
pub(crate) fn judge(repo: &Repo, verdict: &mut Verdict) {
    if deno::judge_sources(repo, verdict) {
        return;
    }
    if let Some(packages) = repo.file(METEOR) {
        return of_meteor(repo, packages, verdict);
    }
    if let Some(settings) = repo.first(&WORKSPACES) {
        return of_workspace(repo, settings, verdict);
    }
    // What offers functions is there for those who load it; another script of any name may be a tool.
    let offering = |entry: &Entry<'_>| is_alone(repo) && entry.exports().is_some_and(|line| of_module(&line));
    let usual = Entry::by_convention(repo).or_else(|| Entry::by_itself(repo));
    let usual = usual.or_else(|| Entry::only(repo).filter(offering));
    let bun = usual.and_then(|entry| Some((entry, runtime::sign_of_bun(entry.file)?.at)));
    if let Some((entry, at)) = bun {
        return on_bun(repo, entry, at, verdict);
    }
    if let Some((entry, at)) = usual.and_then(|entry| Some((entry, sign(repo, entry)?))) {
        let note = format!("{} is written for Node.js", entry.file.path());
        verdict.point(points::ENTRY_POINT, "node.entry-file", at, note);
        return state(repo, entry, entry.runnable, verdict);
    }
    let Some((entry, starts)) = alone::script(repo, usual) else {
        locked(repo, verdict);
        return stray(repo, verdict);
    };
    let note = format!("no page loads {}, and no other language is here", entry.file.path());
    verdict.point(points::SOURCES, "node.sources-alone", entry.file.whole(), note);
    state(repo, entry, starts && entry.runnable, verdict);
}

/// Whether there are no sources in other languages, and no page that may load these.
fn is_alone(repo: &Repo) -> bool {
    repo.share(&SOURCES) == 100 && repo.file("index.html").is_none()
}

/// What shows that a file is for Node.js. Where other languages are in the majority, a script is a script.
fn sign(repo: &Repo, entry: Entry<'_>) -> Option<Place> {
    let share = repo.share(&SOURCES);
    let alone = is_alone(repo);
    let offers = entry.exports().filter(of_module);
    let sign = entry.builtin_import().or_else(|| entry.node_sign().or(offers).filter(|_| alone));
    sign.filter(|_| share > 50 && (entry.runnable || alone)).map(|line| line.at)
}

/// States what an entry file tells. `starts`: whether it is where the application begins, as it stands.
fn state(repo: &Repo, entry: Entry<'_>, starts: bool, verdict: &mut Verdict) {
    let share = repo.share(&SOURCES);
    let file = entry.file;
    let note = format!("{share} % of the sources are JavaScript or TypeScript");
    verdict.point(points::share(share), "node.sources", file.whole(), note);
    // What begins here may export something as well.
    let offers = entry.exports().filter(|line| !starts || !line.text.starts_with("export "));
    let role = match (entry.listens(repo), offers) {
        (Some(line), _) => {
            verdict.point(points::SERVER, "node.listens", line.at, "the code listens for requests");
            "server"
        }
        (None, Some(line)) => {
            verdict.point(0, "node.exports", line.at, "it is there for those who load it, and starts nothing");
            "library"
        }
        (None, None) => "application",
    };
    verdict.attribute("role", role, file.whole());
    version::state(repo, None, verdict);
    if let Some(manager) = PackageManager::find(repo, None) {
        manager.state(repo, None, verdict);
    }
    state_typescript(repo, None, verdict);
    port::state(repo, port::Known { entry: Some(entry), serves: role == "server", ..port::Known::default() }, verdict);
    verdict.builder = Some("nodejs".to_owned());
    if role == "library" || !starts || entry.is_empty() {
        return verdict.attribute("start-origin", "unknown", Place::NONE);
    }
    if let Some((name, at)) = undeclared(repo, entry) {
        let note = format!("{name} is loaded, and without a package.json nothing installs it: list it in one");
        verdict.warn("node.module-not-declared", at, note);
    }
    verdict.point(points::START, "node.start", file.whole(), "this file is where it begins");
    verdict.attribute("start", format!("node {}", file.path()), file.whole());
    verdict.attribute("start-origin", "builder-default", file.whole());
    verdict.script("assemble", assemble(file.path()), WHY);
}

/// The root of Rush, and now and then of others, has no manifest of its own: it names its projects and, if need be, the
/// tool that installs them.
fn of_workspace(repo: &Repo, settings: File<'_>, verdict: &mut Verdict) {
    if repo.named(&PROJECTS).next().is_some() {
        let note = format!("{} describes a workspace of packages", settings.path());
        verdict.point(points::COMPANION, "node.workspace", settings.whole(), note);
        verdict.attribute("role", "tooling", settings.whole());
        verdict.builder = Some("nodejs".to_owned());
    }
    workspace::state(repo, None, verdict);
    if let Some(manager) = PackageManager::find(repo, None) {
        manager.state(repo, None, verdict);
    }
    stray(repo, verdict);
}

/// Whether a line that exports something does so in a way that browsers do not know.
fn of_module(line: &Line<'_>) -> bool {
    !line.text.starts_with("export ")
}

/// Meteor lists its packages in a directory of its own, and needed no manifest before version 1.3. It brings its
/// runtime along, which no builder image does.
fn of_meteor(repo: &Repo, packages: File<'_>, verdict: &mut Verdict) {
    verdict.point(points::MANIFEST, "node.meteor", packages.whole(), "Meteor lists the packages of an application");
    let share = repo.share(&SOURCES);
    let note = format!("{share} % of the sources are JavaScript or TypeScript");
    verdict.point(points::share(share), "node.sources", Place::NONE, note);
    verdict.attribute("framework", "meteor", packages.whole());
    verdict.attribute("package-manager", "meteor", packages.whole());
    verdict.attribute("role", "server", packages.whole());
    verdict.attribute("port", "3000", packages.whole());
    verdict.attribute("start-origin", "unknown", Place::NONE);
}

/// Sources that only Bun runs. Nothing of Node.js is there, and no builder image brings Bun.
fn on_bun(repo: &Repo, entry: Entry<'_>, at: Place, verdict: &mut Verdict) {
    let file = entry.file;
    "bun".clone_into(&mut verdict.language);
    verdict.point(points::ENTRY_POINT, "bun.entry-file", at, format!("{} is written for Bun", file.path()));
    let share = repo.share(&SOURCES);
    let note = format!("{share} % of the sources are JavaScript or TypeScript");
    verdict.point(points::share(share), "bun.sources", file.whole(), note);
    let listening = entry.listens(repo);
    verdict.attribute("role", if listening.is_some() { "server" } else { "application" }, file.whole());
    if let Some((version, at)) = version::version_file(repo, ".bun-version") {
        verdict.attribute("version", version, at);
    }
    verdict.attribute("package-manager", "bun", file.whole());
    verdict.attribute("also", "node", file.whole());
    state_typescript(repo, None, verdict);
    port::state(repo, port::Known { entry: Some(entry), ..port::Known::default() }, verdict);
    verdict.point(points::START, "bun.start", file.whole(), "this file is where it begins");
    verdict.attribute("start", format!("bun {}", file.path()), file.whole());
    verdict.attribute("start-origin", "unknown", file.whole());
    verdict.warn("node.builder-has-no-bun", at, "it starts with bun, which the builder of Node.js does not bring");
}

/// A package that the entry file, or a file that it imports, loads and that Node.js does not bring.
fn undeclared<'r>(repo: &'r Repo, entry: Entry<'r>) -> Option<(&'r str, Place)> {
    let is_package = |name: &str| !name.starts_with(['.', '/', '#']) && !name.contains(':') && !is_builtin(name);
    let files = entry.with_imports(repo);
    let mut loaded = files.into_iter().flat_map(code).filter_map(|line| Some((quoted_module(line.text)?, line.at)));
    loaded.find(|(name, _)| is_package(name))
}

/// Whether Node.js brings a module.
fn is_builtin(name: &str) -> bool {
    BUILTINS.contains(&name.split('/').next().unwrap_or(name))
}

/// Gives the builder the manifest it needs, then lets it do its work. The path is plain, so it needs no quoting in JSON.
fn assemble(path: &str) -> String {
    let manifest = format!("{{\"private\": true, \"scripts\": {{\"start\": \"node {path}\"}}}}");
    let line = format!("printf '%s\\n' {} > /tmp/src/package.json", quote(&manifest));
    Script::assemble().line(&line).exec_image("assemble")
}

/// Packages are locked here, and the manifest that asks for them is not here.
fn locked(repo: &Repo, verdict: &mut Verdict) {
    let below = || repo.named(&PROJECTS).next().is_some();
    let Some((lock, tool)) = lock_file::that_locks(repo).filter(|_| !below()) else { return };
    let note = "packages are locked, and no package.json asks for them";
    verdict.point(points::COMPANION, "node.lock-file", lock.whole(), note);
    verdict.attribute("role", "tooling", lock.whole());
    verdict.attribute("package-manager", tool, lock.whole());
    verdict.attribute("start-origin", "unknown", Place::NONE);
}

/// A few scripts in a repository of something else.
fn stray(repo: &Repo, verdict: &mut Verdict) {
    let share = repo.share(&SOURCES);
    if share > 0 {
        let note = format!("{share} % of the sources are JavaScript or TypeScript, but nothing says that they run");
        verdict.point(STRAY, "node.stray-sources", Place::NONE, note);
    }
}
