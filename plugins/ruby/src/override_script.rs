//! `run` scripts for what the builder's own would not start.

use crate::command::{Command, web_process};
use crate::entry::{self, Entry};
use crate::framework::Framework;
use crate::literal::strings;
use crate::project::Project;
use crate::role::Role;
use crate::run::{HANDLERS, is_before_3, rackup};
use fieldmark_sdk::script::{PORT, Script, quote, quote_path};
use fieldmark_sdk::{Place, Verdict, environment};

/// Servers that take `config.ru` by themselves, with the command that binds them to the builder's port.
const RACK_SERVERS: [(&str, &str); 5] = [
    ("puma", "bundle exec puma --bind tcp://0.0.0.0:{port}"),
    ("unicorn", "bundle exec unicorn --listen 0.0.0.0:{port}"),
    ("thin", "bundle exec thin start --address 0.0.0.0 --port {port}"),
    ("passenger", "bundle exec passenger start --address 0.0.0.0 --port {port}"),
    ("falcon", "bundle exec falcon serve --bind http://0.0.0.0:{port}"),
];

/// A way to start that the builder does not take by itself.
pub struct Override {
    /// The command in shell; `{port}` stands for the port.
    command: String,
    /// Lines before it.
    before: Vec<String>,
    /// The port, if the command does not take it from `{port}` or `PORT`.
    own_port: Option<u16>,
    /// Whether it is known to listen at all.
    serves: bool,
    /// Where it was found.
    pub at: Place,
    /// What was found.
    pub what: String,
}

impl Override {
    fn new(command: impl Into<String>, at: Place, what: impl Into<String>) -> Self {
        Self { command: command.into(), before: Vec::new(), own_port: None, serves: true, at, what: what.into() }
    }

    /// The port it listens on: its own, else `PORT`, which the script sets.
    pub fn port(&self, project: &Project<'_>) -> Option<u16> {
        self.own_port.or_else(|| self.serves.then(|| given_port(project)))
    }

    /// The command as people would type it.
    pub fn command(&self, project: &Project<'_>) -> String {
        self.command.replace("{port}", &given_port(project).to_string())
    }

    /// The text of the script.
    pub fn body(&self) -> String {
        let script = Script::run().default("RACK_ENV", "production");
        let script = self.before.iter().fold(script, |script, line| script.line(line));
        script.exec(&self.command.replace("{port}", "\"$PORT\""))
    }
}

/// `PORT` as it is set, or the one that the script sets.
fn given_port(project: &Project<'_>) -> u16 {
    environment::filled(project.repo, "PORT").and_then(|port| port.value.parse().ok()).unwrap_or(PORT)
}

/// A start that the builder's run script does not know: the author's own words, a server that takes `config.ru`, and
/// what the kind of application suggests.
pub fn find(project: &Project<'_>, role: Role, verdict: &Verdict) -> Option<Override> {
    if project.gemfile.is_some_and(|file| file.name() != "Gemfile") {
        return None;
    }
    by_procfile(project).or_else(|| by_rack_server(project)).or_else(|| by_rails(project)).or_else(|| {
        if role == Role::Site {
            by_jekyll(project, verdict).or_else(|| by_middleman(project))
        } else {
            by_function(project).or_else(|| by_script(project, verdict)).or_else(|| by_object(project))
        }
    })
}

/// The command of the Procfile where it takes the port that the image exposes, runs another program than the builder
/// would, and that program is installed.
pub fn instead_of(project: &Project<'_>, builder: &str) -> Option<Override> {
    let command = Command::parse(web_process(project.repo)?.0).filter(|command| command.takes_port)?;
    let program = command.program()?;
    let is_server = RACK_SERVERS.iter().any(|(name, _)| *name == program) || HANDLERS.contains(&program);
    let is_there = match program {
        "rackup" => rackup(project).is_some(),
        "rails" => project.bundled("rails").is_some() || project.bundled("railties").is_some(),
        _ => is_server && project.bundled(program).is_some(),
    };
    let is_same = builder.split(' ').any(|word| word == program);
    by_procfile(project).filter(|_| is_there && !is_same)
}

fn by_procfile(project: &Project<'_>) -> Option<Override> {
    let (text, at) = web_process(project.repo)?;
    let command = Command::parse(text)?;
    let entry = entry::find(project);
    let found = Override::new(command.line(has_gems(project)), at, "the Procfile says how it starts");
    if command.takes_port {
        return Some(found);
    }
    let own_port = command.port().or_else(|| entry.as_ref().and_then(own_port));
    Some(Override { own_port, serves: entry.is_some_and(|entry| entry.serves), ..found })
}

fn by_rack_server(project: &Project<'_>) -> Option<Override> {
    project.rackup?;
    let server = RACK_SERVERS.iter().find_map(|(name, command)| Some((*name, *command, project.bundled(name)?)));
    let (name, command, at) = server?;
    Some(Override::new(command, at, format!("{name} serves config.ru")))
}

fn by_rails(project: &Project<'_>) -> Option<Override> {
    let rails = project.repo.file("bin/rails").filter(|_| has_server(project))?;
    let command = "bundle exec bin/rails server --binding 0.0.0.0 --port {port}";
    Some(Override::new(command, rails.whole(), "bin/rails serves Rails"))
}

/// Jekyll serves with WEBrick, which it requires since 4.3 and Ruby brought along up to 2.7.
fn by_jekyll(project: &Project<'_>, verdict: &Verdict) -> Option<Override> {
    let jekyll = Framework::of(project).filter(|framework| framework.name == "jekyll")?;
    let brings_webrick = project.lock.is_none() && project.gem("jekyll").is_some();
    if !(brings_webrick || project.bundled("webrick").is_some() || is_before_3(verdict)) {
        return None;
    }
    let command = "bundle exec jekyll serve --host 0.0.0.0 --port {port} --no-watch";
    Some(Override::new(command, jekyll.at, "Jekyll serves the pages it makes"))
}

/// Middleman 4 brings its server along.
fn by_middleman(project: &Project<'_>) -> Option<Override> {
    let bundled = project.gemfile.is_some();
    let middleman = Framework::of(project).filter(|framework| bundled && framework.name == "middleman")?;
    let command = "bundle exec middleman server --bind-address=0.0.0.0 --port={port}";
    Some(Override::new(command, middleman.at, "Middleman serves the pages it makes"))
}

/// The first function of `app.rb`, which the framework's own program serves.
fn by_function(project: &Project<'_>) -> Option<Override> {
    project.gem("functions_framework")?;
    let file = project.repo.file("app.rb")?;
    let (name, at) = file.lines().find_map(|line| {
        let arguments = line.code().strip_prefix("FunctionsFramework.")?;
        Some((*strings(arguments).first()?, line.at))
    })?;
    let command = format!("bundle exec functions-framework-ruby --target {} --port {{port}}", quote(name));
    Some(Override::new(command, at, format!("{name} of app.rb is a function")))
}

fn by_script(project: &Project<'_>, verdict: &Verdict) -> Option<Override> {
    let entry = entry::find(project)?;
    // Sinatra serves itself with the help of rackup and a server, both of which it leaves to the Gemfile.
    if entry.needs_rackup && (rackup(project).is_none() || !(has_server(project) || is_before_3(verdict))) {
        return None;
    }
    let bundle = if has_gems(project) { "bundle exec " } else { "" };
    let command = format!("{bundle}ruby {}", quote_path(entry.file.name()));
    let found = Override::new(command, entry.file.whole(), format!("{} is the application", entry.file.name()));
    Some(Override { own_port: own_port(&entry), serves: entry.serves, ..found })
}

/// An application object that puma can serve once a `config.ru` names it. Puma needs no rackup for that.
fn by_object(project: &Project<'_>) -> Option<Override> {
    let (file, object) = entry::object(project).filter(|_| project.rackup.is_none())?;
    project.bundled("puma")?;
    let what = format!("puma serves {object} of {}, which no config.ru names", file.name());
    let found = Override::new("bundle exec puma --bind tcp://0.0.0.0:{port} /tmp/config.ru", file.whole(), what);
    Some(Override { before: vec![config_ru(file.name(), object, "/tmp/config.ru")], ..found })
}

/// The line that writes a `config.ru`.
pub fn config_ru(file: &str, object: &str, path: &str) -> String {
    let (require, run) = (format!("require './{file}'"), format!("run {object}"));
    format!("printf '%s\\n' {} {} > {path}", quote(&require), quote(&run))
}

/// Whether anything is installed that only Bundler finds.
fn has_gems(project: &Project<'_>) -> bool {
    project.gems().next().is_some() || project.lock.as_ref().is_some_and(|lock| !lock.specs.is_empty())
}

/// Whether any server is installed that a Rack application runs in.
pub fn has_server(project: &Project<'_>) -> bool {
    RACK_SERVERS.iter().map(|(name, _)| name).chain(&HANDLERS).any(|name| project.bundled(name).is_some())
}

/// The port that a script sets by itself.
fn own_port(entry: &Entry<'_>) -> Option<u16> {
    entry.port().map(|(port, _)| port)
}
