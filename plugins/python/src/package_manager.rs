//! Which tool manages the dependencies, in which version.
//!
//! Precedence, most binding first; the first that names a tool counts:
//!
//! 1. the builder's switches `ENABLE_PIPENV` and `ENABLE_MICROPIPENV`;
//! 2. lock files, in the order of the table; of several, the one of the tool that `pyproject.toml` names;
//! 3. a `Pipfile`, `pixi.toml`, conda's environment;
//! 4. tables of `pyproject.toml` that only one tool reads, and the tool's own build backend;
//! 5. pip, for requirements and whatever else describes a package; before it uv, pixi and hatch without requirements.
//!
//! Whatever names another tool is reported with both places, and so is a lock that the builder does not look at.

use crate::{
    assemble::Installer,
    dependencies::{Dependencies, Source, conda_environment, pipfile, unread_requirements},
    variables::Variables,
};
use fieldmark_sdk::{Document, Era, File, Place, Repo, Verdict, tool_versions::tool_version};

/// Lock files: whoever wrote one manages the dependencies.
const LOCKS: &[(&str, &str)] = &[
    ("uv.lock", "uv"),
    ("poetry.lock", "poetry"),
    ("pdm.lock", "pdm"),
    ("Pipfile.lock", "pipenv"),
    ("pixi.lock", "pixi"),
];

/// Tables of `pyproject.toml` by which a tool manages the project: no other reads them.
const TABLES: &[(&[&str], &str)] = &[
    (&["tool", "poetry"], "poetry"),
    (&["tool", "pdm"], "pdm"),
    (&["tool", "uv"], "uv"),
    (&["tool", "pixi"], "pixi"),
    (&["tool", "hatch", "envs"], "hatch"),
];

/// Beginnings of build backends whose tool is hardly ever another one.
const BACKENDS: &[(&str, &str)] =
    &[("poetry.", "poetry"), ("poetry_dynamic_versioning", "poetry"), ("pdm.", "pdm"), ("uv_build", "uv")];

/// Where a tool's own version is asked for in `pyproject.toml`.
const REQUIRED: &[(&str, &[&str])] = &[
    ("uv", &["tool", "uv", "required-version"]),
    ("poetry", &["tool", "poetry", "requires-poetry"]),
    ("pixi", &["tool", "pixi", "workspace", "requires-pixi"]),
];

/// Bytes of a lock that are read for the version that wrote it.
const HEAD: u32 = 256;

/// A tool, and what names it.
#[derive(Clone, Copy)]
struct Claim {
    manager: &'static str,
    at: Place,
    /// For people.
    by: &'static str,
}

/// States the package manager with its version, and what names another one.
pub(crate) fn state(repo: &Repo<'_>, verdict: &mut Verdict) {
    let project = repo.file("pyproject.toml").and_then(|file| file.toml());
    let locks = locks(repo, project);
    let declared = switched_on(repo);
    let Some(first) = declared.or(locks.first().copied()).or_else(|| manifest(repo, project)) else { return };
    verdict.attribute("package-manager", first.manager, first.at);
    if let Some((version, at)) = version(repo, project, first.manager) {
        verdict.attribute("package-manager-version", version, at);
    }
    if let [kept, others @ ..] = &locks[..] {
        for other in others {
            let note = format!(
                "{} and {} both lock dependencies; {} is taken, not {}",
                kept.by, other.by, kept.manager, other.manager
            );
            verdict.warn("python.several-locks", other.at, note);
        }
    }
    let locked = |manager| locks.iter().any(|lock| lock.manager == manager);
    for other in manifests(repo, project).into_iter().filter(|other| other.manager != first.manager) {
        // Two locks were told already, and a switch for pipenv is told with what it does.
        if locked(first.manager) && !locked(other.manager) {
            let note = format!(
                "{} is for {}, but {} for {}, which is taken",
                other.by, other.manager, first.by, first.manager
            );
            verdict.warn("python.package-manager-contradiction", other.at, note);
        }
    }
}

/// The lock files; one of the tool that the project names goes before the others.
fn locks(repo: &Repo<'_>, project: Option<&Document>) -> Vec<Claim> {
    let named = project.and_then(|document| table(document, &["poetry", "pdm", "uv", "pixi"]));
    let found = LOCKS.iter().filter_map(|(path, manager)| Some((repo.file(path)?, *path, *manager)));
    let mut found: Vec<Claim> = found.map(|(file, by, manager)| Claim { manager, at: file.whole(), by }).collect();
    let first = found.iter().position(|lock| named.is_some_and(|named| named.manager == lock.manager));
    if let Some(first) = first {
        found[..=first].rotate_right(1);
    }
    found
}

/// The tool that the builder is told to use.
fn switched_on(repo: &Repo<'_>) -> Option<Claim> {
    let switch = |by, manager| {
        let at = Variables::new(repo).filled(by).map_or(Place::NONE, |variable| variable.at);
        Some(Claim { manager, at, by })
    };
    match Installer::asked_for(repo) {
        Installer::Pipenv => switch("ENABLE_PIPENV", "pipenv"),
        Installer::Micropipenv(Some(Source::PoetryLock)) => switch("ENABLE_MICROPIPENV", "poetry"),
        // micropipenv stands in for pipenv.
        Installer::Micropipenv(_) => switch("ENABLE_MICROPIPENV", "pipenv"),
        Installer::Pip | Installer::Refuses => None,
    }
}

/// What manifests name, short of requirements, which every tool can write.
fn manifests(repo: &Repo<'_>, project: Option<&Document>) -> Vec<Claim> {
    let pipfile = pipfile(repo).map(|file| Claim { manager: "pipenv", at: file.whole(), by: "Pipfile" });
    let pixi = repo.file("pixi.toml").map(|file| Claim { manager: "pixi", at: file.whole(), by: "pixi.toml" });
    let named = project.and_then(|document| table(document, &["poetry", "pdm"]));
    pipfile.into_iter().chain(pixi).chain(named).collect()
}

fn manifest(repo: &Repo<'_>, project: Option<&Document>) -> Option<Claim> {
    let by_table = |names: &[&str]| project.and_then(|document| table(document, names));
    let by_backend = || project.and_then(backend);
    let whole = |file: Option<File<'_>>, manager| file.map(|file| Claim { manager, at: file.whole(), by: manager });
    // Without a place: a workspace around this root may know better.
    let by_default = Claim { manager: "pip", at: Place::NONE, by: "pip" };
    whole(pipfile(repo), "pipenv")
        .or_else(|| whole(repo.file("pixi.toml"), "pixi"))
        .or_else(|| whole(conda_environment(repo), "conda"))
        .or_else(|| by_table(&["poetry", "pdm"]))
        .or_else(|| whole(repo.file("requirements.txt").or(unread_requirements(repo).first().copied()), "pip"))
        .or_else(|| by_table(&["uv", "pixi", "hatch"]))
        .or_else(by_backend)
        .or_else(|| repo.first(&["setup.py", "setup.cfg", "pyproject.toml"]).map(|_| by_default))
        .or_else(|| Some(Claim { manager: "pip", at: crate::version::from_runtime_line(repo)?.at, by: "runtime.txt" }))
        .or_else(|| whole(repo.first(&["postBuild", "apt.txt"]), "pip"))
}

fn table(document: &Document, managers: &[&str]) -> Option<Claim> {
    let known = TABLES.iter().filter(|(_, manager)| managers.contains(manager));
    let mut found = known.filter_map(|(path, manager)| {
        let at = document.entry(path)?.at;
        Some(Claim { manager, at, by: "pyproject.toml" })
    });
    found.next()
}

fn backend(document: &Document) -> Option<Claim> {
    let (text, at) = document.text(&["build-system", "build-backend"])?;
    let (_, manager) = BACKENDS.iter().find(|(beginning, _)| text.starts_with(beginning))?;
    Some(Claim { manager, at, by: "the build backend" })
}

/// The version of the tool: as the project asks for it, as a version manager's file pins it, as the lock was written
/// with, or as the builder is told to pin it.
fn version<'r>(repo: &'r Repo<'_>, project: Option<&'r Document>, manager: &str) -> Option<(String, Place)> {
    let owned = |(text, at): (&str, Place)| (text.to_owned(), at);
    let asked = REQUIRED.iter().filter(|(name, _)| *name == manager).find_map(|(_, key)| project?.text(key));
    let pinned = || Variables::new(repo).filled("PIN_PIPENV_VERSION").filter(|_| manager == "pipenv");
    asked
        .or_else(|| pinned().map(|variable| (variable.value, variable.at)))
        .or_else(|| tool_version(repo, &[manager]))
        .map(owned)
        .or_else(|| poetry_of_lock(repo).filter(|_| manager == "poetry"))
}

/// `# This file is automatically @generated by Poetry 1.8.3 and should not be changed by hand.`
fn poetry_of_lock(repo: &Repo<'_>) -> Option<(String, Place)> {
    let file = repo.file("poetry.lock")?;
    let head = file.head(HEAD).ok()?;
    let head = String::from_utf8_lossy(&head);
    let version = head.lines().next()?.split_once("by Poetry ")?.1.split_whitespace().next()?;
    version.starts_with(|c: char| c.is_ascii_digit()).then(|| (version.to_owned(), file.line(1)))
}

/// Says so when the builder installs with pip beside what another tool has locked or lists: it looks at neither unless
/// it is switched on. Where it installs nothing at all, that is said instead.
pub(crate) fn warn_of_pip(repo: &Repo<'_>, dependencies: &Dependencies, era: Era, verdict: &mut Verdict) {
    if !dependencies.installs_any() || Installer::asked_for(repo) != Installer::Pip {
        return;
    }
    let requirements = repo.file("requirements.txt");
    let project = repo.file("pyproject.toml").and_then(|file| file.toml());
    let listed = || {
        let known = [("Pipfile", "pipenv"), ("environment.yml", "conda"), ("environment.yaml", "conda")];
        let mut there =
            known.iter().filter_map(|(by, manager)| Some(Claim { manager, at: repo.file(by)?.whole(), by }));
        requirements.and(there.next())
    };
    let unread = locks(repo, project).first().copied().or_else(listed).filter(|claim| claim.manager != "pixi");
    let Some(unread) = unread else { return };
    let from = if requirements.is_some() { "what requirements.txt lists" } else { "the package" };
    let remedy = match (unread.by, era) {
        ("Pipfile", Era::Today) => ": set ENABLE_PIPENV=1 in .s2i/environment",
        ("Pipfile.lock" | "poetry.lock", Era::Today) => ": set ENABLE_MICROPIPENV=1 in .s2i/environment",
        _ => "",
    };
    let note = format!("the builder installs {from} with pip, and does not look at {}{remedy}", unread.by);
    verdict.warn("python.builder-uses-pip", unread.at, note);
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn stated(files: &[(&str, &str)]) -> Verdict {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("python");
        state(&repo, &mut verdict);
        warn_of_pip(&repo, &Dependencies::read(&repo, Era::Today), Era::Today, &mut verdict);
        verdict
    }

    fn manager(files: &[(&str, &str)]) -> Option<String> {
        let verdict = stated(files);
        let version = verdict.get("package-manager-version").map_or(String::new(), |version| format!("@{version}"));
        verdict.get("package-manager").map(|manager| format!("{manager}{version}"))
    }

    fn findings(files: &[(&str, &str)]) -> Vec<String> {
        stated(files).warnings.into_iter().map(|warning| warning.note).collect()
    }

    const POETRY: (&str, &str) = ("pyproject.toml", "[tool.poetry]\nname = 'x'\n[tool.poetry.dependencies]\na = '1'\n");
    const REQUIREMENTS: (&str, &str) = ("requirements.txt", "a\n");

    #[test]
    fn locks_go_before_manifests_and_the_builders_switch_before_both() {
        let uv = ("uv.lock", "");
        assert_eq!(manager(&[REQUIREMENTS]).as_deref(), Some("pip"));
        assert_eq!(manager(&[REQUIREMENTS, POETRY]).as_deref(), Some("poetry"));
        assert_eq!(manager(&[REQUIREMENTS, POETRY, uv]).as_deref(), Some("uv"));
        assert_eq!(manager(&[POETRY, uv, ("poetry.lock", "")]).as_deref(), Some("poetry"), "the project names Poetry");
        assert_eq!(manager(&[REQUIREMENTS, uv, (".s2i/environment", "ENABLE_PIPENV=1")]).as_deref(), Some("pipenv"));
        assert_eq!(manager(&[REQUIREMENTS, ("environment.yaml", "")]).as_deref(), Some("conda"));
        for (project, expected) in [
            ("[build-system]\nrequires=['hatchling']\n", "pip"),
            ("[build-system]\nbuild-backend='poetry.core.masonry.api'\n", "poetry"),
            ("[build-system]\nbuild-backend='pdm.backend'\n", "pdm"),
            ("[build-system]\nbuild-backend='uv_build'\n", "uv"),
            ("[tool.hatch.envs.x]\n", "hatch"),
            ("[tool.uv]\nrequired-version = '>=0.5'\n", "uv@>=0.5"),
            ("[tool.poetry]\nrequires-poetry = '>=2.0'\n", "poetry@>=2.0"),
        ] {
            assert_eq!(manager(&[("pyproject.toml", project)]).as_deref(), Some(expected), "{project}");
        }
        assert_eq!(manager(&[("main.py", "")]), None);
    }

    #[test]
    fn version_of_the_tool_is_found() {
        let lock =
            ("poetry.lock", "# This file is automatically @generated by Poetry 1.8.3 and should not be changed\n");
        assert_eq!(manager(&[POETRY, lock]).as_deref(), Some("poetry@1.8.3"));
        assert_eq!(manager(&[POETRY, lock, (".tool-versions", "poetry 2.1.1\n")]).as_deref(), Some("poetry@2.1.1"));
        assert_eq!(manager(&[POETRY, ("poetry.lock", "# by Poetry and\n")]).as_deref(), Some("poetry"));
        let pinned = (".s2i/environment", "ENABLE_PIPENV=1\nPIN_PIPENV_VERSION=2024.0.1\n");
        assert_eq!(manager(&[("Pipfile", ""), pinned]).as_deref(), Some("pipenv@2024.0.1"));
    }

    #[test]
    fn whatever_names_another_tool_is_reported_with_both_places() {
        for (files, expected) in [
            (
                &[("uv.lock", ""), ("poetry.lock", "")][..],
                "uv.lock and poetry.lock both lock dependencies; uv is taken, not poetry",
            ),
            (&[POETRY, ("uv.lock", "")], "pyproject.toml is for poetry, but uv.lock for uv, which is taken"),
            (
                &[("Pipfile", ""), ("poetry.lock", "")],
                "Pipfile is for pipenv, but poetry.lock for poetry, which is taken",
            ),
        ] {
            assert_eq!(findings(files).first().map(String::as_str), Some(expected), "{files:?}");
        }
        for files in [
            &[POETRY, ("poetry.lock", ""), ("requirements.txt", "")][..],
            &[("pyproject.toml", "[project]\nname='x'\n[tool.uv]\n[tool.hatch.envs.x]\n"), ("uv.lock", "")],
            &[("Pipfile", ""), ("requirements.txt", "")],
        ] {
            let findings = findings(files);
            assert!(findings.iter().all(|note| note.starts_with("the builder installs")), "{findings:?}");
        }
    }

    #[test]
    fn lock_that_the_builder_does_not_look_at_is_reported() {
        let note = |files: &[(&str, &str)]| findings(files).pop().unwrap_or_default();
        let lock = ("poetry.lock", "");
        assert_eq!(
            note(&[REQUIREMENTS, POETRY, lock]),
            "the builder installs what requirements.txt lists with pip, and does not look at poetry.lock: set \
             ENABLE_MICROPIPENV=1 in .s2i/environment"
        );
        let project = ("pyproject.toml", "[project]\nname='x'\ndependencies=['a']\n");
        assert_eq!(
            note(&[project, ("uv.lock", "")]),
            "the builder installs the package with pip, and does not look at uv.lock"
        );
        assert_eq!(
            note(&[REQUIREMENTS, ("Pipfile", "[packages]\na='*'\n")]),
            "the builder installs what requirements.txt lists with pip, and does not look at Pipfile: set \
             ENABLE_PIPENV=1 in .s2i/environment"
        );
        assert_eq!(note(&[POETRY, lock, (".s2i/environment", "ENABLE_MICROPIPENV=1")]), "");
        assert_eq!(
            note(&[REQUIREMENTS, ("environment.yml", "dependencies:\n- numpy\n")]),
            "the builder installs what requirements.txt lists with pip, and does not look at environment.yml"
        );
        // Nothing of it is installed, which is another finding.
        assert_eq!(note(&[("Pipfile", "[packages]\na='*'\n"), ("Pipfile.lock", "{}")]), "");
        assert_eq!(note(&[project]), "");
    }
}
