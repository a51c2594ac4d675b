//! Whether a start that a platform's file declares takes the place of the builder's (`rules/components.toml`).

use crate::companion::Fact;
use crate::judgement::Candidate;
use crate::run_script::{is_program, run_script};
use fieldmark_model::{Origin, RepoView, Start, attribute};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where declared commands run as they stand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct DeclaredStart {
    plugins: Vec<String>,
    companions: Vec<String>,
    #[serde(default)]
    environment: BTreeMap<String, String>,
}

/// Follows the most trusted declaration, unless the component's plugin has followed one, or knows better.
///
/// A plugin that has seen the file decides about commands that are one program with its arguments: it may know that the
/// builder starts just that. What needs a shell no plugin takes over, because it would put text of the repository into a
/// script unquoted; the whole of it becomes one here.
pub(crate) fn follow(start: &mut Start, rules: &[DeclaredStart], primary: &Candidate, facts: &[Fact<'_>]) {
    if start.origin == Origin::Declared {
        return;
    }
    let rule_of = |fact: &Fact<'_>| {
        rules.iter().find(|rule| {
            rule.plugins.contains(&primary.plugin) && rule.companions.iter().any(|companion| companion == fact.plugin)
        })
    };
    let mut declared = facts.iter().filter(|fact| fact.attribute.name == attribute::START);
    let Some((fact, rule)) = declared.find_map(|fact| Some((fact, rule_of(fact)?))) else { return };
    let (command, from) = (&fact.attribute.value, fact.place());
    let is_known = from.as_ref().is_some_and(|from| is_seen(primary, &from.path) && is_program(command));
    if is_known || start.command.as_ref() == Some(command) {
        return;
    }
    let file = from.as_ref().map_or("a file", |from| from.path.as_str());
    let port = start.ports.first().copied();
    start.script = Some(run_script(command, port, &rule.environment, format!("{file} says how it starts")));
    start.command = Some(command.clone());
    start.from = from;
    start.origin = Origin::Override;
    start.declared.retain(|declaration| &declaration.command != command);
}

fn is_seen(primary: &Candidate, path: &str) -> bool {
    let seen = primary.view.as_ref().map_or(0, |view| view.paths().len());
    (0..seen).any(|index| primary.path(u32::try_from(index).ok()).as_deref() == Some(path))
}
