//! Frameworks.

use crate::description::{Description, Rule};
use crate::files;
use crate::find::Found;
use fieldmark_sdk::{Place, Repo, Verdict, points};

/// States the first framework that applies and returns its rule.
pub fn state<'d>(
    repo: &Repo,
    detector: &Description<'d>,
    dependencies: &[Found],
    verdict: &mut Verdict,
) -> Option<Rule<'d>> {
    let (rule, at) = detector.rules("framework").find_map(|rule| Some((rule, place(repo, rule, dependencies)?)))?;
    let name = rule.text("name").unwrap_or_default();
    let note = if rule.has("dependency") { "is a dependency" } else { "has its files here" };
    verdict.point(points::FRAMEWORK, format!("{}.framework", detector.id()), at, format!("{name} {note}"));
    verdict.attribute("framework", name, at);
    if let Some(output) = rule.text("output") {
        verdict.attribute("output", output, at);
    }
    Some(rule)
}

/// Where the framework shows: the dependency, and where files are named, too, one of them.
fn place(repo: &Repo, rule: Rule<'_>, dependencies: &[Found]) -> Option<Place> {
    let file = rule.has("file").then(|| files::first(repo, rule)).map(|file| file.map(|file| file.whole()));
    let mut names = rule.texts("dependency");
    let dependency = rule
        .has("dependency")
        .then(|| names.find_map(|name| dependencies.iter().find(|(known, _)| known == name).map(|(_, at)| *at)));
    match (dependency, file) {
        (Some(dependency), Some(file)) => dependency.and(file).and(dependency),
        (one, other) => one.or(other).flatten(),
    }
}
