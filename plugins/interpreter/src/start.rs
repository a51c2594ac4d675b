//! How it is started.

use crate::description::{Description, Rule};
use crate::fact::Facts;
use crate::files;
use fieldmark_sdk::{Place, Repo, Verdict, points, procfile};

/// How it is started, and who says so.
struct Start {
    command: String,
    at: Place,
    note: String,
    declared: bool,
}

/// States the first that applies: what the owner declares, the framework's own, what the detector knows. A library is
/// not started, unless its owner says how.
pub fn state(
    repo: &Repo,
    detector: &Description<'_>,
    framework: Option<Rule<'_>>,
    facts: &Facts,
    verdict: &mut Verdict,
) {
    let rules = |declared: bool| detector.rules("start").filter(move |rule| rule.is("declared") == declared);
    let library = verdict.get("role") == Some("library");
    let found = by_procfile(repo)
        .or_else(|| rules(true).find_map(|rule| by_rule(repo, rule, facts)))
        .or_else(|| by_framework(framework?, facts, verdict))
        .or_else(|| rules(false).filter(|_| !library).find_map(|rule| by_rule(repo, rule, facts)));
    let Some(start) = found else { return };
    verdict.point(points::START, format!("{}.start", detector.id()), start.at, start.note);
    verdict.attribute("start", start.command, start.at);
    verdict.attribute("start-origin", if start.declared { "declared" } else { "unknown" }, start.at);
}

fn by_procfile(repo: &Repo) -> Option<Start> {
    let (command, at) = procfile::process(repo, "web")?;
    let note = "the Procfile says how it starts".to_owned();
    Some(Start { command: command.to_owned(), at, note, declared: true })
}

fn by_framework(rule: Rule<'_>, facts: &Facts, verdict: &Verdict) -> Option<Start> {
    let (command, at) = facts.fill(rule.text("start")?, &[])?;
    let name = rule.text("name").unwrap_or_default();
    let of_framework = verdict.attributes.iter().find(|attribute| attribute.name == "framework");
    let at = at.or(of_framework.map(|attribute| attribute.at)).unwrap_or(Place::NONE);
    Some(Start { command, at, note: format!("applications of {name} are started like this"), declared: false })
}

fn by_rule(repo: &Repo, rule: Rule<'_>, facts: &Facts) -> Option<Start> {
    let file = if rule.has("file") { Some(files::first(repo, rule)?) } else { None };
    if files::excluded(repo, rule) {
        return None;
    }
    let extra = file.map_or_else(Vec::new, |file| vec![("file", file.path()), ("stem", file.stem())]);
    let (command, at) = facts.fill(rule.text("command")?, &extra)?;
    let at = file.map(|file| file.whole()).or(at).unwrap_or(Place::NONE);
    let note = rule.text("note").unwrap_or_default().to_owned();
    Some(Start { command, at, note, declared: rule.is("declared") })
}
