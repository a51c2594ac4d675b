//! Commands that the package defines: `[project.scripts]`, `[tool.poetry.scripts]`, `console_scripts`.

use super::Override;
use crate::{dependencies::Source, ini, literal, module, requirement::normalised, run::Situation};
use fieldmark_sdk::Place;

/// A command of the package, `module:function` behind it.
struct EntryPoint<'r> {
    name: &'r str,
    target: &'r str,
    at: Place,
    source: Source,
}

/// Names of commands that start an application, the most telling first.
const NAMES: &[&str] = &["start", "serve", "server", "web", "app", "run", "main"];

/// The only command, the one called like the package, or the one called like a start.
pub(super) fn find(situation: &Situation<'_>) -> Option<Override> {
    let all = declared(situation);
    let package = package_name(situation).map(normalised);
    let called = all.iter().find(|point| package.as_ref().is_some_and(|package| normalised(point.name) == *package));
    let telling = || NAMES.iter().find_map(|name| all.iter().find(|point| point.name == *name));
    let point = match &all[..] {
        [only] => only,
        _ => called.or_else(telling)?,
    };
    let why = format!("the package has the command {}, but the builder does not know it", point.name);
    // A command is only there when `assemble` really installs the package.
    if situation.dependencies.installs(point.source) && is_safe_name(point.name) {
        return Some(Override::new(point.name, point.at, why).listening(None));
    }
    let (name, function) = point.target.split_once(':').filter(|_| module::is_target(point.target))?;
    let outer = function.split('.').next()?;
    let command = format!("python -c \"import sys; from {name} import {outer}; sys.exit({function}())\"");
    let source = if situation.repo.has_directory("src") { "src" } else { "" };
    Some(Override::new(command, point.at, why).importing_from(source).listening(None))
}

fn declared<'r>(situation: &Situation<'r>) -> Vec<EntryPoint<'r>> {
    let mut found = Vec::new();
    if let Some(document) = situation.repo.file("pyproject.toml").and_then(|file| file.toml()) {
        let tables = [&["project", "scripts"][..], &["tool", "poetry", "scripts"]];
        for entry in tables.into_iter().flat_map(|table| document.entries(table)) {
            let target = entry.node.text().unwrap_or_default();
            found.push(EntryPoint { name: &entry.key, target, at: entry.at, source: Source::Pyproject });
        }
    }
    let mut listed = Vec::new();
    if let Some(file) = situation.repo.file("setup.cfg") {
        let lines = ini::value(file, "options.entry_points", "console_scripts");
        listed.extend(lines.into_iter().map(|line| (line.text, line.at)));
    }
    if let Some(file) = situation.repo.file("setup.py") {
        listed.extend(literal::list_after(file, "console_scripts"));
    }
    found.extend(listed.into_iter().filter_map(|(text, at)| {
        let (name, target) = text.split_once('=')?;
        Some(EntryPoint { name: name.trim(), target: target.trim(), at, source: Source::Setup })
    }));
    found
}

fn package_name<'r>(situation: &Situation<'r>) -> Option<&'r str> {
    let document = situation.repo.file("pyproject.toml")?.toml()?;
    let name = document.text(&["project", "name"]).or_else(|| document.text(&["tool", "poetry", "name"]))?;
    Some(name.0)
}

fn is_safe_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}
