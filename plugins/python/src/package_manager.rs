//! Which tool manages the dependencies.

use crate::{
    assemble::Installer,
    dependencies::{Source, conda_environment, pipfile, unread_requirements},
};
use fieldmark_sdk::{Document, File, Place, Repo, Verdict};

/// Lock files: whoever wrote one manages the dependencies. The first that is there counts.
const LOCKS: &[(&str, &str)] = &[
    ("uv.lock", "uv"),
    ("poetry.lock", "poetry"),
    ("pdm.lock", "pdm"),
    ("Pipfile.lock", "pipenv"),
    ("pixi.lock", "pixi"),
];

/// Tables of `pyproject.toml` that say who manages the project.
const TABLES: &[(&[&str], &str)] = &[
    (&["tool", "poetry"], "poetry"),
    (&["tool", "pdm"], "pdm"),
    (&["tool", "uv"], "uv"),
    (&["tool", "pixi"], "pixi"),
    (&["tool", "hatch", "envs"], "hatch"),
];

/// States the package manager.
pub(crate) fn state(repo: &Repo<'_>, verdict: &mut Verdict) {
    let locks: Vec<(File<'_>, &str)> =
        LOCKS.iter().filter_map(|(path, manager)| Some((repo.file(path)?, *manager))).collect();
    if let [(first, manager), others @ ..] = &locks[..] {
        for (other, another) in others {
            let note = format!(
                "{} and {} both lock dependencies; {manager} is taken, not {another}",
                first.name(),
                other.name()
            );
            verdict.warn("python.several-locks", other.whole(), note);
        }
    }
    let locked = locks.first().map(|(file, manager)| (*manager, file.whole()));
    if let Some((manager, at)) = switched_on(repo).or(locked).or_else(|| manifest(repo)) {
        verdict.attribute("package-manager", manager, at);
    }
}

/// The tool that the builder is told to use.
fn switched_on(repo: &Repo<'_>) -> Option<(&'static str, Place)> {
    let at = |name| crate::variables::Variables::new(repo).filled(name).map_or(Place::NONE, |variable| variable.at);
    match Installer::asked_for(repo) {
        Installer::Pipenv => Some(("pipenv", at("ENABLE_PIPENV"))),
        Installer::Micropipenv(Some(Source::PoetryLock)) => Some(("poetry", at("ENABLE_MICROPIPENV"))),
        // micropipenv stands in for pipenv.
        Installer::Micropipenv(_) => Some(("pipenv", at("ENABLE_MICROPIPENV"))),
        Installer::Pip | Installer::Refuses => None,
    }
}

fn manifest(repo: &Repo<'_>) -> Option<(&'static str, Place)> {
    let project = repo.file("pyproject.toml").and_then(|file| file.toml());
    let by_table = |names: &[&str]| project.and_then(|document| table(document, names));
    let whole = |file: Option<File<'_>>, manager| file.map(|file| (manager, file.whole()));
    whole(pipfile(repo), "pipenv")
        .or_else(|| whole(repo.file("pixi.toml"), "pixi"))
        .or_else(|| whole(conda_environment(repo), "conda"))
        .or_else(|| by_table(&["poetry", "pdm"]))
        .or_else(|| whole(repo.file("requirements.txt").or(unread_requirements(repo).first().copied()), "pip"))
        .or_else(|| by_table(&["uv", "pixi", "hatch"]))
        .or_else(|| whole(repo.first(&["setup.py", "setup.cfg", "pyproject.toml"]), "pip"))
        .or_else(|| Some(("pip", crate::version::from_runtime_line(repo)?.at)))
        .or_else(|| whole(repo.first(&["postBuild", "apt.txt"]), "pip"))
}

fn table(document: &Document, managers: &[&str]) -> Option<(&'static str, Place)> {
    let known = TABLES.iter().filter(|(_, manager)| managers.contains(manager));
    let mut found = known.filter_map(|(path, manager)| Some((*manager, document.entry(path)?.at)));
    found.next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn manager(files: &[(&str, &str)]) -> Option<String> {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("python");
        state(&repo, &mut verdict);
        verdict.get("package-manager").map(str::to_owned)
    }

    #[test]
    fn locks_go_before_manifests_and_the_builders_switch_before_both() {
        let requirements = ("requirements.txt", "");
        let uv = ("uv.lock", "");
        let poetry = ("pyproject.toml", "[tool.poetry]\nname = 'x'\n");
        assert_eq!(manager(&[requirements]).as_deref(), Some("pip"));
        assert_eq!(manager(&[requirements, poetry]).as_deref(), Some("poetry"));
        assert_eq!(manager(&[requirements, poetry, uv]).as_deref(), Some("uv"));
        assert_eq!(manager(&[requirements, uv, (".s2i/environment", "ENABLE_PIPENV=1")]).as_deref(), Some("pipenv"));
        assert_eq!(manager(&[requirements, ("environment.yaml", "")]).as_deref(), Some("conda"));
        assert_eq!(manager(&[("pyproject.toml", "[build-system]\nrequires=['hatchling']\n")]).as_deref(), Some("pip"));
        assert_eq!(manager(&[("pyproject.toml", "[tool.hatch.envs.x]\n")]).as_deref(), Some("hatch"));
        assert_eq!(manager(&[("main.py", "")]), None);
    }

    #[test]
    fn several_locks_are_reported() {
        let repo = MemorySource::new([("uv.lock", ""), ("poetry.lock", "")]).into_repo();
        let mut verdict = Verdict::new("python");
        state(&repo, &mut verdict);
        assert_eq!(verdict.warnings[0].code, "python.several-locks");
    }
}
