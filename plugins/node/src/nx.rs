//! Applications inside an Nx workspace without manifests of their own: what the build leaves for Node.js to run.

use crate::assemble;
use crate::package::Package;
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

/// The file of the application that is meant: the one that is asked for, else `defaultProject` of `nx.json`, else the
/// only one. None where no script builds with Nx.
pub(crate) fn built(repo: &Repo, package: Package<'_>, era: Era, asked: Option<&str>) -> Option<(String, Place)> {
    let settings = repo.file("nx.json")?.json()?;
    assemble::build(repo, package, era).filter(|(_, text, _)| text.contains("nx "))?;
    let name = asked.or_else(|| settings.text(&["defaultProject"]).map(|(name, _)| name));
    let files = repo.named(&["project.json"]).take(MOST);
    let mut applications = files.filter_map(|file| Some((file, output(file)?)));
    match name {
        Some(name) => applications.find(|(file, _)| is_called(*file, name)).map(|(_, output)| output),
        None => applications.next().filter(|_| applications.next().is_none()).map(|(_, output)| output),
    }
}

/// A project is called as it says, or like its directory.
fn is_called(file: File<'_>, name: &str) -> bool {
    let said = file.json().and_then(|project| project.text(&["name"])).map(|(name, _)| name);
    said.unwrap_or_else(|| file.directory().rsplit('/').next().unwrap_or_default()) == name
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
}
