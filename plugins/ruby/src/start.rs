//! How it starts: what the builder's run script does with it, and a script of our own where that is not enough.

use crate::command::{Command, PORT, web_process};
use crate::entry::{self, Entry};
use crate::framework::Framework;
use crate::project::Project;
use crate::role::Role;
use fieldmark_sdk::{Era, Place, Verdict, points, range};

/// Servers that take `config.ru` by themselves, with the command that binds them to the builder's port.
const RACK_SERVERS: [(&str, &str); 5] = [
    ("puma", "bundle exec puma --bind tcp://0.0.0.0:8080"),
    ("unicorn", "bundle exec unicorn --listen 0.0.0.0:8080"),
    ("thin", "bundle exec thin start --address 0.0.0.0 --port 8080"),
    ("passenger", "bundle exec passenger start --address 0.0.0.0 --port 8080"),
    ("falcon", "bundle exec falcon serve --bind http://0.0.0.0:8080"),
];

/// Servers that rackup finds by itself.
const HANDLERS: [&str; 3] = ["puma", "falcon", "webrick"];

/// A way to start that the builder does not take by itself.
struct Override {
    command: String,
    port: Option<u16>,
    at: Place,
    what: String,
}

/// States start, port and, where needed, the script.
pub fn state(project: &Project<'_>, role: Role, era: Era, verdict: &mut Verdict) {
    if let Some((command, at)) = web_process(project.repo) {
        verdict.attribute("declared-start", command, at);
    }
    if let Some(script) = project.repo.file(".s2i/bin/run") {
        verdict.attribute("start", ".s2i/bin/run", script.whole());
        verdict.attribute("start-origin", "declared", script.whole());
        verdict.point(points::START, "ruby.own-run-script", script.whole(), "the repository brings its own run script");
        return;
    }
    if matches!(role, Role::Library | Role::Tooling) || !project.has_weight() {
        return;
    }
    let problem = match by_the_builder(project, era, verdict) {
        Ok((command, at)) => {
            state_start(verdict, &command, "builder-default", at);
            verdict.attribute("port", PORT, Place::NONE);
            verdict.point(points::START, "ruby.builder-starts-it", at, format!("the builder runs {command}"));
            return;
        }
        Err(problem) => problem,
    };
    if let Some((command, at)) = web_process(project.repo).filter(|(text, _)| Command::parse(text).is_none()) {
        let note = format!("`{command}` needs a shell and is not copied into a script");
        verdict.warn("ruby.procfile-not-plain", at, note);
    }
    if let Some(found) = by_ourselves(project, role, verdict) {
        state_override(verdict, role, found, problem);
    } else {
        verdict.attribute("start-origin", "unknown", Place::NONE);
        verdict.warn("ruby.no-start", Place::NONE, format!("no way to start it is known: {problem}"));
    }
}

fn state_start(verdict: &mut Verdict, command: &str, origin: &str, at: Place) {
    verdict.attribute("start", command, at);
    verdict.attribute("start-origin", origin, at);
}

fn state_override(verdict: &mut Verdict, role: Role, found: Override, problem: &str) {
    state_start(verdict, &found.command, "override", found.at);
    if let Some(port) = found.port {
        verdict.attribute("port", port.to_string(), found.at);
    }
    // A site stays behind every real application, however it could be served.
    let worth = if role == Role::Site { 0 } else { points::START };
    verdict.point(worth, "ruby.start-override", found.at, format!("it starts with {}", found.command));
    let body = format!(
        "#!/bin/bash\nexport RACK_ENV=\"${{RACK_ENV:-production}}\"\nexport PORT=\"${{PORT:-{PORT}}}\"\nexec {}\n",
        found.command
    );
    verdict.script("run", body, format!("{}; {problem}", found.what));
}

/// What the builder's own run script would start, or what would become of it.
fn by_the_builder(project: &Project<'_>, era: Era, verdict: &mut Verdict) -> Result<(String, Place), &'static str> {
    if project.gemfile.is_none_or(|file| file.name() != "Gemfile") {
        return Err("without a Gemfile the builder installs no gems; list puma in one");
    }
    if let Some(at) = project.lock.as_ref().and_then(|lock| lock.puma) {
        if project.is_left_out("puma") {
            let note = "the builder runs puma, since Gemfile.lock names it, but does not install its group: \
                        take puma out of that group";
            verdict.warn("ruby.puma-left-out", at, note);
            return Err("the builder would run puma, which it does not install");
        }
        let command = "bundle exec puma --config ../etc/puma.cfg".to_owned();
        return project.rackup.map(|_| (command, at)).ok_or("the builder would run puma, which finds no config.ru");
    }
    let Some(at) = rackup(project) else {
        return Err(
            "the builder finds neither puma in Gemfile.lock nor rackup, prints an error and ends with status 0",
        );
    };
    if project.rackup.is_none() {
        return Err("the builder would run rackup, which finds no config.ru");
    }
    if !has_handler(project, era, verdict) {
        return Err("the builder would run rackup, which finds no server; add puma to the Gemfile and lock it");
    }
    let environment = project.environment();
    let command = format!("bundle exec rackup -E {environment} -P /tmp/rack.pid --host 0.0.0.0 --port {PORT}");
    Ok((command, at))
}

/// Where it stands that `bundle exec rackup` works: rack had the command up to version 2, the gem rackup has it since.
fn rackup(project: &Project<'_>) -> Option<Place> {
    // Without a lock file the newest gems are installed: these bring rackup along.
    const BRING_IT: [&str; 4] = ["rackup", "rails", "railties", "passenger"];
    if let Some(lock) = &project.lock {
        let old = lock.spec("rack").filter(|rack| rack.major().is_some_and(|major| major < 3));
        return lock.spec("rackup").or(old).map(|spec| spec.at);
    }
    let old = || {
        let limits = [("rack", "<3"), ("sinatra", "<4"), ("thin", "<2")];
        limits.iter().find_map(|(name, old)| {
            let gem = project.gem(name)?;
            let asked = range::gem::requirement(&gem.requirement)?;
            let newer = old.replace('<', ">=");
            (!range::overlap(&asked, &newer)).then_some(gem.at)
        })
    };
    BRING_IT.iter().find_map(|name| project.gem(name).map(|gem| gem.at)).or_else(old)
}

/// Whether rackup finds a server. Ruby itself brought WEBrick along up to 2.7.
fn has_handler(project: &Project<'_>, era: Era, verdict: &Verdict) -> bool {
    era == Era::OpenShift35
        || is_before_3(verdict)
        || HANDLERS.iter().any(|name| project.bundled(name).is_some())
        || names_thin(project)
}

fn is_before_3(verdict: &Verdict) -> bool {
    verdict.builder_version.as_deref().is_some_and(|range| !range::overlap(range, ">=3"))
}

/// Whether the first line of `config.ru` hands options to rackup, as rack before version 3 allowed, and names thin.
fn names_thin(project: &Project<'_>) -> bool {
    let options = project.rackup.and_then(|file| file.lines().next()).filter(|line| line.text.starts_with("#\\"));
    options.is_some_and(|line| line.text.contains("thin"))
        && project.bundled("thin").is_some()
        && project.bundled("rackup").is_none()
}

/// A start that the builder's run script does not know: the author's own words, a server that takes `config.ru`, and
/// what the kind of application suggests.
fn by_ourselves(project: &Project<'_>, role: Role, verdict: &Verdict) -> Option<Override> {
    if project.gemfile.is_some_and(|file| file.name() != "Gemfile") {
        return None;
    }
    by_procfile(project)
        .or_else(|| by_rack_server(project))
        .or_else(|| by_rails(project))
        .or_else(|| if role == Role::Site { by_jekyll(project, verdict) } else { by_script(project, verdict) })
}

fn by_procfile(project: &Project<'_>) -> Option<Override> {
    let (text, at) = web_process(project.repo)?;
    let command = Command::parse(text)?;
    let own = || command.port().or_else(|| listens_on(&entry::find(project)?));
    let port = if command.takes_port { PORT.parse().ok() } else { own() };
    let what = "the Procfile says how it starts".to_owned();
    Some(Override { command: command.line(has_gems(project)), port, at, what })
}

fn by_rack_server(project: &Project<'_>) -> Option<Override> {
    project.rackup?;
    let server = RACK_SERVERS.iter().find_map(|(name, command)| Some((*name, *command, project.bundled(name)?)));
    let (name, command, at) = server?;
    Some(Override {
        command: command.to_owned(),
        port: PORT.parse().ok(),
        at,
        what: format!("{name} serves config.ru"),
    })
}

fn by_rails(project: &Project<'_>) -> Option<Override> {
    let rails = project.repo.file("bin/rails").filter(|_| has_server(project))?;
    let command = format!("bundle exec bin/rails server --binding 0.0.0.0 --port {PORT}");
    Some(Override { command, port: PORT.parse().ok(), at: rails.whole(), what: "bin/rails serves Rails".to_owned() })
}

/// Jekyll serves with WEBrick, which it requires since 4.3 and Ruby brought along up to 2.7.
fn by_jekyll(project: &Project<'_>, verdict: &Verdict) -> Option<Override> {
    let jekyll = Framework::of(project).filter(|framework| framework.name == "jekyll")?;
    let brings_webrick = project.lock.is_none() && project.gem("jekyll").is_some();
    if !(brings_webrick || project.bundled("webrick").is_some() || is_before_3(verdict)) {
        return None;
    }
    let command = format!("bundle exec jekyll serve --host 0.0.0.0 --port {PORT} --no-watch");
    let what = "Jekyll serves the pages it makes".to_owned();
    Some(Override { command, port: PORT.parse().ok(), at: jekyll.at, what })
}

fn by_script(project: &Project<'_>, verdict: &Verdict) -> Option<Override> {
    let entry = entry::find(project)?;
    // Sinatra serves itself with the help of rackup and a server, both of which it leaves to the Gemfile.
    if entry.needs_rackup && (rackup(project).is_none() || !(has_server(project) || is_before_3(verdict))) {
        return None;
    }
    let bundle = if has_gems(project) { "bundle exec " } else { "" };
    let command = format!("{bundle}ruby {}", entry.file.name());
    let what = format!("{} is the application", entry.file.name());
    Some(Override { command, port: listens_on(&entry), at: entry.file.whole(), what })
}

/// Whether anything is installed that only Bundler finds.
fn has_gems(project: &Project<'_>) -> bool {
    project.gems().next().is_some() || project.lock.as_ref().is_some_and(|lock| !lock.specs.is_empty())
}

fn has_server(project: &Project<'_>) -> bool {
    RACK_SERVERS.iter().map(|(name, _)| name).chain(&HANDLERS).any(|name| project.bundled(name).is_some())
}

/// The port of a script: its own, or for a server the one the script of ours puts into `PORT`.
fn listens_on(entry: &Entry<'_>) -> Option<u16> {
    entry.port().map(|(port, _)| port).or_else(|| if entry.serves { PORT.parse().ok() } else { None })
}
