//! Where the compiler of TypeScript leaves what it makes of a source.

use crate::command::{Command, module};
use crate::entry::source_of;
use crate::package::Package;
use fieldmark_sdk::{File, Repo};

/// Scripts that start what was built.
const STARTING: [&str; 5] = ["start:prod", "start:production", "production", "prod", "serve"];

/// The file that is made of a source: as another script or `main` names it, else as `tsconfig.json` places it.
pub(crate) fn output(repo: &Repo, package: Package<'_>, source: File<'_>) -> Option<String> {
    let comes_of = |path: &str| {
        let absent = module(repo, path).is_none();
        absent && source_of(repo, path).is_some_and(|found| found.path() == source.path())
    };
    let scripts = STARTING.iter().filter_map(|name| Command::last(package.script(name)?.0)?.built_path());
    let main = package.text(&["main"]).map(|(main, _)| main);
    let named = scripts.chain(main).find(|path| comes_of(path));
    named.map(|path| path.trim_start_matches("./").to_owned()).or_else(|| placed(repo, source))
}

/// `outDir` and what is left of the path below the root directory of the sources.
fn placed(repo: &Repo, source: File<'_>) -> Option<String> {
    let settings = repo.file("tsconfig.json")?.json()?;
    let option = |name| settings.text(&["compilerOptions", name]).map(|(text, _)| clean(text));
    let out = option("outDir")??;
    let root = match option("rootDir") {
        Some(root) => root?,
        None => common_directory(repo),
    };
    let rest = if root.is_empty() { source.path() } else { source.path().strip_prefix(&*root)?.strip_prefix('/')? };
    let (stem, extension) = rest.rsplit_once('.')?;
    let extension = if extension == "mts" { "mjs" } else { "js" };
    Some(if out.is_empty() { format!("{stem}.{extension}") } else { format!("{out}/{stem}.{extension}") })
}

/// A path of the settings below the root, without outer slashes; `None` if it leads elsewhere.
fn clean(path: &str) -> Option<String> {
    let path = path.trim_start_matches("./").trim_end_matches('/');
    let inside = !path.starts_with(['/', '.', '$']) && !path.split('/').any(|part| part == "..");
    (inside || path == ".").then(|| path.trim_start_matches('.').to_owned())
}

/// Without `rootDir` it is the directory that all sources have in common.
fn common_directory(repo: &Repo) -> String {
    let sources = repo.with_extension(&["ts", "mts", "cts"]).filter(|file| !file.name().contains(".d."));
    let mut directories = sources.map(|file| file.directory());
    let Some(first) = directories.next() else { return String::new() };
    let mut common: Vec<&str> = first.split('/').filter(|part| !part.is_empty()).collect();
    for directory in directories {
        let same = common.iter().zip(directory.split('/')).take_while(|(one, other)| *one == other).count();
        common.truncate(same);
    }
    common.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn output_of(source: &str, package: &str, settings: &str) -> Option<String> {
        let files = [("package.json", package), ("tsconfig.json", settings), (source, ""), ("src/lib/a.ts", "")];
        let repo = MemorySource::new(files).into_repo();
        output(&repo, Package::find(&repo)?, repo.file(source)?)
    }

    #[test]
    fn compiler_places_files_by_its_settings() {
        for (source, package, settings, expected) in [
            (
                "src/index.ts",
                "{}",
                r#"{"compilerOptions": {"outDir": "./dist", "rootDir": "src/"}}"#,
                Some("dist/index.js"),
            ),
            ("src/index.ts", "{}", r#"{"compilerOptions": {"outDir": "dist"}} // all in src"#, Some("dist/index.js")),
            ("main.ts", "{}", r#"{"compilerOptions": {"outDir": "dist"}}"#, Some("dist/main.js")),
            (
                "src/index.ts",
                "{}",
                r#"{"compilerOptions": {"outDir": "out", "rootDir": "."}}"#,
                Some("out/src/index.js"),
            ),
            (
                "src/index.mts",
                "{}",
                r#"{"compilerOptions": {"outDir": "out", "rootDir": "src"}}"#,
                Some("out/index.mjs"),
            ),
            ("src/index.ts", "{}", r#"{"compilerOptions": {"outDir": "../dist"}}"#, None),
            ("src/index.ts", "{}", r#"{"compilerOptions": {"outDir": "/dist"}}"#, None),
            ("src/index.ts", "{}", "{}", None),
            ("src/index.ts", r#"{"main": "build/index.js"}"#, "{}", Some("build/index.js")),
            ("src/index.ts", r#"{"scripts": {"start:prod": "node ./dist/index"}}"#, "{}", Some("dist/index")),
            ("src/index.ts", r#"{"main": "build/other.js"}"#, "{}", None),
        ] {
            assert_eq!(output_of(source, package, settings).as_deref(), expected, "{package} {settings}");
        }
    }
}
