//! What the builder's `run` starts: the rows of builders.md 2.2, the first that applies counts.
//!
//! The builder runs `npm run $NPM_RUN` (`start` unless set). npm itself runs `node server.js` when there is no start
//! script but that file. `DEV_MODE`, `INIT_WRAPPER` and `NODE_CMD` change it, with the builder's own quirk: `NODE_CMD`
//! counts only when `INIT_WRAPPER` is the literal `true` or `false`.
//!
//! Where nothing of these is set, a `web` process of the Procfile goes before the script: it is the author's word on how
//! the application starts, though the builder does not look at it.

use crate::assemble::in_development;
use crate::command::{Command, module};
use crate::demand::Demand;
use crate::development;
use crate::override_script;
use crate::reason;
use crate::start::{Known, Start};
use fieldmark_sdk::script::Script;
use fieldmark_sdk::{Era, Place, Repo, Verdict, environment, procfile};

/// The port of the debugger, unless `DEBUG_PORT` names another.
const DEBUG_PORT: &str = "5858";

/// What the builder starts, or what takes its place because that would end at once.
pub(crate) fn builder(repo: &Repo, known: Known<'_>, verdict: &mut Verdict) -> Option<Start> {
    match nodemon(repo, known, verdict).or_else(|| today(repo, known, verdict)) {
        Some(Row::Starts(start)) => Some(start),
        Some(Row::Fails) => None,
        None => by_npm(repo, known, verdict),
    }
}

/// What a row comes to.
enum Row {
    Starts(Start),
    /// What it starts is not there.
    Fails,
}

/// Row 1: `DEV_MODE` is `true`.
fn nodemon(repo: &Repo, known: Known<'_>, verdict: &mut Verdict) -> Option<Row> {
    let mode = environment::variable(repo, "DEV_MODE").filter(|_| in_development(repo))?;
    let note = "DEV_MODE makes the builder run nodemon, which is meant for development";
    verdict.warn("node.development-mode", mode.at, note);
    let option = if known.era == Era::OpenShift35 { "--debug" } else { "--inspect" };
    let port = environment::filled(repo, "DEBUG_PORT").map_or(DEBUG_PORT, |port| port.value);
    Some(Row::Starts(Start::plain(format!("nodemon {option}={port}"), "builder-default", mode.at, note)))
}

/// Rows 2 to 4, which the builder of 2017 has not.
fn today(repo: &Repo, known: Known<'_>, verdict: &mut Verdict) -> Option<Row> {
    if known.era == Era::OpenShift35 {
        return None;
    }
    let wrapper = environment::variable(repo, "INIT_WRAPPER");
    match (environment::filled(repo, "NODE_CMD"), wrapper.map(|wrapper| wrapper.value)) {
        (Some(command), Some("true" | "false")) => {
            let note = "the builder runs what NODE_CMD says";
            Some(Row::Starts(Start::plain(command.value, "builder-default", command.at, note)))
        }
        (Some(command), _) => {
            let note = "the builder looks at NODE_CMD only when INIT_WRAPPER is `true` or `false`";
            verdict.warn("node.node-cmd-ignored", command.at, note);
            None
        }
        (None, Some("true")) => Some(wrapped(repo, known, wrapper.map_or(Place::NONE, |wrapper| wrapper.at), verdict)),
        _ => None,
    }
}

/// Row 4: the wrapper starts what the start script says, without npm; failing that the directory. Its test for `main`
/// always holds, so that it never comes to `server.js` (builders.md 2.2, quirks).
fn wrapped(repo: &Repo, known: Known<'_>, at: Place, verdict: &mut Verdict) -> Row {
    let note = "INIT_WRAPPER runs the start script without npm";
    if let Some((text, at)) = known.package.script("start") {
        return Row::Starts(Start::plain(text, "builder-default", at, note));
    }
    let main = known.package.text(&["main"]).map(|(main, _)| main);
    if module(repo, main.unwrap_or(".")).or_else(|| module(repo, ".")).is_some() {
        return Row::Starts(Start::plain("node .", "builder-default", at, "INIT_WRAPPER runs `node .`"));
    }
    let note = "INIT_WRAPPER without a start script runs `node .`, even where there is only a server.js";
    verdict.warn("node.init-wrapper-starts-nothing", at, note);
    Row::Fails
}

/// Row 5: what `npm run` finds.
fn by_npm(repo: &Repo, known: Known<'_>, verdict: &mut Verdict) -> Option<Start> {
    let asked = environment::filled(repo, "NPM_RUN");
    let name = asked.map_or("start", |variable| variable.value);
    if let Some((text, at)) = known.package.script(name) {
        if let Some(start) = by_procfile(repo, known, (name, text), verdict).filter(|_| asked.is_none()) {
            return Some(start);
        }
        let replaced = development::replaced(repo, known, (text, at), verdict);
        return Some(replaced.unwrap_or_else(|| by_script(repo, known, (name, text, at), verdict)));
    }
    if let Some(asked) = asked.filter(|asked| asked.value != "start") {
        let note = format!("NPM_RUN asks for the script `{name}`, which package.json has not");
        verdict.warn("node.npm-run-without-script", asked.at, note);
        return None;
    }
    let server = repo.file("server.js").filter(|_| known.package.readable())?;
    let note = "without a start script npm runs server.js";
    Some(forced(known, Start::plain("npm run start", "builder-default", server.whole(), note)))
}

/// The script as the package manager in force runs it: the builder's npm, or another that a script of ours brings.
fn by_script(repo: &Repo, known: Known<'_>, script: (&str, &str, Place), verdict: &mut Verdict) -> Start {
    let (name, text, at) = script;
    let Some(demand) = Demand::met(repo, known) else {
        let note = format!("`npm run {name}` runs `{text}`");
        return forced(known, Start::plain(format!("npm run {name}"), "builder-default", at, note));
    };
    let start = demand.start_of_script(name, text, at);
    if demand.is_optional(text) {
        let note = format!("the builder runs `{text}` with npm, where `{}` is meant", start.command);
        verdict.warn("node.starts-with-npm", at, note);
    }
    start
}

/// npm runs no script where `devEngines` turns it away, unless it is forced to.
fn forced(known: Known<'_>, start: Start) -> Start {
    if reason::turns_npm_away(known.package).is_none() {
        return start;
    }
    let body = Script::run().default("npm_config_force", "true").exec_image("run");
    let why = "devEngines turns npm away, which the builder starts with".to_owned();
    Start { origin: "override", script: Some((body, why)), ..start }
}

/// What the Procfile says, where it says something else than the script.
fn by_procfile(repo: &Repo, known: Known<'_>, script: (&str, &str), verdict: &mut Verdict) -> Option<Start> {
    let (command, at) = procfile::process(repo, "web")?;
    let (name, text) = script;
    let comes_to = |text| Command::last(text).map(|command: Command<'_>| command.resolved(known.package));
    let (said, done) = (comes_to(command)?, comes_to(text)?);
    if (said.programme, &said.arguments, &said.variables) == (done.programme, &done.arguments, &done.variables) {
        return None;
    }
    let start = override_script::by_procfile(repo, known).filter(|start| start.script.is_some() && known.startable);
    if start.is_none() {
        let note = format!("the Procfile says `{command}`, but the builder runs the script `{name}`");
        verdict.point(0, "node.procfile-not-used", at, note);
    }
    let why = format!("the Procfile says how it starts, but the builder runs the script `{name}`");
    start.map(|start| Start { script: start.script.map(|(body, _)| (body, why)), ..start })
}

/// The command that decides where it listens, when it is not the start script's.
pub(crate) fn replaces_script<'r>(repo: &'r Repo, era: Era) -> Option<Command<'r>> {
    let wrapper = environment::variable(repo, "INIT_WRAPPER").map(|wrapper| wrapper.value);
    let counts = era == Era::Today && !in_development(repo) && matches!(wrapper, Some("true" | "false"));
    environment::filled(repo, "NODE_CMD").filter(|_| counts).and_then(|command| Command::last(command.value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Entry;
    use crate::package::Package;
    use crate::runtime::Runtime;
    use fieldmark_sdk::testing::MemorySource;

    fn start(files: &[(&str, &str)], era: Era) -> (Option<String>, Vec<String>) {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let package = Package::find(&repo).unwrap();
        let framework = crate::framework::find(&repo, package).map(|found| found.framework);
        let entry = Entry::of_main(&repo, package).or_else(|| Entry::by_convention(&repo));
        let mut verdict = Verdict::new("node");
        let start = Start::find(
            &repo,
            Known { package, framework, entry, era, runtime: Runtime::Node, built: true, startable: true },
            &mut verdict,
        );
        let codes = verdict.warnings.iter().map(|warning| warning.code.clone()).collect();
        (start.map(|start| format!("{}: {}", start.origin, start.command)), codes)
    }

    const PACKAGE: (&str, &str) = ("package.json", r#"{"scripts": {"start": "node a.js", "web": "node b.js"}}"#);
    const BARE: (&str, &str) = ("package.json", "{}");

    #[test]
    fn rows_of_today_and_2017() {
        // builders.md 2.2: files beside .s2i/environment, its text, the start of today, the one of 2017.
        let npm = "builder-default: npm run start";
        let own: &[(&str, &str)] = &[PACKAGE, (".s2i/bin/run", "")];
        for (files, environment, today, then) in [
            (own, "DEV_MODE=true\n", "declared: .s2i/bin/run", "declared: .s2i/bin/run"),
            (&[PACKAGE], "", npm, npm),
            (&[BARE, ("server.js", "")], "", npm, npm),
            (
                &[PACKAGE],
                "DEV_MODE=true\n",
                "builder-default: nodemon --inspect=5858",
                "builder-default: nodemon --debug=5858",
            ),
            (
                &[PACKAGE],
                "DEV_MODE=true\nDEBUG_PORT=9229\n",
                "builder-default: nodemon --inspect=9229",
                "builder-default: nodemon --debug=9229",
            ),
            (&[PACKAGE], "DEV_MODE=yes\n", npm, npm),
            (&[PACKAGE], "NODE_CMD=node c.js\nINIT_WRAPPER=true\n", "builder-default: node c.js", npm),
            (&[PACKAGE], "NODE_CMD=node c.js\nINIT_WRAPPER=false\n", "builder-default: node c.js", npm),
            (&[PACKAGE], "NODE_CMD=node c.js\nINIT_WRAPPER=no\n", npm, npm),
            (&[PACKAGE], "NODE_CMD=node c.js\n", npm, npm),
            (&[PACKAGE], "INIT_WRAPPER=true\n", "builder-default: node a.js", npm),
            (&[PACKAGE], "INIT_WRAPPER=false\n", npm, npm),
            (&[BARE, ("index.js", "")], "INIT_WRAPPER=true\n", "builder-default: node .", "override: node index.js"),
            (&[BARE, ("server.js", "")], "INIT_WRAPPER=true\n", "override: node server.js", npm),
            (&[PACKAGE], "NPM_RUN=web\n", "builder-default: npm run web", "builder-default: npm run web"),
            (&[PACKAGE], "NPM_RUN=\n", npm, npm),
        ] {
            let files = [files, &[(".s2i/environment", environment)]].concat();
            assert_eq!(start(&files, Era::Today).0.as_deref(), Some(today), "today: {environment}");
            assert_eq!(start(&files, Era::OpenShift35).0.as_deref(), Some(then), "2017: {environment}");
        }
    }

    #[test]
    fn procfile_goes_before_the_script_where_it_says_something_else() {
        for (web, environment, expected) in [
            ("npm start", "", "builder-default: npm run start"),
            ("npm run start", "", "builder-default: npm run start"),
            ("node a.js", "", "builder-default: npm run start"),
            ("node c.js --port $PORT", "", "override: node c.js --port $PORT"),
            ("npm run web", "", "override: npm run web"),
            ("node a.js; echo done", "", "builder-default: npm run start"),
            ("node c.js", "NPM_RUN=web\n", "builder-default: npm run web"),
        ] {
            let procfile = format!("web: {web}\n");
            let files = [PACKAGE, ("Procfile", &*procfile), (".s2i/environment", environment)];
            assert_eq!(start(&files, Era::Today).0.as_deref(), Some(expected), "{web} {environment}");
        }
    }

    #[test]
    fn quirks_are_reported_by_the_builder_that_has_them() {
        let codes = |file, environment, era| start(&[file, (".s2i/environment", environment)], era).1;
        assert_eq!(codes(PACKAGE, "NODE_CMD=node c.js\n", Era::Today), ["node.node-cmd-ignored"]);
        assert!(codes(PACKAGE, "NODE_CMD=node c.js\n", Era::OpenShift35).is_empty());
        assert_eq!(codes(PACKAGE, "NPM_RUN=no\n", Era::Today), ["node.npm-run-without-script"]);
        assert_eq!(codes(BARE, "INIT_WRAPPER=true\n", Era::Today), ["node.init-wrapper-starts-nothing"]);
        assert_eq!(codes(PACKAGE, "DEV_MODE=true\n", Era::OpenShift35), ["node.development-mode"]);
    }
}
