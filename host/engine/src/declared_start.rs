//! Whether a start that a platform's file declares takes the place of the builder's (`rules/components.toml`).

use crate::companion::Fact;
use crate::judgement::Candidate;
use crate::run_script::{PORT, is_program, run_script};
use fieldmark_model::{Origin, RepoView, Start, attribute};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where declared commands run as they stand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct DeclaredStart {
    plugins: Vec<String>,
    companions: Vec<String>,
    /// Names of files in which the plugins look for a start themselves.
    known: Vec<String>,
    /// Programs that listen on `PORT`, which the script sets.
    #[serde(default)]
    listening: Vec<String>,
    /// Findings that speak of the start that gives way.
    #[serde(default)]
    settles: Vec<String>,
    #[serde(default)]
    environment: BTreeMap<String, String>,
}

impl DeclaredStart {
    /// Whether a command listens on `PORT`: it names the variable, or runs one of the programs that obey it and says no
    /// address of its own.
    fn listens(&self, command: &str) -> bool {
        let obeys =
            |word: &str| word.rsplit('/').next().is_some_and(|name| self.listening.iter().any(|own| own == name));
        let is_address = |word: &str| ["-b", "-p", "--bind", "--port"].iter().any(|option| word.starts_with(option));
        let mut words = command.split_whitespace();
        command.contains("$PORT") || command.contains("${PORT") || (words.clone().any(obeys) && !words.any(is_address))
    }
}

/// Follows the most trusted declaration, unless the component's plugin has followed one, or knows better.
///
/// A plugin that reads such a file itself decides about commands that are one program with its arguments: it may know that
/// the builder starts just that. What needs a shell no plugin takes over, because it would put text of the repository into a
/// script unquoted; the whole of it becomes one here.
///
/// What is said to source-to-image goes before: a script of the repository's own, which plugins state as declared, and
/// variables of its environment or of the caller, which stand in no other file.
///
/// Returns the codes of findings that no longer hold.
pub(crate) fn follow<'r>(
    start: &mut Start,
    rules: &'r [DeclaredStart],
    primary: &Candidate,
    facts: &[Fact<'_>],
) -> &'r [String] {
    let is_said = match &start.from {
        Some(from) => is_of_source_to_image(&from.path),
        None => start.command.is_some() && start.origin == Origin::BuilderDefault,
    };
    if start.origin == Origin::Declared || is_said {
        return &[];
    }
    let rule_of = |fact: &Fact<'_>| {
        rules.iter().find(|rule| {
            rule.plugins.contains(&primary.plugin) && rule.companions.iter().any(|companion| companion == fact.plugin)
        })
    };
    let mut declared = facts.iter().filter(|fact| fact.attribute.name == attribute::START);
    let Some((fact, rule)) = declared.find_map(|fact| Some((fact, rule_of(fact)?))) else { return &[] };
    let (command, from) = (&fact.attribute.value, fact.place());
    let is_read = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        rule.known.iter().any(|known| known == name) && seen(primary).any(|seen| seen == path)
    };
    let is_known = from.as_ref().is_some_and(|from| is_read(&from.path) && is_program(command));
    if is_known || start.command.as_ref() == Some(command) {
        return &[];
    }
    let file = from.as_ref().map_or("a file", |from| from.path.as_str());
    let port = start.ports.first().copied();
    if port.is_none() && rule.listens(command) {
        start.ports.push(PORT);
    }
    start.script = Some(run_script(command, port, &rule.environment, format!("{file} says how it starts")));
    start.command = Some(command.clone());
    start.from = from;
    start.origin = Origin::Override;
    start.declared.retain(|declaration| &declaration.command != command);
    &rule.settles
}

/// The files that the component's plugin has seen, relative to the repository.
fn seen(primary: &Candidate) -> impl Iterator<Item = &str> {
    let view = primary.view.as_deref();
    let count = view.map_or(0, |view| u32::try_from(view.paths().len()).unwrap_or(u32::MAX));
    (0..count).filter_map(move |index| view?.full_path(index))
}

fn is_of_source_to_image(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, ".s2i" | ".sti"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_listens_where_it_is_told_to() {
        let rule = DeclaredStart {
            plugins: Vec::new(),
            companions: Vec::new(),
            known: Vec::new(),
            listening: vec!["tided".to_owned()],
            settles: Vec::new(),
            environment: BTreeMap::new(),
        };
        for (command, expected) in [
            ("tided shop", true),
            ("./migrate && bin/tided shop", true),
            ("tided -b 127.0.0.1:9000 shop", false),
            ("moond shop", false),
            ("moond shop --port ${PORT:-80}", true),
        ] {
            assert_eq!(rule.listens(command), expected, "{command}");
        }
    }
}
