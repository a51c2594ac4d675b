//! Which PHP.

use crate::project::Project;
use fieldmark_sdk::range::composer::constraint;
use fieldmark_sdk::{Place, Verdict, VersionWish, settle, tool_versions};

/// States the version, from the places in their order.
pub fn state(project: &Project<'_>, verdict: &mut Verdict) {
    settle(verdict, &wishes(project));
}

fn wishes(project: &Project<'_>) -> Vec<VersionWish> {
    let mut wishes = Vec::new();
    let file = project.repo.file(".php-version");
    if let Some(line) = file.and_then(|file| file.lines().find(|line| !line.code().is_empty())) {
        wishes.push(wish(line.code(), line.at, ".php-version", false));
    }
    if let Some((text, at)) = tool_versions::tool_version(project.repo, &["php"]) {
        wishes.push(wish(text, at, "the version manager's file", false));
    }
    if let Some(composer) = &project.composer {
        if let Some((text, at)) = composer.text(&["config", "platform", "php"]) {
            wishes.push(wish(text, at, "config.platform of composer.json", false));
        }
        if let Some((text, at)) = composer.text(&["require", "php"]) {
            wishes.push(wish(text, at, "composer.json", true));
        }
    }
    if wishes.is_empty() {
        let lock = project.repo.file("composer.lock").and_then(|file| file.json());
        if let Some((text, at)) = lock.and_then(|lock| lock.text(&["platform", "php"])) {
            wishes.push(wish(text, at, "composer.lock", true));
        }
    }
    wishes
}

fn wish(text: &str, at: Place, asker: &'static str, enforced: bool) -> VersionWish {
    let number = text.strip_prefix("php-").unwrap_or(text);
    let range = if number == "latest" { Some(String::new()) } else { constraint(number) };
    VersionWish { text: text.to_owned(), at, asker: asker.into(), range, enforced }
}
