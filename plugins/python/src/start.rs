//! States how the application starts: by the builder itself, or by a script that takes its place.

use crate::{
    application::Application,
    dependencies::Dependencies,
    run::{self, Outcome, PORT, Remark, Situation, Start},
    startable::{self, Override},
};
use fieldmark_sdk::{Era, File, Place, Verdict, points, procfile, script};

/// States the start; whether there is one.
pub(crate) fn state(
    situation: &Situation<'_>,
    era: Era,
    application: Option<&Application<'_>>,
    verdict: &mut Verdict,
) -> bool {
    if let Some(own) = script::own(situation.repo, "run") {
        return by_own(situation, own, verdict);
    }
    match run::builder(situation, era) {
        Some(Outcome::Starts(start)) => match (startable::declared(situation, &start), &start.ends) {
            (Some(found), _) => by_script(situation, &found, &found.why, verdict),
            (None, None) => match reachable(situation, &start, application) {
                Some((found, why)) => by_script(situation, &found, &why, verdict),
                None => by_builder(situation, &start, verdict),
            },
            (None, Some(ends)) => match startable::find(situation, application) {
                Some(found) => by_script(situation, &found, &ends.note, verdict),
                None => {
                    warn(ends, verdict);
                    by_builder(situation, &start, verdict)
                }
            },
        },
        Some(Outcome::Refuses(remark)) => {
            warn(&remark, verdict);
            verdict.attribute("start-origin", "unknown", remark.at);
            false
        }
        None => match startable::find(situation, application) {
            Some(found) => by_script(situation, &found, &found.why, verdict),
            None => {
                verdict.attribute("start-origin", "unknown", Place::NONE);
                false
            }
        },
    }
}

/// The repository's own script goes before the image's. It says where it listens, if anything does.
fn by_own(situation: &Situation<'_>, own: File<'_>, verdict: &mut Verdict) -> bool {
    verdict.point(points::START, "python.own-run-script", own.whole(), "the repository brings its own run script");
    verdict.attribute("start", own.path(), own.whole());
    verdict.attribute("start-origin", "declared", own.whole());
    let given = situation.port_variable().map(|(port, _)| port);
    if let Some(listen) = run::served::in_script(own, given) {
        verdict.attribute("port", listen.port.to_string(), listen.at);
    }
    true
}

/// Another way to start a program that nobody would reach, and names no address by itself.
fn reachable(
    situation: &Situation<'_>,
    start: &Start,
    application: Option<&Application<'_>>,
) -> Option<(Override, String)> {
    let listen = start.listen.filter(|listen| listen.loopback && !listen.host_named)?;
    let file = situation.repo.at(start.at).filter(|file| file.extension() == Some("py"))?;
    let found = startable::reachable(situation, file, application)?;
    let why = format!("the builder runs {} as a program, which listens on 127.0.0.1:{} only", file.path(), listen.port);
    Some((found, why))
}

fn by_builder(situation: &Situation<'_>, start: &Start, verdict: &mut Verdict) -> bool {
    verdict.point(points::START, start.code, start.at, start.why.as_str());
    verdict.attribute("start", start.command.as_str(), start.at);
    verdict.attribute("start-origin", "builder-default", start.at);
    if let Some(listen) = start.listen {
        verdict.attribute("port", listen.port.to_string(), listen.at);
    }
    for remark in &start.remarks {
        warn(remark, verdict);
    }
    procfile_ignored(situation, &start.command, verdict);
    true
}

fn by_script(situation: &Situation<'_>, found: &Override, why: &str, verdict: &mut Verdict) -> bool {
    let given = situation.port_variable();
    verdict.point(points::START, "python.startable", found.at, found.why.as_str());
    verdict.attribute("start", found.command(given), found.at);
    verdict.attribute("start-origin", "override", found.at);
    let listen = found.listens(given);
    if let Some(listen) = listen {
        verdict.attribute("port", listen.port.to_string(), listen.at);
    }
    verdict.script("run", found.body(), why);
    procfile_ignored(situation, &found.command(given), verdict);
    not_installed(situation.dependencies, found, verdict);
    if found.development {
        let note = "it is served by a server for development: add gunicorn (or uvicorn) to the dependencies";
        verdict.warn("python.development-server", found.at, note);
    }
    if let Some(listen) = listen.filter(|listen| listen.loopback) {
        let note = format!(
            "it listens on 127.0.0.1:{} only, where nothing outside its container reaches it: listen on 0.0.0.0, port {PORT}",
            listen.port
        );
        verdict.warn("python.listens-on-loopback", listen.at, note);
    }
    true
}

/// Says so when a Procfile wants something else than what is started.
fn procfile_ignored(situation: &Situation<'_>, started: &str, verdict: &mut Verdict) {
    if let Some((command, at)) = procfile::process(situation.repo, "web").filter(|(command, _)| *command != started) {
        let note = format!("the builder does not read the Procfile, which says `{command}`");
        verdict.warn("python.procfile-ignored", at, note);
    }
}

/// Says so when what the script runs is not there.
fn not_installed(dependencies: &Dependencies, found: &Override, verdict: &mut Verdict) {
    let Some(name) = found.needs.filter(|name| dependencies.installed(name).is_none()) else { return };
    let note = match dependencies.declared(name) {
        Some(_) => format!("the start needs {name}, which is a dependency that the builder does not install"),
        None => format!("the start needs {name}, which is not among the dependencies: add it"),
    };
    verdict.warn("python.server-not-installed", found.at, note);
}

fn warn(remark: &Remark, verdict: &mut Verdict) {
    verdict.warn(remark.code, remark.at, remark.note.as_str());
}
