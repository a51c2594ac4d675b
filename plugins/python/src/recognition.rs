//! Whether this root is Python, and how surely: the points that do not depend on how it starts.

use crate::{dependencies, sources, version};
use fieldmark_sdk::{File, Place, Repo, Verdict, points};

/// Tables of `pyproject.toml` that describe a project; a file without them only holds settings of tools.
const PROJECT_TABLES: &[&[&str]] =
    &[&["project"], &["build-system"], &["tool", "poetry"], &["tool", "uv"], &["tool", "pdm"], &["tool", "pixi"]];

/// Files by which applications begin.
const ENTRY_POINTS: &[&str] = &[
    "manage.py",
    "app.py",
    "main.py",
    "wsgi.py",
    "asgi.py",
    "server.py",
    "application.py",
    "run.py",
    "bot.py",
    "__main__.py",
    "streamlit_app.py",
    "index.py",
];

/// Locks and version files, which nothing else uses.
const COMPANIONS: &[&str] = &[
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "Pipfile.lock",
    ".python-version",
    "runtime.txt",
    "gunicorn.conf.py",
    "pixi.lock",
];

/// From which share on Python is what the repository is written in, without a manifest to say so.
const MAIN_LANGUAGE: u32 = 60;

/// Most notebooks that are looked into.
const MAX_NOTEBOOKS: usize = 10;

/// Extensions of sources; notebooks count.
const EXTENSIONS: &[&str] = &["py", "ipynb"];

/// What was recognised.
pub(crate) struct Recognised {
    /// A manifest stands here.
    pub(crate) manifest: Option<Place>,
    /// The manifest describes a package.
    pub(crate) package: bool,
    /// Share of Python among the sources, in percent; 0 when all of it belongs to roots below this one.
    pub(crate) share: u32,
    /// A program by its name stands in the root.
    pub(crate) entry_point: bool,
}

impl Recognised {
    /// Whether it is worth asking how the root starts.
    pub(crate) const fn may_start(&self) -> bool {
        self.manifest.is_some() || self.share >= MAIN_LANGUAGE
    }
}

/// Adds the points.
pub(crate) fn score(repo: &Repo<'_>, verdict: &mut Verdict) -> Recognised {
    let own: Vec<File<'_>> = sources::all(repo).into_iter().filter(|file| !sources::is_about(*file)).collect();
    let share = if own.is_empty() { 0 } else { repo.share(EXTENSIONS) };
    let manifests = manifests(repo);
    if let Some(file) = manifests.first() {
        let note = format!("{} describes what is needed", file.name());
        verdict.point(points::MANIFEST, "python.manifest", file.whole(), note);
        for other in &manifests[1..] {
            verdict.point(0, "python.manifest", other.whole(), format!("{} is there too", other.path()));
        }
    }
    let companion = repo.first(COMPANIONS).filter(|file| file.name() != "runtime.txt");
    let runtime = version::from_runtime_line(repo);
    match (companion, runtime) {
        (Some(file), _) => {
            verdict.point(
                points::COMPANION,
                "python.companion",
                file.whole(),
                format!("{} is Python's own", file.name()),
            );
        }
        (None, Some(line)) if manifests.is_empty() => {
            verdict.point(points::ENTRY_POINT, "python.runtime", line.at, "runtime.txt asks for Python");
        }
        (None, Some(line)) => {
            verdict.point(points::COMPANION, "python.runtime", line.at, "runtime.txt asks for Python")
        }
        (None, None) => binder(repo, manifests.is_empty(), verdict),
    }
    let manifest = manifests.first().map(File::whole).or(runtime.map(|line| line.at));
    let entry_point = sources(repo, &own, share, manifest.is_some(), verdict);
    let package = manifests.iter().any(|file| ["setup.py", "setup.cfg", "pyproject.toml"].contains(&file.name()));
    Recognised { manifest, package, share, entry_point }
}

/// Files that only Binder reads. Without anything else it sets up Python.
fn binder(repo: &Repo<'_>, alone: bool, verdict: &mut Verdict) {
    let paths = ["postBuild", "apt.txt", "binder/postBuild", "binder/apt.txt", ".binder/postBuild", ".binder/apt.txt"];
    if let Some(file) = repo.first(&paths).filter(|_| alone) {
        let note = format!("{} is for Binder, whose default is Python", file.path());
        verdict.point(points::COMPANION, "python.binder", file.whole(), note);
    }
}

/// Points of the sources themselves. A script in a repository of something else is no entry point.
fn sources(repo: &Repo<'_>, own: &[File<'_>], share: u32, manifest: bool, verdict: &mut Verdict) -> bool {
    let entry_point = repo.first(ENTRY_POINTS).filter(|_| manifest || share >= MAIN_LANGUAGE);
    if let Some(file) = entry_point {
        let note = format!("{} is where applications begin", file.name());
        verdict.point(points::ENTRY_POINT, "python.entry-point", file.whole(), note);
    }
    let in_place =
        |file: &&File<'_>| (file.depth() == 1 || file.path().starts_with("src/")) && !sources::is_aside(**file);
    let first = own.iter().find(|file| file.depth() == 0).or_else(|| own.iter().find(in_place));
    if let Some(file) = first.filter(|file| speaks_python(**file)) {
        let notebook = file.extension() == Some("ipynb");
        let (code, note) = if notebook {
            ("python.notebook", "there are notebooks")
        } else {
            ("python.sources", "there are Python sources")
        };
        let points = if notebook { points::ENTRY_POINT } else { points::SOURCES };
        verdict.point(points, code, file.whole(), note);
    }
    if share > 0 && own.iter().take(MAX_NOTEBOOKS).any(|file| speaks_python(*file)) {
        let note = format!("{share} % of the source files are Python");
        verdict.point(points::share(share), "python.share", Place::NONE, note);
    }
    entry_point.is_some()
}

/// Whether a notebook's kernel is Python's. What is too large to be read is taken for Python, which most are.
fn speaks_python(file: File<'_>) -> bool {
    const OTHERS: &[&str] =
        &["\"language\": \"R\"", "\"language\": \"julia\"", "\"language\":\"R\"", "\"name\": \"ir\""];
    let small = file.size().is_ok_and(|size| size < 1 << 20);
    if file.extension() != Some("ipynb") || !small {
        return true;
    }
    !OTHERS.iter().any(|other| file.line_with(other).is_some())
}

/// The manifests of this root, the plainest first.
fn manifests<'r>(repo: &'r Repo<'_>) -> Vec<File<'r>> {
    let mut found: Vec<File<'r>> = ["requirements.txt", "Pipfile", "setup.py", "pixi.toml"]
        .iter()
        .filter_map(|path| repo.file(path))
        .chain(repo.file("pyproject.toml").filter(describes_project))
        .chain(repo.file("setup.cfg").filter(|file| file.line_with("[metadata]").is_some()))
        .chain(dependencies::conda_environment(repo).filter(|file| file.line_with("dependencies").is_some()))
        .collect();
    if found.is_empty() {
        found.extend(repo.first(&["binder/Pipfile", ".binder/Pipfile"]));
        found.extend(dependencies::unread_requirements(repo).first());
    }
    found
}

fn describes_project(file: &File<'_>) -> bool {
    // What cannot be parsed may well describe one.
    file.toml().is_none_or(|document| PROJECT_TABLES.iter().any(|table| document.get(table).is_some()))
}
