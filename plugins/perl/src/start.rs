//! How it starts: always httpd, with one PSGI application, with none, or with a script of ours.

use crate::override_script::{self, Override};
use crate::project::Project;
use crate::psgi::Psgi;
use crate::role::Role;
use crate::{assemble, httpd};
use fieldmark_sdk::script::{PORT, own};
use fieldmark_sdk::{Era, File, Place, Verdict, points};

/// What the builder's run script ends with.
const COMMAND: &str = "httpd -C 'Include /opt/app-root/etc/httpd.conf' -D FOREGROUND";

/// States start and port.
pub fn state(project: &Project<'_>, role: Role, era: Era, verdict: &mut Verdict) {
    if let Some(script) = own(project.repo, "run") {
        verdict.attribute("start", script.path(), script.whole());
        verdict.attribute("start-origin", "declared", script.whole());
        verdict.point(points::START, "perl.own-run-script", script.whole(), "the repository brings its own run script");
        return;
    }
    warn_of_choice(project, verdict);
    if role != Role::Library && project.has_weight() {
        assemble::state(project, era, verdict);
    }
    if role != Role::Server {
        if role == Role::Application && project.has_weight() {
            verdict.attribute("start-origin", "unknown", Place::NONE);
            verdict.warn("perl.no-start", Place::NONE, "there is no PSGI application and no index page to serve");
        }
        return;
    }
    let Some(refused) = httpd::refused(project.repo) else { return by_choice(project, era, verdict) };
    let note =
        format!("{} is `{}`: the builder starts only with a number from 1 to 20000", refused.name, refused.value);
    verdict.warn("perl.max-request-workers", refused.at, note);
    verdict.attribute("start-origin", "unknown", refused.at);
}

/// What httpd serves, or what is started instead.
fn by_choice(project: &Project<'_>, era: Era, verdict: &mut Verdict) {
    if let Some(file) = project.psgi.running() {
        by_psgi(file, era, verdict);
    } else if let Psgi::Named(path, at, None) = project.psgi {
        by_httpd(if path.ends_with(".psgi") { "unknown" } else { "builder-default" }, at, verdict);
    } else if let Some(page) = project.page {
        by_httpd("builder-default", page.whole(), verdict);
        let note = format!("the builder's httpd runs {} as CGI", page.name());
        verdict.point(points::START, "perl.cgi", page.whole(), note);
    } else if let Some(found) = override_script::find(project) {
        by_override(project, &found, verdict);
    } else {
        by_httpd("unknown", Place::NONE, verdict);
    }
}

/// The builder's own start; httpd answers even where nothing is set up.
fn by_httpd(origin: &str, at: Place, verdict: &mut Verdict) {
    verdict.attribute("start", COMMAND, at);
    verdict.attribute("start-origin", origin, at);
    verdict.attribute("port", PORT.to_string(), Place::NONE);
}

fn by_psgi(file: File<'_>, era: Era, verdict: &mut Verdict) {
    verdict.attribute("psgi-file", file.path(), file.whole());
    by_httpd("builder-default", file.whole(), verdict);
    let how = match era {
        Era::Today => "mod_fcgid runs it as `plackup -s FCGI`",
        Era::OpenShift35 => "mod_perl runs it by Plack::Handler::Apache2",
    };
    let note = format!("the builder serves {}: {how}", file.path());
    verdict.point(points::START, "perl.psgi", file.whole(), note);
}

fn by_override(project: &Project<'_>, found: &Override<'_>, verdict: &mut Verdict) {
    let at = found.file.whole();
    if found.script == "assemble" {
        verdict.attribute("psgi-file", found.file.path(), at);
    }
    verdict.attribute("start", found.command.as_deref().unwrap_or(COMMAND), at);
    // With another assemble script it is the builder's own run that starts it.
    let (origin, port) =
        if found.script == "run" { ("override", override_script::port(project)) } else { ("builder-default", PORT) };
    verdict.attribute("start-origin", origin, at);
    verdict.attribute("port", port.to_string(), at);
    verdict.point(points::START, found.code, at, found.note.as_str());
    if found.development {
        let note = "it is served by a server for development: write a file app.psgi that returns the application";
        verdict.warn("perl.development-server", at, note);
    }
    verdict.script(found.script, found.body.as_str(), found.why.as_str());
}

/// Warns where the builder does not take what is meant.
fn warn_of_choice(project: &Project<'_>, verdict: &mut Verdict) {
    match &project.psgi {
        Psgi::Several(files) => {
            let names: Vec<_> = files.iter().map(File::name).collect();
            let first = project.psgi.hidden().or(files.first().copied());
            let at = first.map_or(Place::NONE, |file| file.whole());
            let note = format!(
                "the builder runs a PSGI application only if there is one; these are {}: put `PSGI_FILE={}` into \
                 .s2i/environment",
                names.join(", "),
                first.map_or("app.psgi", |file| file.name())
            );
            verdict.warn("perl.several-psgi", at, note);
        }
        Psgi::Below(file) => {
            let note = format!(
                "the builder looks for PSGI applications in the root only: put `PSGI_FILE={}` into .s2i/environment",
                file.path()
            );
            verdict.warn("perl.psgi-below-the-root", file.whole(), note);
        }
        Psgi::Off(at) => verdict.point(0, "perl.psgi-off", *at, "PSGI_FILE is empty: pages answer as plain CGI"),
        Psgi::None | Psgi::One(_) | Psgi::Named(..) => {}
    }
}
