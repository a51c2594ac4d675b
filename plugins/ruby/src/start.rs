//! How it starts: what the builder's run script does with it, and a script of our own where that is not enough.

use crate::command::{Command, PORT};
use crate::entry::{self, Entry};
use crate::framework::Framework;
use crate::project::Project;
use crate::role::Role;
use fieldmark_sdk::{Era, Place, Verdict, points, procfile, range};

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

/// A way to start, and why the builder does not take it by itself.
struct Override {
    command: String,
    port: Option<u16>,
    at: Place,
    why: String,
}

/// States start, port and, where needed, the script.
pub fn state(project: &Project<'_>, role: Role, era: Era, verdict: &mut Verdict) {
    if let Some((command, at)) = procfile::process(project.repo, "web") {
        verdict.attribute("declared-start", command, at);
    }
    if let Some(script) = project.repo.file(".s2i/bin/run") {
        verdict.attribute("start", ".s2i/bin/run", script.whole());
        verdict.attribute("start-origin", "declared", script.whole());
        verdict.point(points::START, "ruby.own-run-script", script.whole(), "the repository brings its own run script");
        return;
    }
    if matches!(role, Role::Library | Role::Tooling) {
        return;
    }
    if let Some((command, at)) = by_the_builder(project, era, verdict) {
        state_start(verdict, command, "builder-default", at);
        verdict.attribute("port", PORT, Place::NONE);
        verdict.point(points::START, "ruby.builder-starts-it", at, format!("the builder runs {command}"));
    } else if let Some(found) = by_ourselves(project, role) {
        state_override(verdict, role, found);
    } else {
        verdict.attribute("start-origin", "unknown", Place::NONE);
        verdict.warn("ruby.no-start", Place::NONE, missing(project));
    }
}

fn state_start(verdict: &mut Verdict, command: &str, origin: &str, at: Place) {
    verdict.attribute("start", command, at);
    verdict.attribute("start-origin", origin, at);
}

fn state_override(verdict: &mut Verdict, role: Role, found: Override) {
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
    verdict.script("run", body, found.why);
}

/// What the builder's own run script would start.
fn by_the_builder(project: &Project<'_>, era: Era, verdict: &mut Verdict) -> Option<(&'static str, Place)> {
    if let Some(at) = project.lock.as_ref().and_then(|lock| lock.puma) {
        if project.is_left_out("puma") {
            let note = "the builder runs puma, since Gemfile.lock names it, but does not install its group: \
                        take puma out of the development and test groups";
            verdict.warn("ruby.puma-left-out", at, note);
            return None;
        }
        return project.rackup.map(|_| ("bundle exec puma --config ../etc/puma.cfg", at));
    }
    let rackup = rackup(project).filter(|_| has_handler(project, era, verdict));
    rackup.filter(|_| project.gemfile.is_some()).and_then(|at| {
        project.rackup.map(|_| ("bundle exec rackup -E production -P /tmp/rack.pid --host 0.0.0.0 --port 8080", at))
    })
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
    let is_old = verdict.builder_version.as_deref().is_some_and(|range| !range::overlap(range, ">=3"));
    era == Era::OpenShift35
        || is_old
        || HANDLERS.iter().any(|name| project.bundled(name).is_some())
        || names_thin(project)
}

/// Whether the first line of `config.ru` hands options to rackup, as rack before version 3 allowed, and names thin.
fn names_thin(project: &Project<'_>) -> bool {
    let options = project.rackup.and_then(|file| file.lines().next()).filter(|line| line.text.starts_with("#\\"));
    options.is_some_and(|line| line.text.contains("thin"))
        && project.bundled("thin").is_some()
        && project.bundled("rackup").is_none()
}

/// A start that the builder's run script does not know.
fn by_ourselves(project: &Project<'_>, role: Role) -> Option<Override> {
    const UNKNOWN: &str = "the builder's run script knows puma in Gemfile.lock and rackup only, finds neither, prints an \
                           error and ends with status 0";
    let found =
        |command: String, port, at, what: &str| Some(Override { command, port, at, why: format!("{what}: {UNKNOWN}") });
    let port = PORT.parse().ok();
    if let Some((text, at)) = procfile::process(project.repo, "web")
        && let Some(command) = Command::parse(text)
    {
        let entry = || entry::find(project);
        let listens =
            if command.takes_port { port } else { command.port().or_else(|| entry().and_then(|e| listens_on(&e))) };
        return found(command.line(has_gems(project)), listens, at, "the Procfile says how it starts");
    }
    if let Some(rackup) = project.rackup {
        let server = RACK_SERVERS.iter().find_map(|(name, command)| Some((*name, *command, project.bundled(name)?)));
        if let Some((name, command, at)) = server {
            return found(command.to_owned(), port, at, &format!("{name} serves {}", rackup.name()));
        }
    }
    if let Some(rails) = project.repo.file("bin/rails").filter(|_| has_server(project)) {
        let command = "bundle exec bin/rails server --binding 0.0.0.0 --port 8080";
        return found(command.to_owned(), port, rails.whole(), "it is a Rails application without config.ru");
    }
    if role == Role::Site {
        let jekyll = Framework::of(project).filter(|framework| framework.name == "jekyll")?;
        let command = "bundle exec jekyll serve --host 0.0.0.0 --port 8080 --no-watch";
        return found(command.to_owned(), port, jekyll.at, "Jekyll serves its own pages");
    }
    let entry = entry::find(project)?;
    let bundle = if has_gems(project) { "bundle exec " } else { "" };
    let what = format!("{} is the application", entry.file.name());
    found(format!("{bundle}ruby {}", entry.file.name()), listens_on(&entry), entry.file.whole(), &what)
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

/// What is missing for a start.
fn missing(project: &Project<'_>) -> String {
    let mut text = String::from("the builder's run script would print an error and end with status 0: ");
    text.push_str(match (&project.gemfile, &project.rackup, &project.lock) {
        (None, ..) => "there is no Gemfile; list puma in one",
        (_, None, _) => "there is no config.ru and no other known way to start",
        (_, _, None) => {
            "there is no Gemfile.lock that names puma, and rackup may be missing; add puma and lock the gems"
        }
        _ => "Gemfile.lock names neither puma nor a rackup with a server; add puma to the Gemfile",
    });
    text
}
