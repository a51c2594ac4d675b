//! Pages for browsers without a server of their own: the builder would build them, and nothing would listen.

use crate::command::Command;
use crate::framework::Framework;
use crate::package::Package;
use crate::start::Start;
use fieldmark_sdk::{Repo, Verdict};

/// Where the builds of frameworks and bundlers leave the pages: package, directory.
const OUTPUTS: [(&str, &str); 21] = [
    ("react-scripts", "build"),
    ("@angular/core", "dist"),
    ("@vue/cli-service", "dist"),
    ("gatsby", "public"),
    ("@docusaurus/core", "build"),
    ("@11ty/eleventy", "_site"),
    ("vitepress", ".vitepress/dist"),
    ("vuepress", ".vuepress/dist"),
    ("gridsome", "dist"),
    ("hexo", "public"),
    ("next", "out"),
    ("nuxt", ".output/public"),
    ("@sveltejs/adapter-static", "build"),
    ("react-router", "build/client"),
    ("ember-cli", "dist"),
    ("@stencil/core", "www"),
    ("astro", "dist"),
    ("vite", "dist"),
    ("parcel", "dist"),
    ("rollup", "dist"),
    ("webpack", "dist"),
];

/// Says that nothing serves the pages, and what would. `role` is the root's.
pub(crate) fn state(
    repo: &Repo,
    package: Package<'_>,
    framework: Option<&Framework>,
    (role, start): (&str, Option<&Start>),
    verdict: &mut Verdict,
) {
    if !matches!(role, "frontend" | "site") || start.is_some_and(|start| serves(package, start)) {
        return;
    }
    let by_framework = framework.and_then(|framework| OUTPUTS.iter().find(|(name, _)| *name == framework.package));
    let by_tool = || OUTPUTS.iter().find(|(name, _)| package.dependency(name).is_some());
    let found = by_framework.or_else(by_tool);
    let at = found.and_then(|(name, _)| package.dependency(name)).map_or(package.file.whole(), |found| found.at);
    let built = package.script("build").is_some();
    let pages = match found {
        Some((name, directory)) if built => {
            verdict.attribute("published-directory", *directory, at);
            format!("{name} leaves pages in {directory}/")
        }
        Some((name, _)) => format!("{name} builds pages"),
        None if repo.file("index.html").is_some() => "these are pages".to_owned(),
        None => "this builds pages".to_owned(),
    };
    let note = format!(
        "{pages} and no server: with the Node.js builder nothing listens; let nginx or httpd (image streams of these \
         names) serve what the build leaves, or add a server such as `serve` to the dependencies"
    );
    verdict.warn("node.no-server", at, note);
}

/// Whether a start serves pages for good.
fn serves(package: Package<'_>, start: &Start) -> bool {
    if start.origin != "builder-default" {
        return true;
    }
    let script = start.command.strip_prefix("npm run ").and_then(|name| package.script(name));
    let command = script.and_then(|(text, _)| Command::last(text)).map(|command| command.resolved(package));
    command.is_none_or(|command| !command.is_for_development())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework;
    use fieldmark_sdk::Place;
    use fieldmark_sdk::testing::MemorySource;

    fn stated(package: &str, role: &str, start: Option<&str>) -> (Option<String>, usize) {
        let repo = MemorySource::new([("package.json", package)]).into_repo();
        let package = Package::find(&repo).unwrap();
        let framework = framework::find(package).map(|(framework, _)| framework);
        let start = start.map(|command| Start::plain(command, "builder-default", Place::NONE, ""));
        let mut verdict = Verdict::new("node");
        state(&repo, package, framework, (role, start.as_ref()), &mut verdict);
        (verdict.get("published-directory").map(str::to_owned), verdict.warnings.len())
    }

    #[test]
    fn pages_without_a_server_are_told_with_their_directory() {
        let vite = r#"{"scripts": {"start": "vite", "preview": "vite preview", "build": "vite build"}, "devDependencies": {"react": "19", "vite": "6"}}"#;
        let some = |directory: &str| Some(directory.to_owned());
        assert_eq!(stated(vite, "frontend", None), (some("dist"), 1));
        assert_eq!(stated(vite, "frontend", Some("npm run start")), (some("dist"), 1));
        assert_eq!(stated(vite, "frontend", Some("npm run preview")), (None, 0));
        assert_eq!(stated(vite, "server", None), (None, 0));
        let cra =
            r#"{"scripts": {"build": "react-scripts build"}, "dependencies": {"react": "18", "react-scripts": "5"}}"#;
        assert_eq!(stated(cra, "frontend", None), (some("build"), 1));
        assert_eq!(stated(r#"{"dependencies": {"jquery": "3"}}"#, "frontend", None), (None, 1));
    }
}
