//! A root for Deno. No builder image brings it, so what is said here is only how it would start.

use crate::command::Command;
use crate::entry::{Entry, code};
use crate::package::Package;
use crate::{SOURCES, listen, state_typescript, version, workspace};
use fieldmark_sdk::{File, Place, Repo, Verdict, points, tool_versions};

/// Files in which Deno projects begin.
const ENTRIES: [&str; 8] =
    ["main.ts", "mod.ts", "server.ts", "index.ts", "main.js", "src/main.ts", "src/index.ts", "src/mod.ts"];

/// Signs in a source that only Deno understands.
const SIGNS: [&str; 5] = ["\"https://deno.land/", "'https://deno.land/", "\"jsr:@", "Deno.serve(", "Deno.env."];

/// Judges a root with `deno.json`.
pub(crate) fn judge(repo: &Repo, package: Option<Package<'_>>, sign: Place, verdict: &mut Verdict) {
    verdict.point(points::MANIFEST, "deno.manifest", sign, "its settings are Deno's");
    if let Some(lock) = repo.file("deno.lock") {
        verdict.point(points::COMPANION, "deno.lock-file", lock.whole(), "deno has locked the dependencies");
    }
    workspace::state(repo, package, verdict);
    let settings = repo.first(&["deno.json", "deno.jsonc"]).and_then(|file| file.json());
    let task = settings.and_then(|settings| {
        let node = settings.get(&["tasks", "start"])?;
        let command = node.text().or_else(|| node.get(&["command"])?.text())?;
        Some((command, node.at))
    });
    let entry = repo.first(&ENTRIES);
    if let Some((command, at)) = task.or_else(|| package?.script("start")) {
        verdict.point(points::START, "deno.start", at, format!("the task `start` runs `{command}`"));
        verdict.attribute("start", command, at);
        verdict.attribute("start-origin", "declared", at);
    } else if let Some(file) = entry {
        start_file(file, verdict);
    }
    let command = task.and_then(|(command, _)| Command::last(command));
    let started = command.and_then(|command| Entry::of_command(repo, &command)).map(|entry| entry.file);
    common(repo, started.or(entry), verdict);
}

/// Judges a root without any manifest. Tells whether it is Deno's.
pub(crate) fn judge_sources(repo: &Repo, verdict: &mut Verdict) -> bool {
    let Some(file) = repo.first(&ENTRIES) else { return false };
    let Some(line) = code(file).find(|line| SIGNS.iter().any(|sign| line.text.contains(sign))) else { return false };
    "deno".clone_into(&mut verdict.language);
    verdict.point(points::ENTRY_POINT, "deno.entry-file", line.at, format!("{} is written for Deno", file.path()));
    start_file(file, verdict);
    common(repo, Some(file), verdict);
    true
}

fn start_file(file: File<'_>, verdict: &mut Verdict) {
    verdict.point(points::START, "deno.start", file.whole(), "this file is where it begins");
    verdict.attribute("start", format!("deno run --allow-all {}", file.path()), file.whole());
    verdict.attribute("start-origin", "unknown", file.whole());
}

fn common(repo: &Repo, entry: Option<File<'_>>, verdict: &mut Verdict) {
    let share = repo.share(&SOURCES);
    let note = format!("{share} % of the sources are JavaScript or TypeScript");
    verdict.point(points::share(share), "deno.sources", Place::NONE, note);
    verdict.attribute("package-manager", "deno", Place::NONE);
    verdict.attribute("also", "node", Place::NONE);
    state_typescript(repo, None, verdict);
    let version = version::version_file(repo, ".deno-version").or_else(|| version::version_file(repo, ".dvmrc"));
    if let Some((version, at)) = version.or_else(|| tool_versions::tool_version(repo, &["deno"])) {
        verdict.attribute("version", version, at);
    }
    let listening = entry.and_then(|file| listen::find(&[file]));
    let role = if listening.is_some() { "server" } else { "application" };
    verdict.attribute("role", role, listening.as_ref().map_or(Place::NONE, |listening| listening.at));
    if let Some((port, at)) = listening.and_then(|listening| Some((listening.port?, listening.at))) {
        verdict.attribute("port", port.to_string(), at);
    }
}
