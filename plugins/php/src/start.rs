//! How it starts: always Apache, over the right or the wrong directory.

use crate::document_root::DocumentRoot;
use crate::project::Project;
use crate::role::Role;
use fieldmark_sdk::{Era, Place, Verdict, points};

/// What the builder's run script ends with.
const COMMAND: &str = "httpd -D FOREGROUND";

/// States start and ports, warns of the wrong document root, and sets the right one where nothing would answer.
pub fn state(project: &Project<'_>, role: Role, era: Era, verdict: &mut Verdict) {
    state_declared_port(project, verdict);
    if let Some(script) = project.repo.file(".s2i/bin/run") {
        verdict.attribute("start", ".s2i/bin/run", script.whole());
        verdict.attribute("start-origin", "declared", script.whole());
        verdict.point(points::START, "php.own-run-script", script.whole(), "the repository brings its own run script");
        return;
    }
    if matches!(role, Role::Library | Role::Tooling) || !project.has_weight() {
        return;
    }
    let overridden = state_document_root(project, verdict);
    let origin = if overridden { "override" } else { "builder-default" };
    let root = &project.document_root;
    let at = root.answer(project.repo).or_else(|| root.page()).map_or(Place::NONE, |page| page.whole());
    verdict.attribute("start", COMMAND, at);
    verdict.attribute("start-origin", origin, at);
    let ports: &[&str] = if era == Era::OpenShift35 { &["8080"] } else { &["8080", "8443"] };
    for port in ports {
        verdict.attribute("port", *port, Place::NONE);
    }
}

/// Judges the document root. Says whether a script of ours sets it.
fn state_document_root(project: &Project<'_>, verdict: &mut Verdict) -> bool {
    let root = &project.document_root;
    if let Some((directory, at)) = root.set {
        verdict.attribute("document-root", directory, at);
    }
    if let Some(page) = root.answer(project.repo) {
        let note = format!("the builder serves {}", page.path());
        verdict.point(points::START, "php.builder-serves-it", page.whole(), note);
        warn_of_bare_sources(project, verdict);
        return false;
    }
    if let Some((directory, at)) = root.set {
        let note = format!("DOCUMENTROOT says `{directory}`, but there is no index.php in it");
        verdict.warn("php.document-root-without-page", at, note + &advice(root));
        return false;
    }
    if let Some((directory, page)) = root.own_page {
        let note = format!("{} answers once {directory}/ is the document root", page.path());
        verdict.point(points::START, "php.document-root-override", page.whole(), note);
        let note = format!("nothing answers in the root, which the builder serves{}", advice(root));
        verdict.warn("php.document-root", page.whole(), note);
        let body = format!(
            "#!/bin/bash\nexport DOCUMENTROOT=\"${{DOCUMENTROOT:-/{directory}}}\"\n\
             exec \"${{STI_SCRIPTS_PATH:-/usr/libexec/s2i}}/run\"\n"
        );
        verdict.script("run", body, format!("the builder serves the root, and the pages stand in {directory}/"));
        return true;
    }
    let framework = project.framework.as_ref().and_then(|f| Some((f, f.published.first()?)));
    if let Some((framework, directory)) = framework {
        let note = format!(
            "{} publishes {directory}/, but the builder serves the root: put `DOCUMENTROOT=/{directory}` into \
             .s2i/environment",
            framework.name
        );
        verdict.warn("php.document-root", framework.at, note);
    } else {
        verdict.warn("php.no-page", Place::NONE, "the builder serves the root, but there is no index.php in it");
    }
    false
}

/// A page in the root answers, but the framework's own directory holds the pages: everything else is open to readers.
fn warn_of_bare_sources(project: &Project<'_>, verdict: &mut Verdict) {
    let root = &project.document_root;
    let (Some(framework), Some((directory, page))) = (&project.framework, root.own_page) else { return };
    if root.set.is_some() || root.redirect.is_some() || !framework.published.contains(&directory) {
        return;
    }
    let note = format!("the builder serves the root, so that the sources beside {directory}/ are open to all");
    verdict.warn("php.sources-exposed", page.whole(), note + &advice(root));
}

fn advice(root: &DocumentRoot<'_>) -> String {
    root.own_page
        .map(|(directory, _)| format!(": put `DOCUMENTROOT=/{directory}` into .s2i/environment"))
        .unwrap_or_default()
}

/// The port of development servers stands in `.env`. The builder does not listen there; people may look for it.
fn state_declared_port(project: &Project<'_>, verdict: &mut Verdict) {
    const KEYS: [&str; 2] = ["APP_PORT", "SERVER_PORT"];
    let Some(file) = project.repo.file(".env").filter(|_| project.composer.is_some()) else { return };
    let declared = file.lines().find_map(|line| {
        let (key, value) = line.code().split_once('=')?;
        let port = value.trim().trim_matches(['"', '\'']);
        (KEYS.contains(&key.trim()) && port.parse::<u16>().is_ok()).then_some((port, line.at))
    });
    if let Some((port, at)) = declared {
        verdict.attribute("declared-port", port, at);
    }
}
