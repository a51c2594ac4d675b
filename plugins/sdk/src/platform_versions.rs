//! Versions of a language that files of platforms state, whatever the language.
//!
//! | file | says | source |
//! |---|---|---|
//! | `buildpack.yml` | `nodejs: {version: ~20}`: a range in the form of npm | Paketo's buildpacks, up to the releases of 2021 (`BP_…_VERSION` took its place) |
//! | `.platform.app.yaml` | `type: 'php:8.2'`: a series | Platform.sh, "App reference", `type` |
//! | `.upsun/config.yaml` | the same for each of `applications`; those of the root count | Upsun, "App reference", `type` |
//! | `apprunner.yaml` | `runtime: python3` with `run: {runtime-version: 3.11.2}` | AWS App Runner, "Configuration file reference" |

use crate::range::npm;
use crate::{Node, Place, Repo, VersionWish};

/// What asks for a version of a tool under one of these names, in the order of the table. `plugin.toml` must list the
/// files.
#[must_use]
pub fn platform_versions(repo: &Repo, names: &[&str]) -> Vec<VersionWish> {
    let wishes = stated(repo, names).map(|(text, at, asker)| {
        let range = npm::neutral(text);
        VersionWish { text: text.to_owned(), at, asker: asker.into(), range, enforced: false }
    });
    wishes.collect()
}

/// The same as they stand there: text, place and file.
pub fn stated<'r>(repo: &'r Repo, names: &[&str]) -> impl Iterator<Item = (&'r str, Place, &'static str)> + use<'r> {
    let found = [
        (buildpack(repo, names), "buildpack.yml"),
        (platform_app(repo, names), ".platform.app.yaml"),
        (upsun(repo, names), ".upsun/config.yaml"),
        (app_runner(repo, names), "apprunner.yaml"),
    ];
    found.into_iter().filter_map(|(found, asker)| found.map(|(text, at)| (text, at, asker)))
}

fn buildpack<'r>(repo: &'r Repo, names: &[&str]) -> Option<(&'r str, Place)> {
    let document = repo.file("buildpack.yml")?.yaml()?;
    let node = names.iter().find_map(|name| document.get(&[name, "version"]))?;
    Some((node.scalar().filter(|text| !text.is_empty())?, node.at))
}

fn platform_app<'r>(repo: &'r Repo, names: &[&str]) -> Option<(&'r str, Place)> {
    typed(repo.file(".platform.app.yaml")?.yaml()?.root(), names)
}

fn upsun<'r>(repo: &'r Repo, names: &[&str]) -> Option<(&'r str, Place)> {
    let document = repo.file(".upsun/config.yaml")?.yaml()?;
    let is_here = |application: &Node| {
        let root = application.get(&["source", "root"]).and_then(Node::scalar).unwrap_or_default();
        root.trim_matches(['/', '.']).is_empty()
    };
    let here = document.entries(&["applications"]).iter().map(|entry| &entry.node).filter(|node| is_here(node));
    here.filter_map(|application| typed(application, names)).next()
}

/// The name of a runtime ends in the digits of its series: `nodejs18`, `python311`.
fn app_runner<'r>(repo: &'r Repo, names: &[&str]) -> Option<(&'r str, Place)> {
    let document = repo.file("apprunner.yaml")?.yaml()?;
    let name = document.get(&["runtime"])?.scalar()?.trim_end_matches(|c: char| c.is_ascii_digit());
    let node = document.get(&["run", "runtime-version"]).filter(|_| names.contains(&name))?;
    Some((node.scalar().filter(|text| !text.is_empty())?, node.at))
}

/// `type: 'php:8.2'`
fn typed<'n>(application: &'n Node, names: &[&str]) -> Option<(&'n str, Place)> {
    let node = application.get(&["type"])?;
    let (name, version) = node.scalar()?.split_once(':')?;
    (names.contains(&name) && !version.is_empty()).then_some((version, node.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::MemorySource;

    /// Asker, text, range and line of each.
    fn told(files: &[(&str, &str)], names: &[&str]) -> Vec<(String, String, Option<String>, Option<u32>)> {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let wishes = platform_versions(&repo, names).into_iter();
        wishes.map(|wish| (wish.asker.into_owned(), wish.text, wish.range, wish.at.line)).collect()
    }

    #[test]
    fn files_of_platforms_come_in_their_order() {
        let files = [
            ("apprunner.yaml", "version: 1.0\nruntime: python3\nrun:\n  runtime-version: 3.10.2\n"),
            (".platform.app.yaml", "name: app\ntype: 'python:3.12'\n"),
            ("buildpack.yml", "---\npython:\n  version: 3.11.*\n"),
            (
                ".upsun/config.yaml",
                "applications:\n  a:\n    source: {root: /a}\n    type: python:3.9\n  b:\n    source:\n      root: \"/\"\n    type: \"python:3.13\"\n",
            ),
        ];
        let expected = [
            ("buildpack.yml", "3.11.*", "=3.11", 3),
            (".platform.app.yaml", "3.12", "=3.12", 2),
            (".upsun/config.yaml", "3.13", "=3.13", 8),
            ("apprunner.yaml", "3.10.2", "=3.10.2", 4),
        ];
        let expected = expected
            .map(|(asker, text, range, line)| (asker.to_owned(), text.to_owned(), Some(range.to_owned()), Some(line)));
        assert_eq!(told(&files, &["python", "cpython"]), expected);
    }

    #[test]
    fn other_languages_and_empty_values_ask_for_nothing() {
        let files = [
            (".platform.app.yaml", "type: golang\n"),
            ("buildpack.yml", "nodejs: 20\ngo:\n  import-path: example.com/a\n"),
            (".upsun/config.yaml", "applications: []\n"),
        ];
        assert_eq!(told(&files, &["go", "golang"]), []);
        assert_eq!(told(&files, &["nodejs", "node"]), []);
    }
}
