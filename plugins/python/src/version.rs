//! Which version of Python is asked for.
//!
//! Several places may ask. What pins the interpreter a developer works with goes before what a package merely accepts:
//!
//! | place | read as |
//! |---|---|
//! | `.python-version` | one version; of several lines the first, and the first that is CPython where that is another |
//! | mise, asdf, Devbox, `.prototools` | one version |
//! | `Pipfile` | `python_full_version`, `python_version` |
//! | `runtime.txt` | `python-3.12.1`, or the number alone |
//! | conda's environment, pixi | the dependency `python` |
//! | `app.yaml` | `runtime: python312` |
//! | `buildpack.yml`, `.platform.app.yaml`, `.upsun/config.yaml`, `apprunner.yaml` | a range, `python:3.12` |
//! | hatch | `python` of the default environment |
//! | `requires-python`, Poetry's `python`, `python_requires` | what the package accepts; its installer refuses any other |
//! | locks (`uv.lock`, `pdm.lock`, `Pipfile.lock`) | what they were made for; read only where nothing else asks |
//! | `tox.ini` | `basepython`, or else the least version that is tested; read only where nothing else asks |
//!
//! Pipenv goes before `runtime.txt` because it refuses to install with another interpreter. The first that is understood
//! counts, unless the package itself does not accept it; what the others leave open or contradict is told.

use crate::{
    dependencies::{Dependencies, Source, pipfile},
    ini, literal,
};
use fieldmark_sdk::{
    File, Line, Place, Repo, Verdict, VersionWish,
    platform_versions::platform_versions,
    range::{dotted, pep440, places},
    settle,
    tool_versions::tool_version,
};

/// How much of a lock is read: what it was made for stands at its beginning.
const HEAD: u32 = 4096;

/// States the version and what speaks against it.
pub(crate) fn state(repo: &Repo<'_>, dependencies: &Dependencies, verdict: &mut Verdict) {
    let mut wishes = version_file(repo);
    wishes.extend(managed(repo));
    wishes.extend(from_pipfile(repo));
    wishes.extend(from_runtime(repo));
    wishes.extend(from_conda(dependencies));
    wishes.extend(from_app_yaml(repo));
    wishes.extend(platform_versions(repo, &["python", "cpython"]));
    wishes.extend(from_hatch(repo));
    wishes.extend(from_pyproject(repo));
    wishes.extend(from_setup(repo));
    if wishes.is_empty() {
        wishes.extend(from_lock(repo).or_else(|| from_tox(repo)));
    }
    settle(verdict, &wishes);
}

type Range = fn(&str) -> Option<String>;

fn wish(text: impl Into<String>, range: Range, at: Place, asker: &'static str) -> VersionWish {
    let text = text.into();
    VersionWish { range: range(&text), text, at, asker: asker.into(), enforced: false }
}

fn enforced(wish: VersionWish) -> VersionWish {
    VersionWish { enforced: true, ..wish }
}

/// `.python-version` of pyenv and uv: the first line is the interpreter that is called `python`.
fn version_file(repo: &Repo<'_>) -> Vec<VersionWish> {
    let lines = repo.file(".python-version").into_iter().flat_map(|file| file.lines());
    let mut wishes: Vec<VersionWish> = lines
        .filter(|line| !line.code().is_empty())
        .map(|line| wish(line.code(), pep440::version, line.at, ".python-version"))
        .collect();
    // Those behind it only serve tests, except where it is none that the builder has.
    let kept = wishes.iter().position(|wish| wish.range.is_some()).unwrap_or(0);
    wishes.truncate(kept + 1);
    wishes
}

fn managed(repo: &Repo<'_>) -> Option<VersionWish> {
    let proto = || repo.file(".prototools")?.toml()?.text(&["python"]);
    let (text, at) = tool_version(repo, &["python"]).or_else(proto)?;
    Some(wish(text, pep440::version, at, "the version manager's file"))
}

fn from_pipfile(repo: &Repo<'_>) -> Option<VersionWish> {
    let document = pipfile(repo)?.toml()?;
    let keys = ["python_full_version", "python_version"];
    let (text, at) = keys.iter().find_map(|key| document.text(&["requires", key]))?;
    Some(wish(text, pep440::version, at, "Pipfile"))
}

/// `runtime.txt` of Heroku, Netlify and Binder. The file serves other languages too.
pub(crate) fn from_runtime_line<'r>(repo: &'r Repo<'_>) -> Option<Line<'r>> {
    let file = repo.first(&["binder/runtime.txt", ".binder/runtime.txt", "runtime.txt"])?;
    file.lines().find(|line| line.code().to_ascii_lowercase().starts_with("python"))
}

/// Netlify's form names no language.
fn bare_runtime_line<'r>(repo: &'r Repo<'_>) -> Option<Line<'r>> {
    let line = repo.file("runtime.txt")?.lines().find(|line| !line.code().is_empty())?;
    let is_number = line.code().bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (is_number && line.code().starts_with(['2', '3'])).then_some(line)
}

fn from_runtime(repo: &Repo<'_>) -> Option<VersionWish> {
    let line = from_runtime_line(repo).or_else(|| bare_runtime_line(repo))?;
    let text = line.code().split_once('-').map_or(line.code(), |(_, version)| version);
    Some(wish(text, pep440::version, line.at, "runtime.txt"))
}

fn from_conda(dependencies: &Dependencies) -> Option<VersionWish> {
    let python = dependencies.all.iter().find(|d| d.source == Source::Conda && d.requirement.name == "python")?;
    let text = python.requirement.specifiers.as_str();
    let range = pep440::conda(text);
    // conda's own sign for "exactly" says nothing to people.
    let text = text.trim_start_matches('=').trim();
    let asked = wish(text, pep440::conda, python.at, "the conda environment");
    (!text.is_empty()).then_some(VersionWish { range, ..asked })
}

/// `runtime: python312` of App Engine: the digits behind the first are the minor version.
fn from_app_yaml(repo: &Repo<'_>) -> Option<VersionWish> {
    let file = repo.file("app.yaml")?;
    file.lines().find_map(|line| {
        let digits = line.code().strip_prefix("runtime:")?.trim().trim_matches(['"', '\'']).strip_prefix("python")?;
        let (major, minor) = digits.split_at_checked(1).filter(|_| digits.bytes().all(|c| c.is_ascii_digit()))?;
        (!minor.is_empty()).then(|| wish(format!("{major}.{minor}"), pep440::version, line.at, "app.yaml"))
    })
}

fn from_hatch(repo: &Repo<'_>) -> Option<VersionWish> {
    let document = repo.file("pyproject.toml")?.toml()?;
    let (text, at) = document.text(&["tool", "hatch", "envs", "default", "python"])?;
    Some(wish(text, pep440::version, at, "hatch's environment"))
}

fn from_pyproject(repo: &Repo<'_>) -> Vec<VersionWish> {
    let Some(document) = repo.file("pyproject.toml").and_then(|file| file.toml()) else { return Vec::new() };
    let standard = document.text(&["project", "requires-python"]);
    let standard = standard.map(|(text, at)| wish(text, pep440::specifiers, at, "requires-python"));
    let poetry = document.get(&["tool", "poetry", "dependencies", "python"]).and_then(|poetry| {
        let version = poetry.get(&["version"]).unwrap_or(poetry);
        Some(wish(version.text()?, pep440::poetry, version.at, "Poetry's python"))
    });
    standard.into_iter().chain(poetry).map(enforced).collect()
}

fn from_setup(repo: &Repo<'_>) -> Option<VersionWish> {
    let in_cfg = repo.file("setup.cfg").and_then(|file| {
        let line = ini::value(file, "options", "python_requires").into_iter().next()?;
        Some((line.text, line.at))
    });
    let in_code = || literal::keyword(repo.file("setup.py")?, "python_requires");
    let (text, at) = in_cfg.or_else(in_code)?;
    Some(enforced(wish(text, pep440::specifiers, at, "python_requires")))
}

/// What a lock was made for: the name of the file, what stands before the version, how it is written.
const LOCKS: &[(&str, &str, Range)] = &[
    ("uv.lock", "requires-python = ", pep440::specifiers),
    ("pdm.lock", "requires_python = ", pep440::specifiers),
    ("Pipfile.lock", "\"python_full_version\": ", pep440::version),
    ("Pipfile.lock", "\"python_version\": ", pep440::version),
];

fn from_lock(repo: &Repo<'_>) -> Option<VersionWish> {
    LOCKS.iter().find_map(|(name, key, range)| {
        let file = repo.file(name)?;
        let (text, at) = in_head(file, key)?;
        Some(wish(text, *range, at, "the lock"))
    })
}

/// The text in quotes behind a key that begins a line.
fn in_head(file: File<'_>, key: &str) -> Option<(String, Place)> {
    let head = file.head(HEAD).ok()?;
    let head = String::from_utf8_lossy(&head);
    let (line, value) = head.lines().zip(1..).find_map(|(text, line)| Some((line, text.trim().strip_prefix(key)?)))?;
    let value = value.trim_start_matches('"').split('"').next()?;
    Some((value.to_owned(), file.line(line)))
}

/// `basepython = python3.11`, or else `envlist = py39, py{310,311}`, `env_list = 3.12`.
fn from_tox(repo: &Repo<'_>) -> Option<VersionWish> {
    let file = repo.file("tox.ini")?;
    let base = ini::value(file, "testenv", "basepython").into_iter().next();
    if let Some(base) = base.filter(|line| line.text.starts_with("python")) {
        return Some(wish(base.text, pep440::version, base.at, "tox.ini"));
    }
    let lines =
        ["envlist", "env_list"].iter().map(|key| ini::value(file, "tox", key)).find(|lines| !lines.is_empty())?;
    let tested: Vec<String> = lines.iter().flat_map(|line| tested_versions(line.text)).collect();
    let at = lines.first()?.at;
    // What is tested is known to work; what is newer mostly does, and old lists are seldom kept up.
    let least = tested.iter().filter_map(|version| places(version)).min()?;
    let range = Some(format!(">={}", dotted(&least)));
    Some(VersionWish { range, ..wish(tested.join(", "), pep440::version, at, "tox.ini") })
}

/// The versions of Python that environments of tox name: `py39`, `py{310,311}-django4`, `3.12`.
fn tested_versions(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).filter(|word| !word.is_empty());
    let mut found = Vec::new();
    // What stands in braces behind `py` is digits alone.
    let mut inside = false;
    for word in words {
        let version = word.strip_prefix("py").unwrap_or(word);
        inside = word == "py" || (inside && version == word);
        let named = version != word || inside || version.contains('.');
        if let Some(version) =
            Some(version).filter(|_| named).and_then(minor).filter(|version| !found.contains(version))
        {
            found.push(version);
        }
    }
    found
}

/// `39` and `3.9` as `3.9`.
fn minor(version: &str) -> Option<String> {
    let (major, minor) = version.split_at_checked(1).filter(|(major, _)| ["2", "3"].contains(major))?;
    let minor = minor.strip_prefix('.').unwrap_or(minor);
    (!minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("{major}.{minor}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::{Era, testing::MemorySource};

    fn verdict(files: &[(&str, &str)]) -> Verdict {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("python");
        state(&repo, &Dependencies::read(&repo, Era::Today), &mut verdict);
        verdict
    }

    #[test]
    fn pins_go_before_what_a_package_accepts() {
        let files = [
            ("pyproject.toml", "[project]\nrequires-python = '>=3.9'\n"),
            (".python-version", "# why\n3.11.4\n3.10\n"),
            ("runtime.txt", "python-3.11.2"),
        ];
        let verdict = verdict(&files);
        assert_eq!(verdict.get("version"), Some("3.11.4"));
        assert_eq!(verdict.builder_version.as_deref(), Some("=3.11.4"));
        let codes: Vec<_> = verdict.warnings.iter().map(|w| w.code.as_str()).collect();
        assert_eq!(codes, ["python.version-contradiction"], "3.11.4 is not 3.11.2");
    }

    #[test]
    fn platforms_are_heard_before_what_a_package_accepts() {
        let project = ("pyproject.toml", "[project]\nrequires-python = '>=3.9'\n");
        for (file, text, range) in [
            (("buildpack.yml", "python:\n  version: ~3.11\n"), "~3.11", "=3.11"),
            (("buildpack.yml", "cpython:\n  version: 3.12.1\n"), "3.12.1", "=3.12.1"),
            ((".platform.app.yaml", "type: python:3.12\n"), "3.12", "=3.12"),
            ((".upsun/config.yaml", "applications:\n  app:\n    type: python:3.12\n"), "3.12", "=3.12"),
            (("apprunner.yaml", "runtime: python311\nrun:\n  runtime-version: 3.11.4\n"), "3.11.4", "=3.11.4"),
            (("devbox.json", r#"{"packages": ["nodejs@20", "python@3.11"]}"#), "3.11", "=3.11"),
            (("buildpack.yml", "nodejs:\n  version: 20\n"), ">=3.9", ">=3.9"),
        ] {
            let found = verdict(&[project, file]);
            assert_eq!((found.get("version"), found.builder_version.as_deref()), (Some(text), Some(range)), "{file:?}");
            assert!(found.warnings.is_empty());
        }
        let pinned = verdict(&[(".python-version", "3.13"), (".platform.app.yaml", "type: python:3.12\n")]);
        assert_eq!((pinned.get("version"), pinned.warnings.len()), (Some("3.13"), 1));
    }

    #[test]
    fn package_overrules_a_pin_that_it_does_not_accept() {
        let project = ("pyproject.toml", "[project]\nrequires-python = '>=3.9'\n");
        let old = verdict(&[project, ("mise.toml", "[tools]\npython = '3.7'\n")]);
        assert_eq!((old.get("version"), old.builder_version.as_deref()), (Some(">=3.9"), Some(">=3.9")));
        assert_eq!(old.warnings[0].code, "python.version-contradiction");
        let latest = verdict(&[project, ("mise.toml", "[tools]\npython = 'latest'\n")]);
        assert_eq!((latest.get("version"), latest.builder_version.as_deref()), (Some("latest"), Some(">=3.9")));
        assert!(latest.warnings.is_empty());
    }

    #[test]
    fn what_several_places_accept_is_what_they_have_in_common() {
        let both = "[project]\nrequires-python = '>=3.10'\n[tool.poetry.dependencies]\npython = '<3.14,>=3.9'\n";
        let found = verdict(&[("pyproject.toml", both)]);
        assert_eq!((found.get("version"), found.builder_version.as_deref()), (Some(">=3.10"), Some(">=3.10, <3.14")));
        assert!(found.evidence.iter().any(|point| point.code == "python.version-narrowed" && point.at.line == Some(4)));
    }

    #[test]
    fn every_place_is_read() {
        for (path, text, version, range) in [
            ("Pipfile", "[requires]\npython_version = '3.8'\npython_full_version = '3.8.1'", "3.8.1", "=3.8.1"),
            ("runtime.txt", "python-3.12.1\n", "3.12.1", "=3.12.1"),
            ("runtime.txt", "3.8\n", "3.8", "=3.8"),
            ("environment.yml", "dependencies:\n- python=3.10\n", "3.10", "=3.10"),
            ("pixi.toml", "[dependencies]\npython = '3.14.*'\n", "3.14.*", "=3.14"),
            ("pyproject.toml", "[tool.pixi.dependencies]\npython = '>=3.12,<3.13'\n", ">=3.12,<3.13", ">=3.12, <3.13"),
            ("pyproject.toml", "[tool.poetry.dependencies]\npython = '^3.10'\n", "^3.10", ">=3.10, <4"),
            ("pyproject.toml", "[tool.hatch.envs.default]\npython = '3.12'\n", "3.12", "=3.12"),
            ("setup.cfg", "[options]\npython_requires = >=3.7\n", ">=3.7", ">=3.7"),
            ("setup.py", "setup(python_requires='~=3.7')", "~=3.7", ">=3.7, <4"),
            (".tool-versions", "python 3.9.23\n", "3.9.23", "=3.9.23"),
            (".prototools", "python = \"3.12\"\n", "3.12", "=3.12"),
            (".python-version", "pypy3.10\n3.11\n", "3.11", "=3.11"),
            ("app.yaml", "runtime: python312\n", "3.12", "=3.12"),
            ("uv.lock", "version = 1\nrequires-python = \">=3.12\"\n", ">=3.12", ">=3.12"),
            ("Pipfile.lock", "{\n \"requires\": {\n  \"python_version\": \"3.9\"\n}}", "3.9", "=3.9"),
            ("tox.ini", "[testenv]\nbasepython = python3.11\n", "python3.11", "=3.11"),
            ("tox.ini", "[tox]\nenvlist = lint, py39, py{310,311}-dj4\n", "3.9, 3.10, 3.11", ">=3.9"),
            ("tox.ini", "[tox]\nenv_list =\n  3.13\n  py3.12\n  4.2\n", "3.13, 3.12", ">=3.12"),
        ] {
            let verdict = verdict(&[(path, text)]);
            assert_eq!(
                (verdict.get("version").unwrap_or_default(), verdict.builder_version.as_deref().unwrap_or_default()),
                (version, range),
                "{path} {text}"
            );
        }
        for (path, text) in [
            ("runtime.txt", "r-4.3.2-2024-01-10"),
            ("runtime.txt", "17"),
            ("app.yaml", "runtime: python\n"),
            ("app.yaml", "runtime: php82\n"),
            ("tox.ini", "[tox]\nenvlist = lint, docs\n"),
        ] {
            assert_eq!(verdict(&[(path, text)]).get("version"), None, "{path} {text}");
        }
        assert_eq!(verdict(&[(".python-version", "pypy3.9-7.3")]).warnings[0].code, "python.version-not-understood");
    }

    #[test]
    fn locks_and_tests_ask_only_where_nothing_else_does() {
        let lock = ("uv.lock", "version = 1\nrequires-python = \">=3.12\"\n");
        let found = verdict(&[lock, ("tox.ini", "[tox]\nenvlist = py38\n"), (".python-version", "3.11\n")]);
        assert_eq!((found.builder_version.as_deref(), found.warnings.len()), (Some("=3.11"), 0));
    }
}
