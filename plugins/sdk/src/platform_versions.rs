//! Versions of a language that files of platforms state, whatever the language.
//!
//! | file | says | source |
//! |---|---|---|
//! | `buildpack.yml` | `nodejs: {version: ~20}`: a range in the form of npm | Paketo's buildpacks, up to the releases of 2021 (`BP_…_VERSION` took its place) |
//! | `.platform.app.yaml` | `type: 'php:8.2'`: a series | Platform.sh, "App reference", `type` |
//! | `.upsun/config.yaml` | the same for each of `applications`; those of the root count | Upsun, "App reference", `type` |
//! | `apprunner.yaml` | `runtime: python3` with `run: {runtime-version: 3.11.2}` | AWS App Runner, "Configuration file reference" |

use crate::range::npm;
use crate::{File, Place, Repo, VersionWish};

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

/// One scalar of a file: the keys that lead to it, and its place.
struct Setting<'r> {
    keys: Vec<&'r str>,
    text: &'r str,
    at: Place,
}

impl Setting<'_> {
    fn is(&self, keys: &[&str]) -> bool {
        self.keys == keys
    }
}

/// The scalars of a file of nested tables. These files are looked for beside every language, and a whole reader of YAML
/// would make every plugin larger than what it is there for.
fn settings(file: File<'_>) -> Vec<Setting<'_>> {
    let (mut found, mut around): (Vec<Setting<'_>>, Vec<(usize, &str)>) = (Vec::new(), Vec::new());
    for line in file.lines() {
        let text = line.text.split(" #").next().unwrap_or_default();
        let Some((key, value)) = text.split_once(':').filter(|(key, _)| !key.trim_start().starts_with(['#', '-']))
        else {
            continue;
        };
        let indent = key.len() - key.trim_start().len();
        around.truncate(around.iter().take_while(|(outer, _)| *outer < indent).count());
        around.push((indent, bare(key)));
        if !bare(value).is_empty() {
            let keys = around.iter().map(|(_, key)| *key).collect();
            found.push(Setting { keys, text: bare(value), at: line.at });
        }
    }
    found
}

fn bare(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}

fn buildpack<'r>(repo: &'r Repo, names: &[&str]) -> Option<(&'r str, Place)> {
    let settings = settings(repo.file("buildpack.yml")?);
    let found = names.iter().find_map(|name| settings.iter().find(|setting| setting.is(&[name, "version"])))?;
    Some((found.text, found.at))
}

fn platform_app<'r>(repo: &'r Repo, names: &[&str]) -> Option<(&'r str, Place)> {
    settings(repo.file(".platform.app.yaml")?).iter().find_map(|setting| typed(setting, &["type"], names))
}

fn upsun<'r>(repo: &'r Repo, names: &[&str]) -> Option<(&'r str, Place)> {
    let settings = settings(repo.file(".upsun/config.yaml")?);
    let is_here = |application: &str| {
        let mut roots = settings.iter().filter_map(|setting| match setting.keys[..] {
            ["applications", name, "source", "root"] if name == application => Some(setting.text),
            ["applications", name, "source"] if name == application => {
                setting.text.split_once("root:").map(|root| root.1)
            }
            _ => None,
        });
        roots.all(|root| root.trim_matches(['/', '.', ' ', '}', '"', '\'']).is_empty())
    };
    settings.iter().find_map(|setting| {
        let name = setting.keys.get(1).filter(|name| is_here(name))?;
        typed(setting, &["applications", name, "type"], names)
    })
}

/// The name of a runtime ends in the digits of its series: `nodejs18`, `python311`.
fn app_runner<'r>(repo: &'r Repo, names: &[&str]) -> Option<(&'r str, Place)> {
    let settings = settings(repo.file("apprunner.yaml")?);
    let runtime = settings.iter().find(|setting| setting.is(&["runtime"]))?;
    let name = runtime.text.trim_end_matches(|c: char| c.is_ascii_digit());
    let version = settings.iter().find(|setting| setting.is(&["run", "runtime-version"]))?;
    names.contains(&name).then_some((version.text, version.at))
}

/// `type: 'php:8.2'`
fn typed<'r>(setting: &Setting<'r>, keys: &[&str], names: &[&str]) -> Option<(&'r str, Place)> {
    let (name, version) = setting.text.split_once(':').filter(|_| setting.is(keys))?;
    (names.contains(&name) && !version.is_empty()).then_some((version, setting.at))
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
