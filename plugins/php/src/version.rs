//! Which PHP.
//!
//! | place | read as | binding |
//! |---|---|---|
//! | `.php-version` | one version | no |
//! | mise, asdf, Devbox | one version | no |
//! | `config.platform.php` of composer.json | the version for which Composer chooses packages | no |
//! | `require.php` of composer.json | a constraint | Composer refuses any other |
//! | `app.yaml`, `.bp-config/options.json` | `runtime: php82`, `PHP_VERSION` | no |
//! | `buildpack.yml`, `.platform.app.yaml`, `.upsun/config.yaml`, `apprunner.yaml` | a range, `php:8.2` | no |
//! | `platform-overrides.php`, `platform.php` of composer.lock | the same as it was locked; read only where nothing else asks | no |
//!
//! The order is that of Symfony's command line tool. The first that is understood counts, unless a binding one
//! contradicts it; ranges are narrowed down by what the others ask for.

use crate::project::Project;
use fieldmark_sdk::platform_versions::platform_versions;
use fieldmark_sdk::range::composer::constraint;
use fieldmark_sdk::{Place, Repo, Verdict, VersionWish, settle, tool_versions};

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
        if let Some((text, at)) = ["php", "php-64bit"].iter().find_map(|name| composer.text(&["require", name])) {
            wishes.push(wish(text, at, "composer.json", true));
        }
    }
    wishes.extend(from_platforms(project.repo));
    wishes.extend(platform_versions(project.repo, &["php"]));
    if wishes.is_empty() {
        let lock = project.repo.file("composer.lock").and_then(|file| file.json());
        let paths = [["platform-overrides", "php"], ["platform", "php"]];
        if let Some((text, at)) = paths.iter().find_map(|path| lock?.text(path)) {
            wishes.push(wish(text, at, "composer.lock", true));
        }
    }
    wishes
}

/// What other platforms are told: App Engine `php82`, Cloud Foundry `8.2.1` or `{PHP_82_LATEST}`.
fn from_platforms(repo: &Repo<'_>) -> Option<VersionWish> {
    let numbered = |digits: &str| {
        let (major, minor) = digits.split_at_checked(1).filter(|_| digits.bytes().all(|c| c.is_ascii_digit()))?;
        (!minor.is_empty()).then(|| format!("{major}.{minor}"))
    };
    let engine = repo.file("app.yaml").and_then(|file| {
        file.lines().find_map(|line| {
            let runtime = line.code().strip_prefix("runtime:")?.trim().trim_matches(['"', '\'']);
            Some(wish(&numbered(runtime.strip_prefix("php")?)?, line.at, "app.yaml", false))
        })
    });
    engine.or_else(|| {
        let (text, at) = repo.file(".bp-config/options.json")?.json()?.text(&["PHP_VERSION"])?;
        let latest = text.strip_prefix("{PHP_").and_then(|rest| rest.strip_suffix("_LATEST}"));
        let version = latest.map_or_else(|| Some(text.to_owned()), numbered)?;
        Some(wish(&version, at, ".bp-config/options.json", false))
    })
}

fn wish(text: &str, at: Place, asker: &'static str, enforced: bool) -> VersionWish {
    let number = text.strip_prefix("php-").unwrap_or(text);
    let range = if number == "latest" { Some(String::new()) } else { constraint(number) };
    VersionWish { text: text.to_owned(), at, asker: asker.into(), range, enforced }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn version(files: &[(&str, &str)]) -> (String, String, usize) {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("php");
        state(&Project::read(&repo), &mut verdict);
        let text = verdict.get("version").unwrap_or_default().to_owned();
        (text, verdict.builder_version.unwrap_or_default(), verdict.warnings.len())
    }

    #[test]
    fn every_place_is_read() {
        for (files, text, range, warnings) in [
            (&[(".php-version", "8.2\n")][..], "8.2", "=8.2", 0),
            (&[(".tool-versions", "php 8.3.1\n")], "8.3.1", "=8.3.1", 0),
            (&[("devbox.json", r#"{"packages": {"php": "8.3"}}"#)], "8.3", "=8.3", 0),
            (&[(".platform.app.yaml", "name: a\ntype: 'php:8.2'\n")], "8.2", "=8.2", 0),
            (&[("buildpack.yml", "php:\n  version: 8.1.*\n  webserver: nginx\n")], "8.1.*", "=8.1", 0),
            (&[("apprunner.yaml", "runtime: php81\nrun:\n  runtime-version: 8.1.10\n")], "8.1.10", "=8.1.10", 0),
            (
                &[(".platform.app.yaml", "type: 'python:3.12'\n"), ("buildpack.yml", "php:\n  webdirectory: a\n")],
                "",
                "",
                0,
            ),
            (&[("composer.json", r#"{"require": {"php": "^8.1"}}"#)], "^8.1", ">=8.1, <9", 0),
            (
                &[("composer.json", r#"{"require": {"php": "^8.1"}, "config": {"platform": {"php": "8.2.0"}}}"#)],
                "8.2.0",
                "=8.2.0",
                0,
            ),
            (
                &[("composer.json", r#"{"require": {"php": "^8.1"}, "config": {"platform": {"php": "7.4"}}}"#)],
                "^8.1",
                ">=8.1, <9",
                1,
            ),
            (
                &[
                    ("composer.json", "{}"),
                    ("composer.lock", r#"{"platform": {"php": ">=8.1"}, "platform-overrides": {"php": "8.1.9"}}"#),
                ],
                "8.1.9",
                "=8.1.9",
                0,
            ),
            (
                &[("composer.json", r#"{"require": {"php": ">=8.1"}}"#), ("app.yaml", "runtime: php83\n")],
                ">=8.1",
                "=8.3",
                0,
            ),
            (&[("composer.json", r#"{"require": {"php-64bit": "~8.2.0"}}"#)], "~8.2.0", ">=8.2.0, <8.3", 0),
            (&[("app.yaml", "runtime: python312\n")], "", "", 0),
            (&[(".bp-config/options.json", r#"{"PHP_VERSION": "{PHP_82_LATEST}"}"#)], "8.2", "=8.2", 0),
            (&[(".bp-config/options.json", r#"{"PHP_VERSION": "8.1.3"}"#)], "8.1.3", "=8.1.3", 0),
            (&[(".bp-config/options.json", r#"{"PHP_VERSION": "{PHP_DEFAULT}"}"#)], "{PHP_DEFAULT}", "", 1),
        ] {
            assert_eq!(version(files), (text.to_owned(), range.to_owned(), warnings), "{files:?}");
        }
    }
}
