//! Which version of Python is asked for.
//!
//! Several places may ask. What pins the interpreter a developer works with goes before what a package merely accepts:
//! `.python-version`, mise and asdf, `Pipfile`, `runtime.txt`, conda's environment and pixi, `requires-python` (or
//! Poetry's `python`) of `pyproject.toml`, `python_requires` of `setup.cfg` and `setup.py`. Pipenv goes before
//! `runtime.txt` because it refuses to install with another interpreter. Places that contradict the first one are
//! reported.

use crate::{
    dependencies::{Dependencies, Source, pipfile},
    ini, literal,
};
use fieldmark_sdk::{Place, Repo, Verdict, range, range::pep440, tool_versions::tool_version};

/// A version that is asked for.
struct Asked<'r> {
    text: &'r str,
    /// In the neutral form; `None` if it is not understood.
    range: Option<String>,
    at: Place,
    /// The place in words.
    by: &'static str,
}

/// States the version and what speaks against it.
pub(crate) fn state(repo: &Repo<'_>, dependencies: &Dependencies, verdict: &mut Verdict) {
    let all = asked(repo, dependencies);
    let Some(first) = all.first() else { return };
    verdict.attribute("version", first.text, first.at);
    if first.range.is_none() {
        let note = format!("the version `{}` that {} asks for is not understood", first.text, first.by);
        verdict.warn("python.version-not-understood", first.at, note);
    }
    for other in &all[1..] {
        if contradict(first, other) {
            let note = format!("{} asks for {}, but {} for {}", first.by, first.text, other.by, other.text);
            verdict.warn("python.version-contradiction", other.at, note);
        }
    }
    // `latest` leaves the choice to whoever says more.
    verdict.builder_version = all.iter().filter_map(|asked| asked.range.clone()).find(|range| !range.is_empty());
}

fn contradict(first: &Asked<'_>, other: &Asked<'_>) -> bool {
    let (Some(a), Some(b)) = (&first.range, &other.range) else { return false };
    let refuses = |range: &str, pin: &str| pinned(pin).is_some_and(|version| !range::accepts::accepts(range, &version));
    refuses(b, a) || (pinned(a).is_none() && refuses(a, b))
}

/// The version of a range that names exactly one.
fn pinned(range: &str) -> Option<Vec<u32>> {
    let version = range.strip_prefix('=')?;
    if version.contains([',', '|']) { None } else { range::places(version) }
}

fn asked<'r>(repo: &'r Repo<'_>, dependencies: &'r Dependencies) -> Vec<Asked<'r>> {
    let mut found = Vec::new();
    found.extend(version_file(repo));
    found.extend(tool_version(repo, &["python"]).map(|(text, at)| Asked {
        text,
        range: pep440::version(text),
        at,
        by: "the version manager's file",
    }));
    found.extend(from_pipfile(repo));
    found.extend(from_runtime(repo));
    found.extend(from_conda(dependencies));
    found.extend(from_pyproject(repo));
    found.extend(from_setup(repo));
    found
}

/// `.python-version` of pyenv and uv: the first line that is not a comment.
fn version_file<'r>(repo: &'r Repo<'_>) -> Option<Asked<'r>> {
    let line = repo.file(".python-version")?.lines().find(|line| !line.code().is_empty())?;
    let text = line.code();
    Some(Asked { text, range: pep440::version(text), at: line.at, by: ".python-version" })
}

fn from_pipfile<'r>(repo: &'r Repo<'_>) -> Option<Asked<'r>> {
    let document = pipfile(repo)?.toml()?;
    let keys = ["python_full_version", "python_version"];
    let (text, at) = keys.iter().find_map(|key| document.text(&["requires", key]))?;
    Some(Asked { text, range: pep440::version(text), at, by: "Pipfile" })
}

/// `runtime.txt` of Heroku and Binder. The file serves other languages too.
pub(crate) fn from_runtime_line<'r>(repo: &'r Repo<'_>) -> Option<fieldmark_sdk::Line<'r>> {
    let file = repo.first(&["binder/runtime.txt", ".binder/runtime.txt", "runtime.txt"])?;
    file.lines().find(|line| line.code().to_ascii_lowercase().starts_with("python"))
}

fn from_runtime<'r>(repo: &'r Repo<'_>) -> Option<Asked<'r>> {
    let line = from_runtime_line(repo)?;
    let text = line.code().split_once('-').map_or(line.code(), |(_, version)| version);
    Some(Asked { text, range: pep440::version(text), at: line.at, by: "runtime.txt" })
}

fn from_conda(dependencies: &Dependencies) -> Option<Asked<'_>> {
    let python = dependencies.all.iter().find(|d| d.source == Source::Conda && d.requirement.name == "python")?;
    let text = python.requirement.specifiers.as_str();
    let range = pep440::conda(text);
    // conda's own sign for "exactly" says nothing to people.
    let text = text.trim_start_matches('=').trim();
    (!text.is_empty()).then_some(Asked { text, range, at: python.at, by: "the conda environment" })
}

fn from_pyproject<'r>(repo: &'r Repo<'_>) -> Option<Asked<'r>> {
    let document = repo.file("pyproject.toml")?.toml()?;
    if let Some((text, at)) = document.text(&["project", "requires-python"]) {
        return Some(Asked { text, range: pep440::specifiers(text), at, by: "requires-python" });
    }
    let poetry = document.get(&["tool", "poetry", "dependencies", "python"])?;
    let version = poetry.get(&["version"]).unwrap_or(poetry);
    let text = version.text()?;
    Some(Asked { text, range: pep440::poetry(text), at: version.at, by: "pyproject.toml" })
}

fn from_setup<'r>(repo: &'r Repo<'_>) -> Option<Asked<'r>> {
    let in_cfg = repo.file("setup.cfg").and_then(|file| {
        let line = ini::value(file, "options", "python_requires").into_iter().next()?;
        Some((line.text, line.at))
    });
    let in_code = || literal::keyword(repo.file("setup.py")?, "python_requires");
    let (text, at) = in_cfg.or_else(in_code)?;
    Some(Asked { text, range: pep440::specifiers(text), at, by: "python_requires" })
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
    fn contradiction_is_reported_and_latest_leaves_the_choice() {
        let project = ("pyproject.toml", "[project]\nrequires-python = '>=3.9'\n");
        let old = verdict(&[project, ("mise.toml", "[tools]\npython = '3.7'\n")]);
        assert_eq!(old.warnings[0].code, "python.version-contradiction");
        let latest = verdict(&[project, ("mise.toml", "[tools]\npython = 'latest'\n")]);
        assert_eq!((latest.get("version"), latest.builder_version.as_deref()), (Some("latest"), Some(">=3.9")));
        assert!(latest.warnings.is_empty());
    }

    #[test]
    fn every_place_is_read() {
        for (path, text, version, range) in [
            ("Pipfile", "[requires]\npython_version = '3.8'\npython_full_version = '3.8.1'", "3.8.1", "=3.8.1"),
            ("runtime.txt", "python-3.12.1\n", "3.12.1", "=3.12.1"),
            ("environment.yml", "dependencies:\n- python=3.10\n", "3.10", "=3.10"),
            ("pixi.toml", "[dependencies]\npython = '3.14.*'\n", "3.14.*", "=3.14"),
            ("pyproject.toml", "[tool.poetry.dependencies]\npython = '^3.10'\n", "^3.10", ">=3.10, <4"),
            ("setup.cfg", "[options]\npython_requires = >=3.7\n", ">=3.7", ">=3.7"),
            ("setup.py", "setup(python_requires='~=3.7')", "~=3.7", ">=3.7, <4"),
            (".tool-versions", "python 3.9.23\n", "3.9.23", "=3.9.23"),
        ] {
            let verdict = verdict(&[(path, text)]);
            assert_eq!(
                (verdict.get("version"), verdict.builder_version.as_deref()),
                (Some(version), Some(range)),
                "{path}"
            );
        }
        assert_eq!(verdict(&[("runtime.txt", "r-4.3.2-2024-01-10")]).get("version"), None);
        assert_eq!(verdict(&[(".python-version", "pypy3.9-7.3")]).warnings[0].code, "python.version-not-understood");
    }
}
