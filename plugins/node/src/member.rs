//! A start script that a runner of tasks hands to a member of the workspace: `turbo run start --filter=web`. The runner is
//! a dependency for development, and gone when the application starts; the package manager finds the member by itself.

use crate::command::Command;
use crate::demand::Demand;
use crate::override_script::overriding;
use crate::package::Package;
use crate::start::{Known, Start};
use fieldmark_sdk::script::{quote, quote_path};
use fieldmark_sdk::{Place, Repo};

/// The runners.
const RUNNERS: [&str; 3] = ["turbo", "nx", "lerna"];

/// Options that name the member.
const FILTERS: [&str; 6] = ["--filter", "-F", "--scope", "--project", "-p", "--projects"];

/// Most manifests that are looked into.
const MOST: usize = 64;

/// What a runner is told.
#[derive(Debug, PartialEq, Eq)]
struct Task<'r> {
    name: &'r str,
    member: Option<&'r str>,
}

impl<'r> Task<'r> {
    /// `turbo run start --filter=web`, `turbo start`, `nx run web:start`, `nx start web`, `lerna run start --scope web`.
    fn read(command: &Command<'r>) -> Option<Self> {
        let mut words = Vec::new();
        let mut member = None;
        let mut arguments = command.arguments.iter().copied().take_while(|word| *word != "--").peekable();
        while let Some(word) = arguments.next() {
            if let Some((option, value)) = word.split_once('=').filter(|(option, _)| option.starts_with('-')) {
                member = Some(value).filter(|_| FILTERS.contains(&option)).or(member);
            } else if FILTERS.contains(&word) {
                member = arguments.next().or(member);
            } else if !word.starts_with('-') && (word != "run" || !words.is_empty()) {
                words.push(word);
            }
        }
        let first = *words.first()?;
        let (name, member) = match (command.programme, first.split_once(':')) {
            ("nx", Some((member, name))) => (name, Some(member)),
            ("nx", None) => (first, member.or(words.get(1).copied())),
            _ => (first, member),
        };
        Some(Self { name, member: member.map(|member| member.trim_matches(['.', '/', '{', '}'])) })
    }
}

/// The same start without the runner, if it is known which member is meant and what it runs is for production.
pub(crate) fn start(repo: &Repo, known: Known<'_>, command: &Command<'_>) -> Option<Start> {
    if !RUNNERS.contains(&command.programme) || !command.alone || repo.file("package.json").is_none() {
        return None;
    }
    let task = Task::read(command)?;
    let (member, text, at) = meant(repo, &task)?;
    let own = Command::last(text)?.resolved(member);
    let gone = own.packages().any(|name| member.dependency(name).is_some_and(|found| found.development));
    if own.is_for_development() || gone {
        return None;
    }
    let (directory, name) = (quote_path(member.file.directory()), quote(task.name));
    let note = format!("`{}` of {} runs `{text}`", task.name, member.file.directory());
    let Some(demand) = Demand::met(repo, known) else {
        return Some(overriding(format!("npm run {name} --workspace {directory}"), at, note));
    };
    let line = if demand.brings("pnpm") {
        format!("pnpm --filter ./{} run {name}", directory.trim_start_matches("./"))
    } else if demand.brings("yarn") {
        format!("yarn workspace {} run {name}", quote(member.text(&["name"])?.0))
    } else {
        format!("bun run --cwd {directory} {name}")
    };
    Some(demand.start(line, at, note))
}

/// The member that is named, or the only one that has the script.
fn meant<'r>(repo: &'r Repo, task: &Task<'_>) -> Option<(Package<'r>, &'r str, Place)> {
    let below = repo.named(&["package.json"]).filter(|file| file.depth() > 0).take(MOST).map(Package::of);
    let is_called = |package: &Package<'_>| {
        let name = package.text(&["name"]).map_or("", |(name, _)| name);
        let directory = package.file.directory();
        task.member.is_none_or(|member| {
            name == member
                || directory == member
                || name.rsplit('/').next() == Some(member)
                || directory.ends_with(&format!("/{member}"))
        })
    };
    let mut members = below.filter(is_called).filter_map(|package| {
        let (text, at) = package.script(task.name)?;
        Some((package, text, at))
    });
    let first = members.next()?;
    members.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(script: &str) -> Option<(String, Option<String>)> {
        let command = Command::last(script)?;
        Task::read(&command).map(|task| (task.name.to_owned(), task.member.map(str::to_owned)))
    }

    #[test]
    fn runners_are_told_the_task_and_the_member() {
        for (script, name, member) in [
            ("turbo run start --filter=web", "start", Some("web")),
            ("npx turbo run start", "start", None),
            ("turbo start -F ./apps/web", "start", Some("apps/web")),
            ("turbo run start --filter @quay/web... -- --port 1", "start", Some("@quay/web")),
            ("nx run web:start", "start", Some("web")),
            ("nx start web --configuration=production", "start", Some("web")),
            ("lerna run start --scope web --stream", "start", Some("web")),
        ] {
            assert_eq!(task(script), Some((name.to_owned(), member.map(str::to_owned))), "{script}");
        }
        assert_eq!(task("turbo --filter=web"), None);
    }
}
