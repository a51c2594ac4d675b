//! A root for Deno. No builder image brings it, so what is said here is only how it would start.

use crate::command::Command;
use crate::entry::{Entry, code, quoted_module};
use crate::package::Package;
use crate::{SOURCES, listen, state_typescript, version, workspace};
use fieldmark_sdk::{Document, File, Place, Repo, Verdict, points, tool_versions};

/// Its settings.
pub(crate) const SETTINGS: [&str; 2] = ["deno.json", "deno.jsonc"];

/// Tasks that start the application, first choice first.
const TASKS: [&str; 3] = ["start", "serve", "preview"];

/// Files in which Deno projects begin.
const ENTRIES: [&str; 13] = [
    "main.ts",
    "mod.ts",
    "server.ts",
    "index.ts",
    "main.tsx",
    "mod.tsx",
    "main.js",
    "mod.js",
    "server.js",
    "index.js",
    "src/main.ts",
    "src/index.ts",
    "src/mod.ts",
];

/// Signs in a source that only Deno understands.
const SIGNS: [&str; 14] = [
    "\"https://deno.land/",
    "'https://deno.land/",
    "\"https://esm.sh/",
    "\"jsr:",
    "'jsr:",
    "\"npm:",
    "'npm:",
    "Deno.serve(",
    "Deno.listen(",
    "Deno.env.",
    "Deno.args",
    "Deno.readTextFile",
    "Deno.openKv(",
    "Deno.cron(",
];

/// Frameworks: how an import of theirs begins behind its registry, name, and the port they listen on.
const FRAMEWORKS: [(&str, &str, Option<u16>); 10] = [
    ("$fresh/", "fresh", Some(8000)),
    ("fresh", "fresh", Some(8000)),
    ("@fresh/core", "fresh", Some(8000)),
    ("lume", "lume", Some(3000)),
    ("aleph", "aleph", Some(3000)),
    ("ultra", "ultra", Some(8000)),
    ("@oak/oak", "oak", None),
    ("oak", "oak", None),
    ("@hono/hono", "hono", Some(8000)),
    ("hono", "hono", Some(8000)),
];

/// Files that Fresh writes, or reads its settings from.
const FRESH: [&str; 2] = ["fresh.gen.ts", "fresh.config.ts"];

/// Where imports come from.
const REGISTRIES: [&str; 4] = ["jsr:", "npm:", "https://deno.land/x/", "https://esm.sh/"];

/// The port of `Deno.serve` that names none.
const PORT: u16 = 8000;

/// Judges a root with `deno.json`.
pub(crate) fn judge(repo: &Repo, package: Option<Package<'_>>, sign: Place, verdict: &mut Verdict) {
    verdict.point(points::MANIFEST, "deno.manifest", sign, "its settings are Deno's");
    if let Some(lock) = repo.file("deno.lock") {
        verdict.point(points::COMPANION, "deno.lock-file", lock.whole(), "deno has locked the dependencies");
    }
    let members = workspace::state(repo, package, verdict);
    let settings = repo.first(&SETTINGS).and_then(|file| file.json());
    let task = TASKS.iter().find_map(|name| {
        let node = settings?.get(&["tasks", name])?;
        let command = node.text().or_else(|| node.get(&["command"])?.text())?;
        Some((*name, command, node.at))
    });
    let entry = repo.first(&ENTRIES);
    let script = || package?.script("start").map(|(command, at)| ("start", command, at));
    if let Some((name, command, at)) = task.or_else(script) {
        verdict.point(points::START, "deno.start", at, format!("the task `{name}` runs `{command}`"));
        verdict.attribute("start", command, at);
        verdict.attribute("start-origin", "declared", at);
    } else if published(settings).is_none()
        && let Some(file) = entry
    {
        start_file(file, verdict);
    }
    let command = task.and_then(|(_, command, _)| Command::last(command));
    let started = command.and_then(|command| Entry::of_command(repo, &command)).map(|entry| entry.file);
    let published = published(settings).map(|at| ("library", at));
    let workspace = || Some(("tooling", sign)).filter(|_| members && entry.is_none());
    let idle = published.or_else(workspace).filter(|_| task.is_none());
    common(repo, package, started.or(entry), idle, verdict);
}

/// A package of JSR: its settings name it and what it exports.
fn published(settings: Option<&Document>) -> Option<Place> {
    let settings = settings?;
    settings.get(&["exports"])?;
    settings.text(&["name"]).filter(|(name, _)| name.starts_with('@')).map(|(_, at)| at)
}

/// Judges a root without any manifest. Tells whether it is Deno's: an entry file that only Deno understands, or a lock, which
/// no other tool writes, beside sources of whatever name.
pub(crate) fn judge_sources(repo: &Repo, verdict: &mut Verdict) -> bool {
    let lock = repo.file("deno.lock").filter(|_| repo.share(&SOURCES) > 0);
    let mut scripts = repo.top().filter(Entry::is_script);
    let only = || scripts.next().filter(|_| lock.is_some() && scripts.next().is_none());
    let entry = repo.first(&ENTRIES).or_else(only);
    let sign = entry.and_then(|file| code(file).find(|line| SIGNS.iter().any(|sign| line.text.contains(sign))));
    if sign.is_none() && lock.is_none() {
        return false;
    }
    "deno".clone_into(&mut verdict.language);
    if let Some(file) = entry {
        let at = sign.map_or_else(|| file.whole(), |line| line.at);
        verdict.point(points::ENTRY_POINT, "deno.entry-file", at, format!("{} is written for Deno", file.path()));
    }
    if let Some(lock) = lock {
        verdict.point(points::COMPANION, "deno.lock-file", lock.whole(), "deno has locked the dependencies");
    }
    match entry {
        Some(file) => start_file(file, verdict),
        None => verdict.attribute("start-origin", "unknown", Place::NONE),
    }
    common(repo, None, entry, None, verdict);
    true
}

/// The framework that the settings or the entry file import.
fn framework(repo: &Repo, entry: Option<File<'_>>) -> Option<(&'static str, Option<u16>, Place)> {
    let settings = repo.first(&SETTINGS).and_then(|file| file.json());
    let imports = settings.map_or(&[][..], |settings| settings.entries(&["imports"]));
    let mapped =
        imports.iter().flat_map(|entry| [(entry.key.as_str(), entry.at), (entry.node.text().unwrap_or(""), entry.at)]);
    let lines = entry.into_iter().flat_map(code).filter_map(|line| Some((quoted_module(line.text)?, line.at)));
    let made = || Some(("fresh", Some(8000), repo.first(&FRESH)?.whole()));
    let imported = mapped.chain(lines).find_map(|(module, at)| {
        let name = REGISTRIES.iter().find_map(|registry| module.strip_prefix(registry)).unwrap_or(module);
        let ends = |rest: &str| rest.is_empty() || rest.starts_with(['@', '/']);
        let is = |wanted: &str| name.strip_prefix(wanted).is_some_and(|rest| wanted.ends_with('/') || ends(rest));
        let (_, slug, port) = FRAMEWORKS.iter().find(|(wanted, ..)| is(wanted))?;
        Some((*slug, *port, at))
    });
    imported.or_else(made)
}

fn start_file(file: File<'_>, verdict: &mut Verdict) {
    verdict.point(points::START, "deno.start", file.whole(), "this file is where it begins");
    verdict.attribute("start", format!("deno run --allow-all {}", file.path()), file.whole());
    verdict.attribute("start-origin", "unknown", file.whole());
}

/// States what does not depend on a manifest. `idle`: the role of what is not started, with what shows it.
fn common(
    repo: &Repo,
    package: Option<Package<'_>>,
    entry: Option<File<'_>>,
    idle: Option<(&'static str, Place)>,
    verdict: &mut Verdict,
) {
    let share = repo.share(&SOURCES);
    let note = format!("{share} % of the sources are JavaScript or TypeScript");
    verdict.point(points::share(share), "deno.sources", Place::NONE, note);
    verdict.attribute("package-manager", "deno", Place::NONE);
    verdict.attribute("also", "node", Place::NONE);
    state_typescript(repo, None, verdict);
    if let Some((version, at)) = version(repo, package) {
        verdict.attribute("version", version, at);
    }
    let framework = framework(repo, entry);
    if let Some((slug, _, at)) = framework {
        verdict.point(points::FRAMEWORK, format!("deno.import-{slug}"), at, format!("{slug} is imported"));
        verdict.attribute("framework", slug, at);
    }
    let listening = entry.and_then(|file| listen::find(&[file]));
    let serves = entry.and_then(|file| file.line_with("Deno.serve(")).map(|line| line.at);
    let at = listening.as_ref().map(|listening| listening.at).or(serves).or(framework.map(|(.., at)| at));
    let role = match (at, idle) {
        (Some(_), _) => "server",
        (None, Some((role, _))) => role,
        (None, None) => "application",
    };
    verdict.attribute("role", role, at.or(idle.map(|(_, at)| at)).unwrap_or_default());
    let by_habit = framework.and_then(|(_, port, at)| Some((port?, at))).or_else(|| Some((PORT, serves?)));
    if let Some((port, at)) = listening.and_then(|listening| Some((listening.port?, listening.at))).or(by_habit) {
        verdict.attribute("port", port.to_string(), at);
    }
}

/// The version that is asked for: Deno's own files, version managers, the manifest.
fn version<'r>(repo: &'r Repo, package: Option<Package<'r>>) -> Option<(&'r str, Place)> {
    let runtime = || package?.dev_engine("runtime", &["deno"]).map(|(_, version, at)| (version, at));
    version::version_file(repo, ".deno-version")
        .or_else(|| version::version_file(repo, ".dvmrc"))
        .or_else(|| tool_versions::tool_version(repo, &["deno"]))
        .or_else(|| package?.text(&["engines", "deno"]))
        .or_else(runtime)
        .filter(|(version, _)| !version.is_empty())
}

#[cfg(test)]
mod tests {
    use fieldmark_sdk::testing::MemorySource;
    use fieldmark_sdk::{Plugin, Settings};

    /// Language, role, framework, start, ports, version.
    fn told(files: &[(&str, &str)]) -> [String; 6] {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let verdict = crate::Node::detect(&repo, &Settings::default()).unwrap();
        let get = |name| verdict.get(name).unwrap_or("-").to_owned();
        [verdict.language.clone(), get("role"), get("framework"), get("start"), get("port"), get("version")]
    }

    #[test]
    fn settings_tasks_and_imports_tell() {
        let serve = "Deno.serve((_) => new Response('x'));";
        for (files, expected) in [
            (
                &[("deno.json", "{}"), ("main.ts", serve)][..],
                ["deno", "server", "-", "deno run --allow-all main.ts", "8000", "-"],
            ),
            (
                &[("deno.json", "{}"), ("main.ts", "Deno.serve({ port: 4507 }, f)")],
                ["deno", "server", "-", "deno run --allow-all main.ts", "4507", "-"],
            ),
            (
                &[
                    (
                        "deno.jsonc",
                        r#"{"tasks": {"start": "deno run -A tide.ts"}, "imports": {"@oak/oak": "jsr:@oak/oak@^17"}}"#,
                    ),
                    ("tide.ts", "app.listen({ port: 4508 })"),
                ],
                ["deno", "server", "oak", "deno run -A tide.ts", "4508", "-"],
            ),
            (
                &[(
                    "deno.json",
                    r#"{"tasks": {"start": {"command": "deno serve a.ts"}}, "imports": {"$fresh/": "https://deno.land/x/fresh@1.6.0/"}}"#,
                )],
                ["deno", "server", "fresh", "deno serve a.ts", "8000", "-"],
            ),
            (
                &[
                    ("deno.json", r#"{"name": "@tide/knots", "version": "1.0.0", "exports": "./mod.ts"}"#),
                    ("mod.ts", "export const a = 1;"),
                ],
                ["deno", "library", "-", "-", "-", "-"],
            ),
            (
                &[("deno.lock", "{}"), ("main.ts", "console.log(1)"), (".dvmrc", "1.40.2\n")],
                ["deno", "application", "-", "deno run --allow-all main.ts", "-", "1.40.2"],
            ),
            (
                &[("main.ts", "import { Hono } from \"npm:hono@4\";\nDeno.serve(app.fetch)")],
                ["deno", "server", "hono", "deno run --allow-all main.ts", "8000", "-"],
            ),
            // A lock needs no entry of a usual name, but sources.
            (
                &[("deno.lock", "{}"), ("tide.ts", "Deno.serve({ port: 4509 }, f)")],
                ["deno", "server", "-", "deno run --allow-all tide.ts", "4509", "-"],
            ),
            (&[("deno.lock", "{}"), ("ebb.ts", "1"), ("flow.ts", "2")], ["deno", "application", "-", "-", "-", "-"]),
            (&[("deno.lock", "{}"), ("app.py", "")], ["node", "-", "-", "-", "-", "-"]),
            (&[("ebb.ts", "1")], ["node", "application", "-", "-", "-", "-"]),
            // A package named like the framework is not the framework.
            (
                &[("main.ts", "import x from 'jsr:@x/hono-like';\nDeno.args")],
                ["deno", "application", "-", "deno run --allow-all main.ts", "-", "-"],
            ),
        ] {
            assert_eq!(told(files), expected.map(str::to_owned), "{files:?}");
        }
    }

    #[test]
    fn package_json_beside_is_nodes_unless_deno_is_what_starts() {
        let settings = ("deno.json", r#"{"tasks": {"start": "deno run -A a.ts"}}"#);
        let language = |files: &[(&str, &str)]| told(files)[0].clone();
        assert_eq!(language(&[settings, ("package.json", r#"{"scripts": {"start": "node a.js"}}"#)]), "node");
        assert_eq!(language(&[settings, ("package.json", r#"{"scripts": {"start": "deno task start"}}"#)]), "deno");
        assert_eq!(language(&[settings, ("package.json", r#"{"dependencies": {"chalk": "5"}}"#)]), "deno");
        assert_eq!(language(&[settings, ("package.json", r#"{"dependencies": {"next": "15"}}"#)]), "node");
        assert_eq!(language(&[settings, ("package.json", "{}"), ("yarn.lock", "")]), "node");
        assert_eq!(language(&[("deno.json", "{}"), ("package.json", "{}")]), "node");
    }
}
