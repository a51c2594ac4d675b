//! How the application starts: what the builder's `run` does by itself, and a script where that would fail.
//!
//! The builder runs `npm run $NPM_RUN` (`start` unless set). npm itself runs `node server.js` when there is no start
//! script but that file. `DEV_MODE`, `INIT_WRAPPER` and `NODE_CMD` of `.s2i/environment` change it, with the builder's
//! own quirk: `NODE_CMD` counts only when `INIT_WRAPPER` is the literal `true` or `false`.

use crate::command::Command;
use crate::entry::Entry;
use crate::framework::Framework;
use crate::override_script;
use crate::package::Package;
use fieldmark_sdk::{Era, Place, Repo, Verdict, environment, procfile};

/// What is known of the root.
#[derive(Clone, Copy)]
pub(crate) struct Known<'r> {
    /// The manifest.
    pub(crate) package: Package<'r>,
    /// Its framework.
    pub(crate) framework: Option<&'static Framework>,
    /// The file in which it begins, start scripts apart.
    pub(crate) entry: Option<Entry<'r>>,
    /// The builder's generation.
    pub(crate) era: Era,
    /// Whether there is anything to start: not for libraries, sites and tooling.
    pub(crate) startable: bool,
}

/// A way to start.
pub(crate) struct Start {
    /// What is run.
    pub(crate) command: String,
    /// Who says so.
    pub(crate) origin: &'static str,
    /// Where it stands.
    pub(crate) at: Place,
    /// In words.
    pub(crate) note: String,
    /// Body and reason of a script that replaces the builder's `run`.
    pub(crate) script: Option<(String, &'static str)>,
    /// The port that the script sets.
    pub(crate) port: Option<u16>,
}

impl Start {
    /// A start that needs no script of ours.
    pub(crate) fn plain(command: impl Into<String>, origin: &'static str, at: Place, note: impl Into<String>) -> Self {
        Self { command: command.into(), origin, at, note: note.into(), script: None, port: None }
    }

    /// How the root starts with the builder of Node.js.
    pub(crate) fn find(repo: &Repo, known: Known<'_>, verdict: &mut Verdict) -> Option<Self> {
        by_environment(repo, known, verdict)
            .or_else(|| by_npm(repo, known, verdict))
            .or_else(|| override_script::find(repo, known).filter(|_| known.startable))
    }
}

/// The variables that make the builder run something else.
fn by_environment(repo: &Repo, known: Known<'_>, verdict: &mut Verdict) -> Option<Start> {
    let variable = |name| environment::variable(repo, name).filter(|variable| !variable.value.is_empty());
    if let Some(mode) = variable("DEV_MODE").filter(|mode| mode.value == "true") {
        let note = "DEV_MODE makes the builder run nodemon, which is meant for development";
        verdict.warn("node.development-mode", mode.at, note);
        return Some(Start::plain("nodemon", "builder-default", mode.at, note));
    }
    if known.era == Era::OpenShift35 {
        return None;
    }
    let wrapper = variable("INIT_WRAPPER").map(|wrapper| wrapper.value);
    match (variable("NODE_CMD"), wrapper) {
        (Some(command), Some("true" | "false")) => {
            Some(Start::plain(command.value, "builder-default", command.at, "the builder runs what NODE_CMD says"))
        }
        (Some(command), _) => {
            let note = "the builder looks at NODE_CMD only when INIT_WRAPPER is `true` or `false`";
            verdict.warn("node.node-cmd-ignored", command.at, note);
            None
        }
        (None, Some("true")) => {
            // The wrapper starts what the script says, without npm; failing that the directory itself.
            let start = known.package.script("start").unwrap_or(("node .", known.package.file.whole()));
            Some(Start::plain(start.0, "builder-default", start.1, "INIT_WRAPPER runs the start script without npm"))
        }
        _ => None,
    }
}

/// What `npm run` finds.
fn by_npm(repo: &Repo, known: Known<'_>, verdict: &mut Verdict) -> Option<Start> {
    let asked = environment::variable(repo, "NPM_RUN").filter(|variable| !variable.value.is_empty());
    let name = asked.map_or("start", |variable| variable.value);
    if let Some((script, at)) = known.package.script(name) {
        warn_of_development(repo, known, script, at, verdict);
        if let Some((command, at)) = procfile::process(repo, "web").filter(|(command, _)| *command != script) {
            let note = format!("the Procfile says `{command}`, but the builder runs the script `{name}`");
            verdict.point(0, "node.procfile-not-used", at, note);
        }
        return Some(Start::plain(
            format!("npm run {name}"),
            "builder-default",
            at,
            format!("`npm run {name}` runs `{script}`"),
        ));
    }
    if let Some(asked) = asked.filter(|asked| asked.value != "start") {
        let note = format!("NPM_RUN asks for the script `{name}`, which package.json has not");
        verdict.warn("node.npm-run-without-script", asked.at, note);
        return None;
    }
    let server = repo.file("server.js").filter(|_| known.package.readable())?;
    Some(Start::plain("npm run start", "builder-default", server.whole(), "without a start script npm runs server.js"))
}

/// A start script that is for development only, or that needs what today's builder takes away before the start.
fn warn_of_development(repo: &Repo, known: Known<'_>, script: &str, at: Place, verdict: &mut Verdict) {
    let Some(command) = Command::last(script).map(|command| command.resolved(known.package)) else { return };
    if command.is_for_development() {
        let note = format!("the start script runs {}, which serves or builds for development", command.programme);
        verdict.warn("node.start-for-development", at, note);
    }
    if prunes(repo, known.era) && is_pruned(known.package, command.package()) {
        let note = format!(
            "the start script needs {}, which is a dependency for development: the builder removes those before the \
             start unless NODE_ENV is `development`",
            command.package()
        );
        verdict.warn("node.start-needs-development-dependency", at, note);
    }
}

/// Whether dependencies for development are gone when the application starts.
pub(crate) fn prunes(repo: &Repo, era: Era) -> bool {
    let value = |name| environment::variable(repo, name).map(|variable| variable.value);
    era == Era::Today
        && value("NODE_ENV").is_none_or(|mode| mode.is_empty() || mode == "production")
        && value("DEV_MODE") != Some("true")
}

/// Whether a package is only there for development.
pub(crate) fn is_pruned(package: Package<'_>, name: &str) -> bool {
    package.dependency(name).is_some_and(|dependency| dependency.development)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn start(files: &[(&str, &str)], era: Era) -> (Option<String>, Vec<String>) {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let package = Package::find(&repo).unwrap();
        let framework = crate::framework::find(package).map(|(framework, _)| framework);
        let entry = Entry::of_main(&repo, package).or_else(|| Entry::by_convention(&repo));
        let mut verdict = Verdict::new("node");
        let start = Start::find(&repo, Known { package, framework, entry, era, startable: true }, &mut verdict);
        let codes = verdict.warnings.iter().map(|warning| warning.code.clone()).collect();
        (start.map(|start| format!("{}: {}", start.origin, start.command)), codes)
    }

    const PACKAGE: (&str, &str) = ("package.json", r#"{"scripts": {"start": "node a.js", "web": "node b.js"}}"#);

    fn with_environment(text: &str, era: Era) -> (Option<String>, Vec<String>) {
        start(&[PACKAGE, (".s2i/environment", text)], era)
    }

    #[test]
    fn builder_runs_the_start_script_or_server_js() {
        assert_eq!(start(&[PACKAGE], Era::Today).0.as_deref(), Some("builder-default: npm run start"));
        let server = [("package.json", "{}"), ("server.js", "")];
        assert_eq!(start(&server, Era::Today).0.as_deref(), Some("builder-default: npm run start"));
    }

    #[test]
    fn variables_change_what_the_builder_runs() {
        let today = |text| with_environment(text, Era::Today).0.unwrap();
        assert_eq!(today("NPM_RUN=web\n"), "builder-default: npm run web");
        assert_eq!(today("DEV_MODE=true\n"), "builder-default: nodemon");
        assert_eq!(today("NODE_CMD=node c.js\nINIT_WRAPPER=false\n"), "builder-default: node c.js");
        assert_eq!(today("INIT_WRAPPER=true\n"), "builder-default: node a.js");
        assert_eq!(with_environment("NPM_RUN=no\n", Era::Today).1, ["node.npm-run-without-script"]);
    }

    #[test]
    fn node_cmd_alone_is_ignored_and_unknown_to_the_old_builder() {
        let (command, codes) = with_environment("NODE_CMD=node c.js\n", Era::Today);
        assert_eq!(command.as_deref(), Some("builder-default: npm run start"));
        assert_eq!(codes, ["node.node-cmd-ignored"]);
        let old = with_environment("NODE_CMD=node c.js\nINIT_WRAPPER=false\n", Era::OpenShift35);
        assert_eq!(old.0.as_deref(), Some("builder-default: npm run start"));
    }

    #[test]
    fn start_with_a_tool_for_development_is_reported_for_the_builder_of_today() {
        let text = r#"{"scripts": {"start": "nodemon a.js"}, "devDependencies": {"nodemon": "3"}}"#;
        let files = [("package.json", text)];
        assert_eq!(start(&files, Era::Today).1, ["node.start-needs-development-dependency"]);
        assert!(start(&files, Era::OpenShift35).1.is_empty());
        let kept = [("package.json", text), (".s2i/environment", "NODE_ENV=development\n")];
        assert!(start(&kept, Era::Today).1.is_empty());
    }
}
