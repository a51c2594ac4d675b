//! Versions of a language that files of platforms state, whatever the language. Where there is no room for
//! all of them, the first are read in a shorter way (`jdk.rs`; `version.rs` of Node.js).
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
    let wishes = stated(repo, names).into_iter().map(|(text, at, asker)| {
        let range = npm::neutral(text);
        VersionWish { text: text.to_owned(), at, asker: asker.into(), range, enforced: false }
    });
    wishes.collect()
}

/// The same as they stand there: text, place and file.
#[must_use]
pub fn stated<'r>(repo: &'r Repo, names: &[&str]) -> Vec<(&'r str, Place, &'static str)> {
    let mut found = Vec::new();
    for (path, read) in FILES {
        if let Some(file) = repo.file(path)
            && let Some((text, at)) = read(file, names)
        {
            found.push((text, at, path));
        }
    }
    found
}

type Found<'r> = (&'r str, Place);
type Read = for<'r> fn(File<'r>, &[&str]) -> Option<Found<'r>>;

const FILES: [(&str, Read); 4] = [
    ("buildpack.yml", buildpack),
    (".platform.app.yaml", platform_app),
    (".upsun/config.yaml", upsun),
    ("apprunner.yaml", app_runner),
];

/// Hands over the scalars of a file of nested tables: the keys that lead to each, text and place. These files are looked for
/// beside every language, and a whole reader of YAML would make every plugin larger than what it is there for.
fn settings<'r>(file: File<'r>, visit: &mut dyn FnMut(&[&'r str], &'r str, Place)) {
    let (mut indents, mut keys): (Vec<usize>, Vec<&'r str>) = (Vec::new(), Vec::new());
    for line in file.lines() {
        let code = line.code();
        let Some((key, value)) = code.split_once(':') else { continue };
        if code.starts_with('-') {
            continue;
        }
        let indent = line.text.len() - line.text.trim_start().len();
        while indents.last().is_some_and(|outer| *outer >= indent) {
            indents.pop();
            keys.pop();
        }
        indents.push(indent);
        keys.push(bare(key));
        if !bare(value).is_empty() {
            visit(&keys, bare(value), line.at);
        }
    }
}

fn bare(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}

fn buildpack<'r>(file: File<'r>, names: &[&str]) -> Option<Found<'r>> {
    let mut found = None;
    settings(file, &mut |keys, text, at| {
        if found.is_none() && matches!(keys, [name, "version"] if names.contains(name)) {
            found = Some((text, at));
        }
    });
    found
}

fn platform_app<'r>(file: File<'r>, names: &[&str]) -> Option<Found<'r>> {
    let mut found = None;
    settings(file, &mut |keys, text, at| {
        if keys == ["type"] {
            found = typed(text, at, names);
        }
    });
    found
}

/// The first application of the root; `source` may stand behind `type`.
fn upsun<'r>(file: File<'r>, names: &[&str]) -> Option<Found<'r>> {
    let (mut asked, mut elsewhere): (Vec<(&str, Found<'r>)>, Vec<&str>) = (Vec::new(), Vec::new());
    settings(file, &mut |keys, text, at| match *keys {
        ["applications", name, "type"] => {
            if let Some(found) = typed(text, at, names) {
                asked.push((name, found));
            }
        }
        ["applications", name, "source", "root"] if !text.trim_matches(['/', '.']).is_empty() => elsewhere.push(name),
        // `{root: /api}`
        ["applications", name, "source"] if !text.trim_end_matches(['}', '"', '\'', ' ']).ends_with(['/', ':']) => {
            elsewhere.push(name);
        }
        _ => {}
    });
    asked.iter().find(|(name, _)| !elsewhere.contains(name)).map(|(_, found)| *found)
}

/// The name of a runtime ends in the digits of its series: `nodejs18`, `python311`.
fn app_runner<'r>(file: File<'r>, names: &[&str]) -> Option<Found<'r>> {
    let (mut is_own, mut found) = (false, None);
    settings(file, &mut |keys, text, at| match *keys {
        ["runtime"] => is_own = names.contains(&text.trim_end_matches(|c: char| c.is_ascii_digit())),
        ["run", "runtime-version"] => found = Some((text, at)),
        _ => {}
    });
    found.filter(|_| is_own)
}

/// `type: 'php:8.2'`
fn typed<'r>(text: &'r str, at: Place, names: &[&str]) -> Option<Found<'r>> {
    let (name, version) = text.split_once(':')?;
    (names.contains(&name) && !version.is_empty()).then_some((version, at))
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
