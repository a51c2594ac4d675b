//! Run scripts for applications that the builder could not start: no start script, but something else that starts.

use crate::command::Command;
use crate::framework::Framework;
use crate::package::Package;
use crate::start::{Known, Start, is_pruned, prunes};
use fieldmark_sdk::range::npm::Range;
use fieldmark_sdk::{Era, Place, Repo, procfile};

const WHY: &str = "the builder's own `npm run` finds no script to start";

/// The port that a script sets where the command leaves it to the environment.
const PORT: u16 = 8080;

/// Scripts that serve what was built, in order of preference.
const SERVING_SCRIPTS: [&str; 3] = ["serve", "start:prod", "production"];

/// The first way that is there: the Procfile, the framework's own, an entry file, a script that serves.
pub(crate) fn find(repo: &Repo, known: Known<'_>) -> Option<Start> {
    by_procfile(repo)
        .or_else(|| by_framework(repo, known))
        .or_else(|| by_entry(known))
        .or_else(|| by_script(repo, known))
}

fn by_procfile(repo: &Repo) -> Option<Start> {
    let (command, at) = procfile::process(repo, "web")?;
    if !is_safe_command(command) {
        let note = "the Procfile says how it starts, but not in words that a script may take over";
        return Some(Start::plain(command, "declared", at, note));
    }
    Some(overriding(command.to_owned(), at, "the Procfile says how it starts".to_owned(), command.contains("PORT")))
}

fn by_framework(repo: &Repo, known: Known<'_>) -> Option<Start> {
    let framework = known.framework?;
    let dependency = known.package.dependency(framework.package)?;
    let command = command_of(framework, dependency.version)?;
    // The old builder does not build; today's runs the script `build`.
    known.package.script("build").filter(|_| known.era == Era::Today)?;
    let needs_package = !command.starts_with("node ");
    if needs_package && prunes(repo, known.era) && is_pruned(known.package, framework.package) {
        return None;
    }
    Some(overriding(
        command.to_owned(),
        dependency.at,
        format!("{} is started like this once built", framework.slug),
        true,
    ))
}

/// The command of a framework; Nuxt before 3 had a server of its own.
fn command_of(framework: &Framework, version: &str) -> Option<&'static str> {
    let old = || Range::parse(version).is_some_and(|range| ![3, 4, 5].iter().any(|major| range.admits(&[*major])));
    match framework.start {
        Some(_) if framework.slug == "nuxt" && old() => Some("nuxt start"),
        start => start,
    }
}

fn by_entry(known: Known<'_>) -> Option<Start> {
    let entry = known.entry.filter(|entry| entry.runnable)?;
    let path = entry.file.path();
    // `main` of a frontend is what its bundler begins with.
    let server_side = entry.node_sign().is_some() || known.framework.is_none();
    (server_side && is_safe_path(path)).then(|| {
        overriding(format!("node {path}"), entry.file.whole(), "this file is where it begins".to_owned(), false)
    })
}

fn by_script(repo: &Repo, known: Known<'_>) -> Option<Start> {
    let package: Package<'_> = known.package;
    let prunes = prunes(repo, known.era);
    SERVING_SCRIPTS.iter().find_map(|name| {
        let (script, at) = package.script(name)?;
        let command = Command::last(script)?.resolved(package);
        let gone = prunes && is_pruned(package, command.package());
        let note = format!("`npm run {name}` runs `{script}`");
        (!gone).then(|| overriding(format!("npm run {name}"), at, note, false))
    })
}

fn overriding(command: String, at: Place, note: String, sets_port: bool) -> Start {
    let mut body = "#!/bin/bash\n# Written by fieldmark: the builder's own run finds no script to start.\n".to_owned();
    body.push_str("export PATH=\"$PWD/node_modules/.bin:$PATH\"\n");
    if sets_port {
        body.push_str("export PORT=\"${PORT:-8080}\" HOST=\"${HOST:-0.0.0.0}\"\n");
    }
    let variables = command.split_whitespace().next().is_some_and(|word| word.contains('='));
    body.push_str(if variables { "exec env " } else { "exec " });
    body.push_str(&command);
    body.push('\n');
    Start { command, origin: "override", at, note, script: Some((body, WHY)), port: sets_port.then_some(PORT) }
}

/// A path that means itself to a shell.
pub(crate) fn is_safe_path(path: &str) -> bool {
    !path.is_empty() && !path.starts_with('-') && path.bytes().all(is_plain)
}

/// Words that mean themselves to a shell, and the variable PORT.
fn is_safe_command(command: &str) -> bool {
    let known = |word: &str| word.replace("${PORT}", "0").replace("$PORT", "0");
    !command.starts_with('-')
        && command.split(' ').all(|word| known(word).bytes().all(|b| is_plain(b) || b"=:,".contains(&b)))
}

const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'-' | b'@' | b'+')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Entry;
    use crate::framework;
    use fieldmark_sdk::testing::MemorySource;

    fn script(files: &[(&str, &str)]) -> Option<(String, String)> {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let package = Package::find(&repo)?;
        let framework = framework::find(package).map(|(framework, _)| framework);
        let entry = Entry::of_main(&repo, package).or_else(|| Entry::by_convention(&repo));
        let start = find(&repo, Known { package, framework, entry, era: Era::Today, startable: true })?;
        Some((start.command, start.script.map(|(body, _)| body).unwrap_or_default()))
    }

    #[test]
    fn main_file_is_run_by_a_script() {
        let (command, body) = script(&[("package.json", r#"{"main": "./lib/a"}"#), ("lib/a.js", "")]).unwrap();
        assert_eq!(command, "node lib/a.js");
        assert!(body.starts_with("#!/bin/bash\n") && body.ends_with("exec node lib/a.js\n"));
    }

    #[test]
    fn words_of_the_repository_never_reach_a_shell_unchecked() {
        let evil = [("package.json", "{}"), ("Procfile", "web: node a.js; rm -rf $HOME")];
        assert_eq!(script(&evil).unwrap().1, "");
        let path = [("package.json", r#"{"main": "a$(id).js"}"#), ("a$(id).js", "")];
        assert_eq!(script(&path), None);
    }

    #[test]
    fn procfile_with_port_gets_one() {
        let (_, body) = script(&[("package.json", "{}"), ("Procfile", "web: A=1 node app.js --port $PORT")]).unwrap();
        assert!(
            body.contains("export PORT=\"${PORT:-8080}\"") && body.contains("exec env A=1 node app.js --port $PORT")
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
    fn tool_that_is_gone_serves_nothing() {
        let text = r#"{"scripts": {"serve": "http-server dist"}, "devDependencies": {"http-server": "1"}}"#;
        assert_eq!(script(&[("package.json", text)]), None);
        assert_eq!(script(&[("package.json", &text.replace("devD", "d"))]).unwrap().0, "npm run serve");
    }
}
