//! Pages for browsers without a server of their own: the builder would build them, and nothing would listen.

use crate::assemble;
use crate::command::Command;
use crate::framework::Framework;
use crate::output::Output;
use crate::package::Package;
use crate::start::Start;
use fieldmark_sdk::{Repo, Verdict};

/// States where the build leaves the pages, and says that nothing serves them, and what would. `role` is the root's.
pub(crate) fn state(
    repo: &Repo,
    package: Package<'_>,
    framework: Option<&Framework>,
    (role, start): (&str, Option<&Start>),
    verdict: &mut Verdict,
) {
    if !matches!(role, "frontend" | "site") {
        return;
    }
    let build = assemble::build_name(repo);
    let output = package.script(build).and_then(|_| Output::find(repo, package, framework, build));
    if let Some(output) = &output {
        verdict.attribute("output", output.directory.as_str(), output.at);
    }
    if start.is_some_and(|start| serves(package, start)) {
        return;
    }
    let name = framework.map_or("this", |framework| framework.slug);
    let pages = match &output {
        Some(output) => format!("the build leaves pages in {}/", output.directory),
        None if framework.is_none() && repo.file("index.html").is_some() => "these are pages".to_owned(),
        None => format!("{name} builds pages"),
    };
    let note = format!(
        "{pages} and no server: with the Node.js builder nothing listens; let nginx or httpd (image streams of these \
         names) serve what the build leaves, or add a server such as `serve` to the dependencies"
    );
    verdict.warn("node.no-server", output.map_or(package.file.whole(), |output| output.at), note);
}

/// Whether a start serves pages for good.
fn serves(package: Package<'_>, start: &Start) -> bool {
    let script = start.script_name().and_then(|name| package.script(name));
    let command = script.and_then(|(text, _)| Command::last(text)).map(|command| command.resolved(package));
    // What is no script is a server of the builder's or ours.
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
        let framework = framework::find(&repo, package).map(|found| found.framework);
        let start = start.map(|command| Start::plain(command, "builder-default", Place::NONE, ""));
        let mut verdict = Verdict::new("node");
        state(&repo, package, framework, (role, start.as_ref()), &mut verdict);
        (verdict.get("output").map(str::to_owned), verdict.warnings.len())
    }

    #[test]
    fn pages_without_a_server_are_told_with_their_directory() {
        let vite = r#"{"scripts": {"start": "vite", "preview": "vite preview", "build": "vite build"}, "devDependencies": {"react": "19", "vite": "6"}}"#;
        let some = |directory: &str| Some(directory.to_owned());
        assert_eq!(stated(vite, "frontend", None), (some("dist"), 1));
        assert_eq!(stated(vite, "frontend", Some("npm run start")), (some("dist"), 1));
        assert_eq!(stated(vite, "frontend", Some("npm run preview")), (some("dist"), 0));
        assert_eq!(stated(vite, "server", None), (None, 0));
        let cra =
            r#"{"scripts": {"build": "react-scripts build"}, "dependencies": {"react": "18", "react-scripts": "5"}}"#;
        assert_eq!(stated(cra, "frontend", None), (some("build"), 1));
        assert_eq!(stated(r#"{"dependencies": {"jquery": "3"}}"#, "frontend", None), (None, 1));
    }
}
