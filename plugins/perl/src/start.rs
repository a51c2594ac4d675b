//! How it starts: always httpd, with one PSGI application, with none, or with a script of ours.

use crate::project::Project;
use crate::psgi::Psgi;
use crate::role::Role;
use fieldmark_sdk::{Era, File, Place, Verdict, points};

/// What the builder's run script ends with.
const COMMAND: &str = "httpd -C 'Include /opt/app-root/etc/httpd.conf' -D FOREGROUND";

/// States start and port.
pub fn state(project: &Project<'_>, role: Role, era: Era, verdict: &mut Verdict) {
    if let Some(script) = project.repo.file(".s2i/bin/run") {
        verdict.attribute("start", ".s2i/bin/run", script.whole());
        verdict.attribute("start-origin", "declared", script.whole());
        verdict.point(points::START, "perl.own-run-script", script.whole(), "the repository brings its own run script");
        return;
    }
    warn_of_choice(project, verdict);
    if role != Role::Server {
        if role == Role::Application && project.has_weight() {
            verdict.attribute("start-origin", "unknown", Place::NONE);
            verdict.warn("perl.no-start", Place::NONE, "there is no PSGI application and no index page to serve");
        }
        return;
    }
    if project.cpanfile.is_none() && project.distribution.is_some() {
        let note = "the builder installs modules only if there is a cpanfile: those of the distribution are missing";
        verdict.warn("perl.no-cpanfile", Place::NONE, note);
    }
    verdict.attribute("port", "8080", Place::NONE);
    if let Some(file) = project.psgi.running() {
        by_psgi(file, era, verdict);
    } else if let Some(page) = project.page {
        verdict.attribute("start", COMMAND, page.whole());
        verdict.attribute("start-origin", "builder-default", page.whole());
        let note = format!("the builder's httpd runs {} as CGI", page.name());
        verdict.point(points::START, "perl.cgi", page.whole(), note);
    } else if let Some(file) = project.psgi.hidden() {
        by_assemble_override(file, verdict);
    } else if let Some(script) = project.mojolicious {
        by_daemon(script, verdict);
    } else {
        verdict.attribute("start", COMMAND, Place::NONE);
        verdict.attribute("start-origin", "unknown", Place::NONE);
    }
}

fn by_psgi(file: File<'_>, era: Era, verdict: &mut Verdict) {
    verdict.attribute("psgi-file", file.path(), file.whole());
    verdict.attribute("start", COMMAND, file.whole());
    verdict.attribute("start-origin", "builder-default", file.whole());
    let how = match era {
        Era::Today => "mod_fcgid runs it as `plackup -s FCGI`",
        Era::OpenShift35 => "mod_perl runs it by Plack::Handler::Apache2",
    };
    let note = format!("the builder serves {}: {how}", file.path());
    verdict.point(points::START, "perl.psgi", file.whole(), note);
}

/// The builder chooses the PSGI application while it assembles: a script tells it which one.
fn by_assemble_override(file: File<'_>, verdict: &mut Verdict) {
    verdict.attribute("psgi-file", file.path(), file.whole());
    verdict.attribute("start", COMMAND, file.whole());
    verdict.attribute("start-origin", "override", file.whole());
    let note = format!("the builder serves {} once PSGI_FILE names it", file.path());
    verdict.point(points::START, "perl.psgi-override", file.whole(), note);
    let body = format!(
        "#!/bin/bash\nexport PSGI_FILE=\"${{PSGI_FILE-{}}}\"\nexec \"${{STI_SCRIPTS_PATH:-/usr/libexec/s2i}}/assemble\"\n",
        file.path()
    );
    verdict.script("assemble", body, format!("by itself the builder does not choose {}", file.path()));
}

/// A Mojolicious script brings its own server along.
fn by_daemon(script: File<'_>, verdict: &mut Verdict) {
    let command = format!("perl {} daemon --mode production --listen 'http://*:8080'", script.path());
    verdict.attribute("start", &*command, script.whole());
    verdict.attribute("start-origin", "override", script.whole());
    verdict.point(points::START, "perl.mojolicious-daemon", script.whole(), "Mojolicious serves by itself");
    let body = format!(
        "#!/bin/bash\nexport PATH=\"/opt/app-root/src/extlib/bin:${{PATH}}\"\n\
         export PERL5LIB=\"/opt/app-root/src/extlib/lib/perl5${{PERL5LIB:+:${{PERL5LIB}}}}\"\nexec {command}\n"
    );
    verdict.script("run", body, "the builder serves PSGI files and CGI pages; this is a Mojolicious script");
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
        Psgi::Named(path, at, None) => {
            verdict.warn("perl.psgi-file-missing", *at, format!("PSGI_FILE names {path}, which is not there"));
        }
        Psgi::Off(at) => verdict.point(0, "perl.psgi-off", *at, "PSGI_FILE is empty: pages answer as plain CGI"),
        Psgi::None | Psgi::One(_) | Psgi::Named(..) => {}
    }
}
