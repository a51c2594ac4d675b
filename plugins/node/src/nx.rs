//! Applications inside an Nx workspace, whose root builds them: what the build leaves to be run.

use crate::assemble;
use crate::entry::{code, quoted_module};
use crate::framework::Framework;
use crate::package::Package;
use crate::start::Known;
use fieldmark_sdk::{Era, File, Node, Place, Repo};

/// Executors that bundle an application for Node.js into one file named like its source.
const BUNDLERS: [&str; 9] = [
    "@nrwl/node:webpack",
    "@nrwl/node:build",
    "@nrwl/webpack:webpack",
    "@nx/webpack:webpack",
    "@nrwl/esbuild:esbuild",
    "@nx/esbuild:esbuild",
    "@nrwl/js:swc",
    "@nx/js:swc",
    "@nx/rspack:rspack",
];

/// Executors that compile file by file and keep the directories.
const COMPILERS: [&str; 4] = ["@nrwl/js:tsc", "@nx/js:tsc", "@nrwl/node:package", "@nrwl/js:node"];

/// Most project files that are looked into.
const MOST: usize = 32;

/// Packages of Nx itself.
const RUNNERS: [&str; 2] = ["nx", "@nrwl/cli"];

/// The file of the application that is meant: the one that is asked for, else `defaultProject` of `nx.json`, else the
/// only one. None where a script builds without Nx.
pub(crate) fn built(repo: &Repo, package: Package<'_>, era: Era, asked: Option<&str>) -> Option<(String, Place)> {
    application(repo, package, era, asked).map(|(_, output)| output)
}

fn application<'r>(
    repo: &'r Repo,
    package: Package<'_>,
    era: Era,
    asked: Option<&str>,
) -> Option<(File<'r>, (String, Place))> {
    let settings = repo.file("nx.json")?.json()?;
    match assemble::build(repo, package, era) {
        Some((_, text, _)) => text.contains("nx ").then_some(())?,
        None => can_build(repo, package, era).then_some(())?,
    }
    let name = asked.or_else(|| settings.text(&["defaultProject"]).map(|(name, _)| name));
    let files = repo.named(&["project.json"]).take(MOST);
    let mut applications = files.filter_map(|file| Some((file, output(file)?)));
    match name {
        Some(name) => applications.find(|(file, _)| called(*file) == name),
        None => applications.next().filter(|_| applications.next().is_none()),
    }
}

/// Whether an `assemble` of ours may run Nx: it is a dependency, and the builder builds in this mode.
fn can_build(repo: &Repo, package: Package<'_>, era: Era) -> bool {
    let mode = assemble::Mode::of(repo, era);
    mode.builds() && RUNNERS.iter().any(|name| package.dependency(name).is_some())
}

/// A project is called as it says, or like its directory.
fn called(file: File<'_>) -> &str {
    let said = file.json().and_then(|project| project.text(&["name"])).map(|(name, _)| name);
    said.unwrap_or_else(|| file.directory().rsplit('/').next().unwrap_or_default())
}

/// An application that a framework renders, which stands in a directory of the workspace and has no build of its own.
pub(crate) struct Rendered<'r> {
    /// Its directory.
    pub(crate) directory: &'r str,
    /// Where the build leaves what is served, if that is elsewhere.
    pub(crate) output: Option<&'r str>,
    /// Settings of the framework.
    pub(crate) at: Place,
    name: &'r str,
}

/// The only directory below the root with settings of the framework whose package the root holds.
pub(crate) fn rendered<'r>(
    repo: &'r Repo,
    package: Package<'_>,
    framework: &Framework,
    era: Era,
) -> Option<Rendered<'r>> {
    repo.file("nx.json")?;
    if repo.top().any(|file| framework.is_settings(file.name())) {
        return None;
    }
    match assemble::build(repo, package, era) {
        Some((_, text, _)) => text.contains("nx ").then_some(())?,
        None => can_build(repo, package, era).then_some(())?,
    }
    let mut found = repo.files().filter(|file| file.depth() > 0 && framework.is_settings(file.name()));
    let settings = found.next().filter(|_| found.next().is_none())?;
    let directory = settings.directory();
    let file = |name: &str| repo.file(&format!("{directory}/{name}"));
    let project = file("project.json");
    let name = project.or_else(|| file("package.json")).map_or(directory.rsplit('/').next()?, called);
    let output = project.and_then(|project| project.json()?.text(&["targets", "build", "options", "outputPath"]));
    Some(Rendered { directory, output: output.map(|(path, _)| path), at: settings.whole(), name })
}

/// A dependency for development that the settings of the application load: they are read again when it starts.
pub(crate) fn loaded_at_start<'r>(repo: &'r Repo, known: Known<'r>) -> Option<(&'r str, Place)> {
    let rendered = rendered(repo, known.package, known.framework?, known.era)?;
    let settings = repo.at(rendered.at)?;
    let mut loaded = code(settings).filter_map(|line| Some((package_of(quoted_module(line.text)?), line.at)));
    loaded.find(|(name, _)| known.package.dependency(name).is_some_and(|found| found.development))
}

/// `@nx/next/plugins` is a part of `@nx/next`.
fn package_of(module: &str) -> &str {
    let parts = if module.starts_with('@') { 2 } else { 1 };
    module.match_indices('/').nth(parts - 1).map_or(module, |(at, _)| &module[..at])
}

/// The project that is started and that no script of the root builds.
pub(crate) fn unbuilt<'r>(repo: &'r Repo, known: Known<'r>) -> Option<&'r str> {
    if assemble::build(repo, known.package, known.era).is_some() || known.package.script("start").is_some() {
        return None;
    }
    let rendered =
        known.framework.and_then(|framework| rendered(repo, known.package, framework, known.era)).map(|app| app.name);
    let name = rendered.or_else(|| application(repo, known.package, known.era, None).map(|(file, _)| called(file)))?;
    // It becomes a word of a script.
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@/_-.".contains(&byte)).then_some(name)
}

/// What the build of a project leaves.
fn output(file: File<'_>) -> Option<(String, Place)> {
    let project = file.json()?;
    project.text(&["projectType"]).filter(|(kind, _)| *kind == "application")?;
    let build = ["targets", "architect"].iter().find_map(|key| project.get(&[key, "build"]))?;
    let executor = ["executor", "builder"].iter().find_map(|key| build.get(&[key])?.text())?;
    let option = |name| build.get(&["options", name]).and_then(Node::text);
    // Bundles for browsers say so, or bring a page.
    if option("index").is_some() || option("target").is_some_and(|target| target != "node") {
        return None;
    }
    let directory = option("outputPath")?.trim_end_matches('/');
    let main = option("main")?;
    let source = if BUNDLERS.contains(&executor) {
        main.rsplit('/').next()?
    } else if COMPILERS.contains(&executor) {
        main.strip_prefix(file.directory())?.trim_start_matches('/')
    } else {
        return None;
    };
    let (stem, _) = source.rsplit_once('.')?;
    let at = build.get(&["options", "outputPath"]).map_or(file.whole(), |path| path.at);
    Some((format!("{directory}/{stem}.js"), at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn project(executor: &str, more: &str) -> String {
        format!(
            r#"{{"projectType": "application", "targets": {{"build": {{"executor": "{executor}", "options": {{"outputPath": "dist/apps/quay",
                "main": "apps/quay/src/main.ts"{more}}}}}}}}}"#
        )
    }

    fn found(nx: &str, script: &str, projects: &[(&str, &str)], asked: Option<&str>) -> Option<String> {
        let package = format!("{{\"scripts\": {{\"build\": {script:?}}}}}");
        let repo = MemorySource::new([&[("package.json", &*package), ("nx.json", nx)], projects].concat()).into_repo();
        built(&repo, Package::find(&repo)?, Era::Today, asked).map(|(path, _)| path)
    }

    #[test]
    fn executor_decides_where_the_file_lies() {
        for (executor, more, expected) in [
            ("@nx/webpack:webpack", r#", "target": "node""#, Some("dist/apps/quay/main.js")),
            ("@nrwl/node:webpack", "", Some("dist/apps/quay/main.js")),
            ("@nx/esbuild:esbuild", "", Some("dist/apps/quay/main.js")),
            ("@nx/js:tsc", "", Some("dist/apps/quay/src/main.js")),
            ("@nx/webpack:webpack", r#", "target": "web""#, None),
            ("@nrwl/webpack:webpack", r#", "index": "apps/quay/src/index.html""#, None),
            ("@nx/next:build", "", None),
        ] {
            let text = project(executor, more);
            assert_eq!(
                found("{}", "nx build", &[("apps/quay/project.json", &text)], None).as_deref(),
                expected,
                "{executor}"
            );
        }
    }

    #[test]
    fn one_of_several_has_to_be_named() {
        let (quay, pier) = (project("@nx/js:swc", ""), project("@nx/js:swc", "").replace("quay", "pier"));
        let both = [("apps/quay/project.json", &*quay), ("apps/pier/project.json", &*pier)];
        let path = |name: &str| Some(format!("dist/apps/{name}/main.js"));
        assert_eq!(found("{}", "nx build", &both, None), None);
        assert_eq!(found(r#"{"defaultProject": "pier"}"#, "nx build", &both, None), path("pier"));
        assert_eq!(found(r#"{"defaultProject": "pier"}"#, "nx build", &both, Some("quay")), path("quay"));
        assert_eq!(found("{}", "nx build", &both, Some("mole")), None);
        // Nothing builds it.
        assert_eq!(found("{}", "tsc", &both[..1], None), None);
    }

    #[test]
    fn workspace_without_scripts_is_built_by_nx_itself() {
        let project = project("@nx/esbuild:esbuild", "");
        let nx = r#"{"devDependencies": {"nx": "20"}}"#;
        for (package, environment, expected) in [
            (nx, "", Some("dist/apps/quay/main.js")),
            ("{}", "", None),
            (nx, "NODE_ENV=development\n", None),
            (r#"{"devDependencies": {"nx": "20"}, "scripts": {"build": "make"}}"#, "", None),
        ] {
            let files = [
                ("package.json", package),
                ("nx.json", "{}"),
                ("apps/quay/project.json", &*project),
                (".s2i/environment", environment),
            ];
            let repo = MemorySource::new(files).into_repo();
            let path = built(&repo, Package::find(&repo).unwrap(), Era::Today, None).map(|(path, _)| path);
            assert_eq!(path.as_deref(), expected, "{package} {environment}");
        }
    }
}
