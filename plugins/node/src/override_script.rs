//! Run scripts for applications that the builder could not start: no start script, but something else that starts.

use crate::assemble;
use crate::built;
use crate::command::Command;
use crate::demand::Demand;
use crate::entry::Entry;
use crate::framework::{self, Framework, Kind};
use crate::function;
use crate::nx;
use crate::package::Package;
use crate::runtime::Runtime;
use crate::start::{Known, Start, is_gone};
use fieldmark_sdk::script::{PORT, Script, plain_words, quote_path, replace_port};
use fieldmark_sdk::{Place, Repo, procfile};

const WHY: &str = "the builder's own `npm run` finds no script to start";

/// The line by which programmes of the packages are found.
const PROGRAMMES: &str = "export PATH=\"$PWD/node_modules/.bin:$PATH\"";

/// Scripts that serve what was built, in order of preference.
const SERVING_SCRIPTS: [&str; 3] = ["serve", "start:prod", "production"];

/// The first way that is there: the Procfile, the framework's own, an entry file, a script that serves.
pub(crate) fn find(repo: &Repo, known: Known<'_>) -> Option<Start> {
    by_procfile(repo, known)
        .or_else(|| by_framework(repo, known))
        .or_else(|| by_nx(repo, known, None))
        .or_else(|| by_function(known))
        .or_else(|| by_entry(repo, known))
        .or_else(|| by_script(repo, known))
}

/// What the `web` process of the Procfile says.
pub(crate) fn by_procfile(repo: &Repo, known: Known<'_>) -> Option<Start> {
    let (command, at) = procfile::process(repo, "web")?;
    let Some(words) = plain_words(command) else {
        let note = "the Procfile says how it starts, but not in words that a script may take over";
        return Some(Start::plain(command, "declared", at, note));
    };
    let quoted: Vec<String> = words.iter().map(|word| replace_port(word, "\"$PORT\"")).collect();
    let (quoted, note) = (quoted.join(" "), "the Procfile says how it starts".to_owned());
    let brought = |demand: &Demand| words.first().is_some_and(|programme| demand.brings(programme));
    let start = match Demand::met(repo, known).filter(brought) {
        Some(demand) => demand.start(quoted, at, note),
        None => overriding(quoted, at, note),
    };
    Some(Start { command: words.join(" "), port: command.contains("PORT").then_some(PORT), ..start })
}

/// What serves the build of a framework.
pub(crate) fn by_framework(repo: &Repo, known: Known<'_>) -> Option<Start> {
    let framework = known.framework?;
    let package = known.package;
    let line = framework::start(repo, package, framework)?;
    if let Some(rendered) = nx::rendered(repo, package, framework, known.era) {
        return by_rendered(&rendered, framework, line);
    }
    // The old builder does not build; today's runs the script `build`.
    assemble::build(repo, package, known.era)?;
    let command = Command::last(line)?;
    // What runs a file, or a programme that the framework brings, needs nothing else.
    let alone = command.runs_a_file() || command.wrappers.contains(&"npx");
    let served_by = if alone { framework.dependency(package)? } else { package.dependency(command.package())? };
    if !alone && is_gone(repo, known, served_by.name) {
        return None;
    }
    let note = format!("{} is started like this once built", framework.slug);
    let start = overriding(line.to_owned(), served_by.at, note);
    Some(Start { port: Some(PORT), build_variable: framework.build_variable, ..start })
}

/// What a framework renders in a directory of a workspace of Nx: it is served from there, or from where it was built to.
fn by_rendered(rendered: &nx::Rendered<'_>, framework: &Framework, line: &str) -> Option<Start> {
    let note = format!("{} is started like this once Nx has built it", framework.slug);
    if let Some(output) = rendered.output {
        // Next.js takes the directory; others have a file in it that goes by other names there.
        let command = format!("{line} {}", quote_path(output));
        return (framework.slug == "next")
            .then(|| Start { port: Some(PORT), ..overriding(command, rendered.at, note) });
    }
    let (inside, start) =
        (format!("cd {}", quote_path(rendered.directory)), overriding(line.to_owned(), rendered.at, note));
    let script =
        start.script.map(|(body, why)| (body.replace("\nexec ", &format!("\n{inside}\n{PROGRAMMES}\nexec ")), why));
    Some(Start { command: format!("{inside} && {line}"), script, port: Some(PORT), ..start })
}

/// What Nx builds of the application that is meant.
pub(crate) fn by_nx(repo: &Repo, known: Known<'_>, asked: Option<&str>) -> Option<Start> {
    let (path, at) = nx::built(repo, known.package, known.era, asked)?;
    let note = format!("the build of Nx leaves {path}");
    Some(overriding(format!("node {}", quote_path(&path)), at, note))
}

/// A function that a framework serves: its file alone would end at once.
fn by_function(known: Known<'_>) -> Option<Start> {
    let (name, at) = function::find(known.package, known.entry?)?;
    let note = "the framework serves this function".to_owned();
    Some(Start { port: Some(PORT), ..overriding(format!("functions-framework --target={name}"), at, note) })
}

fn by_entry(repo: &Repo, known: Known<'_>) -> Option<Start> {
    let entry = known.entry?;
    let path = entry.file.path();
    if known.runtime == Runtime::Bun {
        // Bun runs TypeScript, too.
        let demand = Demand::met(repo, known)?;
        let note = "this file is where it begins".to_owned();
        return Some(demand.start(format!("bun {}", quote_path(path)), entry.file.whole(), note));
    }
    if !entry.runnable {
        return by_compiled(repo, known, entry);
    }
    // `main` of a frontend is what its bundler begins with.
    let server_side = entry.node_sign().is_some() || known.framework.is_none();
    server_side.then(|| {
        let note = "this file is where it begins".to_owned();
        overriding(format!("node {}", quote_path(path)), entry.file.whole(), note)
    })
}

/// What the build makes of a server in TypeScript.
fn by_compiled(repo: &Repo, known: Known<'_>, entry: Entry<'_>) -> Option<Start> {
    let answers = known.framework.is_some_and(|framework| framework.kind == Kind::Server);
    if !answers && entry.listens(repo).is_none() {
        return None;
    }
    let (_, text, _) = assemble::build(repo, known.package, known.era)?;
    let command = Command::last(text)?.resolved(known.package);
    let path = built::output(repo, known.package, entry.file)?;
    // The compiler's settings place it; a bundler may leave anything, unless the manifest names it.
    let named = || known.package.text(&["main"]).is_some_and(|(main, _)| main.trim_start_matches("./") == path);
    if command.programme != "tsc" && !named() {
        return None;
    }
    let note = format!("`{text}` makes {path} of {}", entry.file.path());
    Some(overriding(format!("node {}", quote_path(&path)), entry.file.whole(), note))
}

fn by_script(repo: &Repo, known: Known<'_>) -> Option<Start> {
    let package: Package<'_> = known.package;
    SERVING_SCRIPTS.iter().find_map(|name| {
        let (script, at) = package.script(name)?;
        let command = Command::last(script)?.resolved(package);
        let gone = command.packages().any(|package| is_gone(repo, known, package));
        (!gone).then(|| match Demand::met(repo, known) {
            Some(demand) => demand.start_of_script(name, script, at),
            None => overriding(format!("npm run {name}"), at, format!("`npm run {name}` runs `{script}`")),
        })
    })
}

/// A start by a script of ours. The command is shell, in which all that comes from the repository is quoted.
pub(crate) fn overriding(command: String, at: Place, note: String) -> Start {
    let first = command.split_whitespace().find(|word| *word != "env" && !word.contains('=')).unwrap_or_default();
    let mut script = Script::run().default("NODE_ENV", "production");
    if !matches!(first, "node" | "npm") {
        // Servers of frameworks are commands of their packages, and many listen on the loopback unless told.
        script = script.line(&format!("{PROGRAMMES} HOST=\"${{HOST:-0.0.0.0}}\""));
    }
    let variables = command.split_whitespace().next().is_some_and(|word| word.contains('='));
    let body = script.exec(&if variables { format!("env {command}") } else { command.clone() });
    Start {
        command,
        origin: "override",
        at,
        note,
        script: Some((body, WHY.to_owned())),
        build_variable: None,
        port: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::Era;
    use fieldmark_sdk::testing::MemorySource;

    fn script(files: &[(&str, &str)]) -> Option<(String, String)> {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let package = Package::find(&repo)?;
        let framework = framework::find(&repo, package).map(|found| found.framework);
        let entry = Entry::of_main(&repo, package).or_else(|| Entry::by_convention(&repo));
        let start = find(
            &repo,
            Known { package, framework, entry, era: Era::Today, runtime: Runtime::Node, built: true, startable: true },
        )?;
        Some((start.command, start.script.map(|(body, _)| body).unwrap_or_default()))
    }

    #[test]
    fn main_file_is_run_by_a_script() {
        let (command, body) = script(&[("package.json", r#"{"main": "./lib/a"}"#), ("lib/a.js", "")]).unwrap();
        assert_eq!(command, "node lib/a.js");
        let expected = "#!/bin/bash\nset -e\nexport PORT=\"${PORT:-8080}\"\n\
            [ -n \"$NODE_ENV\" ] || export NODE_ENV=production\nexec node lib/a.js\n";
        assert_eq!(body, expected);
    }

    #[test]
    fn server_in_typescript_starts_where_its_build_leaves_it() {
        let tsconfig = ("tsconfig.json", r#"{"compilerOptions": {"outDir": "dist", "rootDir": "src"}}"#);
        let server = ("src/index.ts", "import express from \"express\";\nexpress().listen(3000);");
        let started = |build: &str, source: (&str, &str)| {
            let package = format!(
                r#"{{"scripts": {{"build": "{build}"}}, "dependencies": {{"express": "5"}}, "devDependencies": {{"typescript": "5"}}}}"#
            );
            script(&[("package.json", &package), tsconfig, source]).map(|(command, _)| command)
        };
        assert_eq!(started("tsc", server).as_deref(), Some("node dist/index.js"));
        assert_eq!(started("tsup", server), None);
    }

    #[test]
    fn function_is_served_by_its_framework() {
        let package = r#"{"dependencies": {"@google-cloud/functions-framework": "^3"}}"#;
        let (command, body) =
            script(&[("package.json", package), ("index.js", "exports.tide = (_, answer) => answer.send('');")])
                .unwrap();
        assert_eq!(command, "functions-framework --target=tide");
        assert!(
            body.contains("node_modules/.bin") && body.ends_with("exec functions-framework --target=tide\n"),
            "{body}"
        );
    }

    #[test]
    fn server_in_typescript_is_started_as_it_was_built() {
        let source = ("src/index.ts", "import express from 'express';");
        for build in ["tsc", "tsup"] {
            let server = format!(
                r#"{{"main": "dist/index.js", "scripts": {{"build": "{build}"}}, "dependencies": {{"express": "5"}}}}"#
            );
            assert_eq!(script(&[("package.json", &server), source]).unwrap().0, "node dist/index.js");
        }
        let unbuilt = r#"{"main": "dist/index.js", "dependencies": {"express": "5"}}"#;
        let library = r#"{"main": "dist/index.js", "scripts": {"build": "tsc"}}"#;
        for package in [unbuilt, library] {
            assert_eq!(script(&[("package.json", package), source]), None, "{package}");
        }
    }

    #[test]
    fn words_of_the_repository_never_reach_a_shell_unchecked() {
        let evil = [("package.json", "{}"), ("Procfile", "web: node a.js; rm -rf $HOME")];
        assert_eq!(script(&evil).unwrap().1, "");
        let path = [("package.json", r#"{"main": "a$(id).js"}"#), ("a$(id).js", "")];
        assert_eq!(script(&path).unwrap().0, "node 'a$(id).js'");
    }

    #[test]
    fn procfile_with_port_gets_one() {
        let (_, body) = script(&[("package.json", "{}"), ("Procfile", "web: A=1 node app.js --port $PORT")]).unwrap();
        assert!(
            body.contains("export PORT=\"${PORT:-8080}\"")
                && body.ends_with("exec env A=1 node app.js --port \"$PORT\"\n")
        );
    }

    #[test]
    fn framework_is_started_after_its_build() {
        let text = r#"{"scripts": {"build": "nuxt build"}, "dependencies": {"nuxt": "^3.1"}}"#;
        assert_eq!(script(&[("package.json", text)]).unwrap().0, "node .output/server/index.mjs");
        assert_eq!(script(&[("package.json", &text.replace("^3.1", "^2.1"))]).unwrap().0, "nuxt start");
        assert_eq!(script(&[("package.json", &text.replace("build", "x"))]), None);
    }

    #[test]
    fn application_of_a_workspace_of_nx_is_served_from_its_directory() {
        let text = r#"{"dependencies": {"next": "16"}, "devDependencies": {"nx": "23"}}"#;
        let files = [("package.json", text), ("nx.json", "{}"), ("apps/quay/next.config.js", "")];
        let (command, body) = script(&files).unwrap();
        assert_eq!(command, "cd apps/quay && next start");
        let path = "export PATH=\"$PWD/node_modules/.bin:$PATH\"";
        assert!(
            body.ends_with(&format!("{path} HOST=\"${{HOST:-0.0.0.0}}\"\ncd apps/quay\n{path}\nexec next start\n")),
            "{body}"
        );
        let project =
            r#"{"targets": {"build": {"executor": "@nx/next:build", "options": {"outputPath": "dist/apps/quay"}}}}"#;
        let built = [&files[..], &[("apps/quay/project.json", project)]].concat();
        assert_eq!(script(&built).unwrap().0, "next start dist/apps/quay");
        // Which of two is meant is not known, and neither is what the root would serve.
        assert_eq!(script(&[&files[..], &[("apps/pier/next.config.js", "")]].concat()), None);
        assert_eq!(script(&[files[0], files[2]]), None);
    }

    #[test]
    fn tool_that_is_gone_serves_nothing() {
        let text = r#"{"scripts": {"serve": "http-server dist"}, "devDependencies": {"http-server": "1"}}"#;
        assert_eq!(script(&[("package.json", text)]), None);
        assert_eq!(script(&[("package.json", &text.replace("devD", "d"))]).unwrap().0, "npm run serve");
    }
}
