//! The Python sources that belong to this root.

use fieldmark_sdk::{File, Repo};

/// Directories whose sources do not make up the application.
const ASIDE: &[&str] = &[
    "test",
    "tests",
    "testing",
    "doc",
    "docs",
    "examples",
    "example",
    "migrations",
    "benchmarks",
    "scripts",
    "tools",
    "notebooks",
    "venv",
    ".venv",
    "env",
    "site-packages",
    "_vendor",
    "node_modules",
    ".github",
];

/// Directories whose sources are about something else: they do not make a repository a Python one.
const ABOUT: &[&str] = &["test", "tests", "testing", "doc", "docs", ".github", "ci", ".ci", ".circleci"];

/// Files of the root that serve tools.
const TOOL_FILES: &[&str] = &[
    "setup.py",
    "conftest.py",
    "noxfile.py",
    "tasks.py",
    "fabfile.py",
    "versioneer.py",
    "conf.py",
    "conanfile.py",
    "pelicanconf.py",
    "publishconf.py",
];

/// Files that make a directory a root of its own, which is judged by itself.
const MARKERS: &[&str] = &[
    "requirements.txt",
    "pyproject.toml",
    "Pipfile",
    "Pipfile.lock",
    "setup.py",
    "poetry.lock",
    "uv.lock",
    "pdm.lock",
    "environment.yml",
    "environment.yaml",
    "pixi.toml",
];

/// Directories that Binder reads its settings from: they belong to the root above.
pub(crate) const BINDER: [&str; 2] = ["binder", ".binder"];

/// Whether a directory belongs to a root below this one; the roots are sorted.
fn in_a_root_of_its_own(roots: &[&str], directory: &str) -> bool {
    let mut above = std::iter::successors(Some(directory), |below| below.rsplit_once('/').map(|(above, _)| above));
    above.any(|directory| roots.binary_search(&directory).is_ok())
}

/// All Python files of this root, roots below it left out, sorted by path.
pub(crate) fn all<'r>(repo: &'r Repo<'_>) -> Vec<File<'r>> {
    let below = |file: &File<'r>| file.depth() > 0 && !BINDER.contains(&file.directory());
    let mut roots: Vec<&str> = repo.named(MARKERS).filter(below).map(|file| file.directory()).collect();
    roots.sort_unstable();
    let mut files = Vec::new();
    // Files of one directory follow each other.
    let mut last = ("", false);
    for file in repo.with_extension(&["py", "ipynb"]) {
        let directory = file.directory();
        if last.0 != directory {
            last = (directory, in_a_root_of_its_own(&roots, directory));
        }
        if !last.1 {
            files.push(file);
        }
    }
    files
}

/// The Python files that may hold the application, the most likely ones first: near the root, and called as
/// applications are.
pub(crate) fn of_the_application<'r>(repo: &'r Repo<'_>) -> Vec<File<'r>> {
    let mut files: Vec<File<'r>> = all(repo);
    files.retain(|file| {
        let test = file.name().starts_with("test_") || file.stem().ends_with("_test") || file.name() == "tests.py";
        file.extension() == Some("py") && !test && !is_aside(*file) && !TOOL_FILES.contains(&file.name())
    });
    sort(&mut files, |file| (depth(file), rank(file.stem())));
    files
}

/// Sorts by a rank, and by path where that is the same. There may be thousands of files: each is ranked once.
pub(crate) fn sort<'r>(files: &mut [File<'r>], rank: fn(File<'r>) -> (usize, usize)) {
    files.sort_by_cached_key(|file| (rank(*file), file.path()));
}

/// Whether a file stands in a directory that serves the application and is not it.
pub(crate) fn is_aside(file: File<'_>) -> bool {
    file.directory().split('/').any(|part| ASIDE.contains(&part))
}

/// Whether a file tests or documents, and so says nothing of what it is about.
pub(crate) fn is_about(file: File<'_>) -> bool {
    file.directory().split('/').any(|part| ABOUT.contains(&part))
}

/// Directories whose Python files belong to documentation.
const OF_PAGES: &[&str] = &["source", "hooks", "_ext", "_extensions", "plugins", "listings"];

/// Files that tell a generator of pages what to do.
const OF_GENERATORS: &[&str] = &["hooks.py", "macros.py"];

/// Whether no source here is more than the settings of a tool, in whatever language.
pub(crate) fn only_settings(repo: &Repo<'_>) -> bool {
    let is_settings = |file: &File<'_>| {
        let of_tools = TOOL_FILES.contains(&file.name()) || OF_GENERATORS.contains(&file.name());
        of_tools || is_about(*file) || file.directory().split('/').any(|part| OF_PAGES.contains(&part))
    };
    all(repo).iter().all(is_settings) && !has_other_languages(repo)
}

/// Whether there are sources in other languages.
pub(crate) fn has_other_languages(repo: &Repo<'_>) -> bool {
    const LANGUAGES: &[&str] = &[
        "js", "ts", "jsx", "tsx", "mjs", "vue", "svelte", "java", "kt", "scala", "groovy", "clj", "go", "rs", "rb",
        "php", "cs", "fs", "vb", "pl", "pm", "c", "cc", "cpp", "h", "hpp", "swift", "dart", "ex", "exs", "hs", "r",
        "jl",
    ];
    repo.count(LANGUAGES) > 0
}

/// How deep a file stands, `src/` not counted, and a package's own file counted to the directory above.
fn depth(file: File<'_>) -> usize {
    let path = file.path().strip_prefix("src/").unwrap_or(file.path());
    path.matches('/').count() - usize::from(file.stem() == "__init__" && path.contains('/'))
}

/// Names of files that hold applications, the most telling first.
const NAMES: &[&str] =
    &["app", "main", "wsgi", "asgi", "server", "application", "run", "api", "web", "index", "__init__", "__main__"];

fn rank(stem: &str) -> usize {
    NAMES.iter().position(|name| *name == stem).unwrap_or(NAMES.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn likely_files_come_first_and_other_roots_are_left_out() {
        let repo = MemorySource::new([
            ("zeta.py", ""),
            ("main.py", ""),
            ("setup.py", ""),
            ("test_main.py", ""),
            ("src/shop/__init__.py", ""),
            ("src/shop/deep/server.py", ""),
            ("tests/app.py", ""),
            ("worker/requirements.txt", ""),
            ("worker/app.py", ""),
            ("worker/lib/x.py", ""),
            ("workers.py", ""),
        ])
        .into_repo();
        let paths: Vec<_> = of_the_application(&repo).iter().map(|file| file.path()).collect();
        assert_eq!(paths, ["main.py", "src/shop/__init__.py", "workers.py", "zeta.py", "src/shop/deep/server.py"]);
    }
}
