//! How it starts: Apache, over the right or the wrong directory; or a server in PHP that the builder does not know.

use crate::document_root::DocumentRoot;
use crate::framework::Framework;
use crate::project::Project;
use crate::role::Role;
use crate::settings;
use fieldmark_sdk::script::{PORT, Script, own, plain_words, replace_port};
use fieldmark_sdk::{Era, Place, Verdict, environment, points, procfile};

/// What the builder's run script ends with.
const COMMAND: &str = "httpd -D FOREGROUND";

/// States start and ports, warns of the wrong document root, and sets the right one where nothing would answer.
pub fn state(project: &Project<'_>, role: Role, era: Era, verdict: &mut Verdict) {
    state_declared_port(project, verdict);
    if let Some(script) = own(project.repo, "run") {
        verdict.attribute("start", script.path(), script.whole());
        verdict.attribute("start-origin", "declared", script.whole());
        verdict.point(points::START, "php.own-run-script", script.whole(), "the repository brings its own run script");
        return;
    }
    if matches!(role, Role::Library | Role::Tooling) || !project.has_weight() {
        return;
    }
    settings::state(project.repo, verdict);
    if let Some(found) = own_server(project) {
        return state_own_server(project, &found, verdict);
    }
    if let Some((framework, (_, command, port))) = serving_by_itself(project) {
        verdict.attribute("start", *command, framework.at);
        verdict.attribute("start-origin", "unknown", framework.at);
        return verdict.attribute("port", *port, framework.at);
    }
    let origin = match state_document_root(project, verdict) {
        Outcome::Serves => "builder-default",
        Outcome::Overridden => "override",
        Outcome::Fails => "unknown",
    };
    let root = &project.document_root;
    let at = root.answer(project.repo).or_else(|| root.page()).map_or(Place::NONE, |page| page.whole());
    verdict.attribute("start", COMMAND, at);
    verdict.attribute("start-origin", origin, at);
    let ports: &[&str] = if era == Era::OpenShift35 { &["8080"] } else { &["8080", "8443"] };
    for port in ports {
        verdict.attribute("port", *port, Place::NONE);
    }
}

/// Frameworks that answer requests in a process of PHP's own: how they are started, and where they listen.
const BY_THEMSELVES: [(&str, &str, &str); 3] = [
    ("webman", "php start.php start", "8787"),
    ("hyperf", "php bin/hyperf.php start", "9501"),
    ("swoft", "php bin/swoft http:start", "18306"),
];

/// The framework that needs no httpd. Where pages stand httpd serves them.
fn serving_by_itself<'p>(
    project: &'p Project<'_>,
) -> Option<(&'p Framework, &'static (&'static str, &'static str, &'static str))> {
    let framework = project.framework.as_ref().filter(|_| project.document_root.page().is_none())?;
    Some((framework, BY_THEMSELVES.iter().find(|(name, ..)| *name == framework.name)?))
}

/// What becomes of the document root.
enum Outcome {
    /// httpd serves it, be there a page or not.
    Serves,
    /// A script of ours sets it.
    Overridden,
    /// httpd does not start.
    Fails,
}

/// A server that PHP itself runs, as the Procfile says it. Where pages stand httpd serves them.
fn own_server<'r>(project: &Project<'r>) -> Option<(Vec<&'r str>, Place)> {
    let (command, at) = procfile::process(project.repo, "web")?;
    let words = plain_words(command)?;
    let is_php = words.first().is_some_and(|first| *first == "php" || first.starts_with("vendor/bin/"));
    let pages = project.document_root.page().is_some() || words.contains(&"-S") || words[0].contains("heroku-php-");
    (is_php && !pages).then_some((words, at))
}

fn state_own_server(project: &Project<'_>, (words, at): &(Vec<&str>, Place), verdict: &mut Verdict) {
    let given = environment::filled(project.repo, "PORT").and_then(|port| port.value.parse::<u16>().ok());
    let port = given.unwrap_or(PORT).to_string();
    let fill = |by: &str| words.iter().map(|word| replace_port(word, by)).collect::<Vec<_>>().join(" ");
    let command = fill(&port);
    verdict.attribute("start", command.as_str(), *at);
    verdict.attribute("start-origin", "override", *at);
    if words.iter().any(|word| word.contains("PORT")) {
        verdict.attribute("port", port, *at);
    }
    verdict.point(points::START, "php.own-server", *at, format!("the Procfile starts {command}"));
    let body = Script::run().exec(&fill("\"$PORT\""));
    verdict.script("run", body, "the builder serves pages, and there are none: the Procfile starts a server in PHP");
}

/// Judges the document root.
fn state_document_root(project: &Project<'_>, verdict: &mut Verdict) -> Outcome {
    let root = &project.document_root;
    if let Some((directory, at)) = root.set {
        verdict.attribute("document-root", directory, at);
        if root.lacks_slash {
            let note = format!(
                "DOCUMENTROOT is put behind /opt/app-root/src as it is, so that httpd finds no /opt/app-root/src{directory}: \
                 put `DOCUMENTROOT=/{directory}` into .s2i/environment"
            );
            verdict.warn("php.document-root-lacks-slash", at, note);
            return Outcome::Fails;
        }
    }
    if let Some(page) = root.answer(project.repo) {
        let note = format!("the builder serves {}", page.path());
        verdict.point(points::START, "php.builder-serves-it", page.whole(), note);
        warn_of_bare_sources(project, verdict);
        return Outcome::Serves;
    }
    if let Some((directory, at)) = root.set {
        let note = format!("DOCUMENTROOT says `{directory}`, but there is no index.php in it");
        verdict.warn("php.document-root-without-page", at, note + &advice(root));
        return Outcome::Serves;
    }
    if let Some((directory, page)) = root.own_page {
        let note = format!("{} answers once {directory}/ is the document root", page.path());
        verdict.point(points::START, "php.document-root-override", page.whole(), note);
        let note = format!("nothing answers in the root, which the builder serves{}", advice(root));
        verdict.warn("php.document-root", page.whole(), note);
        let body = Script::assemble().default("DOCUMENTROOT", &format!("/{directory}")).exec_image("run");
        verdict.script("run", body, format!("the builder serves the root, and the pages stand in {directory}/"));
        return Outcome::Overridden;
    }
    let framework = project.framework.as_ref().and_then(|f| Some((f, f.published.first()?)));
    if let Some((framework, directory)) = framework {
        let note = format!(
            "{} publishes {directory}/, but the builder serves the root: put `DOCUMENTROOT=/{directory}` into \
             .s2i/environment",
            framework.name
        );
        verdict.warn("php.document-root", framework.at, note);
    } else if project.repo.file("index.html").is_none() {
        verdict.warn("php.no-page", Place::NONE, "the builder serves the root, but there is no index.php in it");
    }
    Outcome::Serves
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

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    /// Origin and warnings.
    fn start(files: &[(&str, &str)], era: Era) -> String {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let project = Project::read(&repo);
        let mut verdict = Verdict::new("php");
        state(&project, Role::of(&project), era, &mut verdict);
        let ports = verdict.attributes.iter().filter(|attribute| attribute.name == "port").count();
        let codes = verdict.warnings.iter().map(|warning| format!(" !{}", warning.code.trim_start_matches("php.")));
        format!("{} {ports}{}", verdict.get("start-origin").unwrap_or("-"), codes.collect::<String>())
    }

    #[test]
    fn document_root_decides() {
        // builders.md 5.2, DOCUMENTROOT; today there are the ports 8080 and 8443, in 2017 only the first.
        let (index, public) = (("index.php", ""), ("public/index.php", ""));
        let env = |text| (".s2i/environment", text);
        for (files, expected) in [
            (&[index][..], "builder-default 2"),
            (&[public], "override 2 !document-root"),
            (&[public, env("DOCUMENTROOT=/public\n")], "builder-default 2"),
            (&[public, env("DOCUMENTROOT=/public/\n")], "builder-default 2"),
            (&[public, env("DOCUMENTROOT=public\n")], "unknown 2 !document-root-lacks-slash"),
            (&[public, env("DOCUMENTROOT=/web\n")], "builder-default 2 !document-root-without-page"),
            (&[index, env("DOCUMENTROOT=/\n")], "builder-default 2"),
            (&[index, env("DOCUMENTROOT=\n")], "builder-default 2"),
            (&[index, (".s2i/bin/run", "")], "declared 0"),
            (&[("a.php", "")], "builder-default 2 !no-page"),
            (&[("a.php", ""), ("index.html", "")], "builder-default 2"),
            (&[("a.php", ""), ("Procfile", "web: php a.php $PORT\n")], "override 1"),
            (&[("a.php", ""), ("Procfile", "web: php a.php; id\n")], "builder-default 2 !no-page"),
            (&[index, ("Procfile", "web: php a.php $PORT\n")], "builder-default 2"),
        ] {
            assert_eq!(start(files, Era::Today), expected, "{files:?}");
        }
        assert_eq!(start(&[index], Era::OpenShift35), "builder-default 1");
        assert_eq!(start(&[public], Era::OpenShift35), "override 1 !document-root");
    }
}
