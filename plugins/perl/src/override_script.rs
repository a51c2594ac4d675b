//! Scripts for applications that the builder does not find by itself.

use crate::project::Project;
use crate::psgi::Psgi;
use fieldmark_sdk::script::{PORT, Script, quote, quote_path};
use fieldmark_sdk::{File, environment};

/// A way to start that the builder does not take by itself.
pub struct Override<'r> {
    /// `assemble` or `run`.
    pub script: &'static str,
    /// Text of the script.
    pub body: String,
    /// The command that is started, if it is not the builder's.
    pub command: Option<String>,
    /// The application.
    pub file: File<'r>,
    /// Code of the reason.
    pub code: &'static str,
    /// What was found.
    pub note: String,
    /// Why the builder's own is not enough.
    pub why: String,
    /// Whether it is served by a server for development.
    pub development: bool,
}

/// The first that is there: a PSGI application at another place, a Dancer script, a Mojolicious script, the server that
/// Catalyst writes for development.
pub fn find<'r>(project: &Project<'r>) -> Option<Override<'r>> {
    if matches!(project.psgi, Psgi::Off(_) | Psgi::Named(..)) {
        return None;
    }
    let hidden =
        project.psgi.hidden().map(|file| told(file, format!("by itself the builder does not choose {}", file.path())));
    hidden
        .or_else(|| {
            let file = project.dancer?;
            Some(told(file, format!("{} is a PSGI application, but the builder looks for *.psgi only", file.path())))
        })
        .or_else(|| project.mojolicious.map(|file| mojolicious(project, file)))
        .or_else(|| project.catalyst.map(|file| catalyst(project, file)))
}

/// The builder chooses the PSGI application while it assembles: a script tells it which one.
fn told(file: File<'_>, why: String) -> Override<'_> {
    Override {
        script: "assemble",
        body: Script::assemble().default_unset("PSGI_FILE", file.path()).exec_image("assemble"),
        command: None,
        file,
        code: "perl.psgi-override",
        note: format!("the builder serves {} once PSGI_FILE names it", file.path()),
        why,
        development: false,
    }
}

/// What modules of `extlib/` need, as the builder's own `run` sets it (builders.md 4.2).
fn with_modules() -> Script {
    Script::run()
        .line("export PATH=\"/opt/app-root/src/extlib/bin:$PATH\"")
        .line("export PERL5LIB=\"/opt/app-root/src/extlib/lib/perl5${PERL5LIB:+:$PERL5LIB}\"")
}

/// `PORT` as it is set, or the one that the script sets.
pub fn port(project: &Project<'_>) -> u16 {
    environment::filled(project.repo, "PORT").and_then(|port| port.value.parse().ok()).unwrap_or(PORT)
}

/// A Mojolicious script brings its own server along.
fn mojolicious<'r>(project: &Project<'r>, file: File<'r>) -> Override<'r> {
    let path = quote_path(file.path());
    let options = "daemon --mode production --listen";
    Override {
        script: "run",
        body: with_modules().exec(&format!("perl {path} {options} \"http://*:$PORT\"")),
        command: Some(format!("perl {path} {options} {}", quote(&format!("http://*:{}", port(project))))),
        file,
        code: "perl.mojolicious-daemon",
        note: "Mojolicious serves by itself".to_owned(),
        why: "the builder serves PSGI files and CGI pages; this is a Mojolicious script".to_owned(),
        development: false,
    }
}

/// The server for development that Catalyst writes.
fn catalyst<'r>(project: &Project<'r>, file: File<'r>) -> Override<'r> {
    let path = quote_path(file.path());
    Override {
        script: "run",
        body: with_modules().exec(&format!("perl {path} --host 0.0.0.0 --port \"$PORT\"")),
        command: Some(format!("perl {path} --host 0.0.0.0 --port {}", port(project))),
        file,
        code: "perl.catalyst-server",
        note: "Catalyst brings a server for development".to_owned(),
        why: "the builder serves PSGI files and CGI pages; this application has neither".to_owned(),
        development: true,
    }
}
