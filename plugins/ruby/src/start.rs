//! How it starts: what the builder's run script does with it, and a script of our own where that is not enough.

use crate::assemble_override;
use crate::command::{Command, web_process};
use crate::declared_port;
use crate::override_script::{self, Override};
use crate::project::Project;
use crate::role::Role;
use crate::run;
use fieldmark_sdk::script::{PORT, own};
use fieldmark_sdk::{Era, Place, Verdict, points};

/// States start, port and, where needed, the script.
pub fn state(project: &Project<'_>, role: Role, era: Era, verdict: &mut Verdict) {
    if let Some((command, at)) = web_process(project.repo) {
        verdict.attribute("declared-start", command, at);
    }
    if let Some(script) = own(project.repo, "run") {
        verdict.attribute("start", script.path(), script.whole());
        verdict.attribute("start-origin", "declared", script.whole());
        verdict.point(points::START, "ruby.own-run-script", script.whole(), "the repository brings its own run script");
        return;
    }
    if matches!(role, Role::Library | Role::Tooling) || !project.has_weight() {
        return;
    }
    if let Some(refused) = run::refused(project) {
        let note =
            format!("{} is `{}`: the builder starts only with a whole number there", refused.name, refused.value);
        verdict.warn("ruby.puma-number", refused.at, note);
        verdict.attribute("start-origin", "unknown", refused.at);
        return;
    }
    let problem = match run::builder(project, era, verdict) {
        Ok((command, at)) => {
            if let Some(found) = override_script::instead_of(project, &command) {
                let problem = format!("the builder would run {command}");
                state_override(project, verdict, role, &found, &problem);
                return declared_port::state(project, false, verdict);
            }
            state_start(verdict, &command, "builder-default", at);
            verdict.attribute("port", PORT.to_string(), Place::NONE);
            verdict.point(points::START, "ruby.builder-starts-it", at, format!("the builder runs {command}"));
            declared_port::state(project, command == assemble_override::COMMAND, verdict);
            return;
        }
        Err(problem) => problem,
    };
    if let Some((command, at)) = web_process(project.repo).filter(|(text, _)| Command::parse(text).is_none()) {
        let note = format!("`{command}` needs a shell and is not copied into a script");
        verdict.warn("ruby.procfile-not-plain", at, note);
    }
    if let Some(found) = override_script::find(project, role, verdict) {
        state_override(project, verdict, role, &found, problem);
    } else if let Some((body, why, at)) = assemble_override::find(project, role, era) {
        state_start(verdict, assemble_override::COMMAND, "builder-default", at);
        verdict.attribute("port", PORT.to_string(), at);
        verdict.point(points::START, "ruby.start-override", at, "it starts with puma once the bundle has it");
        verdict.warn("ruby.no-server", at, problem);
        verdict.script("assemble", body, why);
    } else {
        verdict.attribute("start-origin", "unknown", Place::NONE);
        verdict.warn("ruby.no-start", Place::NONE, format!("no way to start it is known: {problem}"));
    }
    declared_port::state(project, false, verdict);
}

fn state_start(verdict: &mut Verdict, command: &str, origin: &str, at: Place) {
    verdict.attribute("start", command, at);
    verdict.attribute("start-origin", origin, at);
}

fn state_override(project: &Project<'_>, verdict: &mut Verdict, role: Role, found: &Override, problem: &str) {
    let command = found.command(project);
    state_start(verdict, &command, "override", found.at);
    if let Some(port) = found.port(project) {
        verdict.attribute("port", port.to_string(), found.at);
    }
    // A site stays behind every real application, however it could be served.
    let worth = if role == Role::Site { 0 } else { points::START };
    verdict.point(worth, "ruby.start-override", found.at, format!("it starts with {command}"));
    verdict.script("run", found.body(), format!("{}; {problem}", found.what));
}
