//! The verdict over a Maven or Gradle build.

use crate::assemble::Image;
use crate::build::{Build, Packaging, Tool};
use crate::executable::{self, Executable};
use crate::modules::Project;
use crate::{choice, framework, jdk, language, lock_file, port, server, sources, start, tool};
use fieldmark_sdk::{Repo, Settings, Verdict, points};

/// Judges a build.
pub fn judge(repo: &Repo, settings: &Settings, verdict: &mut Verdict, project: &Project<'_>) {
    let root = &project.root;
    let tool = root.tool.name();
    let note = format!("{} describes a build", root.file.name());
    verdict.point(points::MANIFEST, format!("java.{tool}"), root.file.whole(), note);
    let all = project.applications();
    let mut directories: Vec<&str> = all.iter().map(|build| build.file.directory()).collect();
    let applications = choice::narrowed(repo, all, verdict);
    let main = applications.first().copied().unwrap_or(root);
    if !directories.contains(&"") {
        directories.push("");
    }
    sources::score(repo, verdict, &directories);
    language::most_spoken(repo).clone_into(&mut verdict.language);
    verdict.attribute("package-manager", tool, root.file.whole());
    tool::state(repo, verdict, root);
    state_versions(repo, verdict, project, main);
    lock_file::judge(repo, verdict, main);
    let android = project.all().find_map(framework::android);
    if let Some((name, at)) = android {
        verdict.attribute("role", "application", at);
        verdict.warn("java.android", at, format!("{name} builds for Android: no builder image does"));
        return;
    }
    let used = state_framework(verdict, project, main);
    let found = executable::executable(main);
    // A server without an application: the build makes nothing but the server's configuration.
    let bare_server = applications.is_empty() && server::provisioned_alone(project);
    let role = if bare_server { "server" } else { role(repo, main, used, found.as_ref(), &applications) };
    verdict.attribute("role", role, main.file.whole());
    if role == "server" && used.is_none() && framework::listens(main).is_none() {
        state_own_server(repo, verdict, main);
    }
    if main.is_archive() && found.is_none() {
        server::state(repo, settings, verdict, project, &applications);
    } else if bare_server {
        server::state(repo, settings, verdict, project, &[root]);
    } else {
        verdict.builder = Some("java".to_owned());
        start::state(repo, verdict, settings, project, &applications, found);
    }
    if root.tool == Tool::Gradle {
        warn_of_gradle(verdict, root, Image::of(settings, verdict.builder.as_deref().unwrap_or_default()));
    }
    if role == "server" {
        let places = if let [main] = applications[..] { vec![main.file.directory(), ""] } else { directories };
        if verdict.get("port").is_none() {
            port::state(repo, verdict, used.map_or("", |framework| framework.name), &places);
        }
        for (port, at) in project.all().flat_map(|build| port::of_build(build.file)) {
            verdict.attribute("declared-port", port, at);
        }
    }
}

/// What the application asks for, then the root, then the other modules: one JDK builds all of them.
fn state_versions(repo: &Repo, verdict: &mut Verdict, project: &Project<'_>, main: &Build<'_>) {
    let others = project.all().filter(|build| build.file.path() != main.file.path());
    let all: Vec<&Build<'_>> = std::iter::once(main).chain(others).collect();
    jdk::state(repo, verdict, &all);
}

/// States the framework of the application, else that of the first module that has one.
fn state_framework(
    verdict: &mut Verdict,
    project: &Project<'_>,
    main: &Build<'_>,
) -> Option<&'static framework::Framework> {
    let found = framework::framework(main).or_else(|| project.all().find_map(framework::framework));
    if let Some((framework, name, at)) = found {
        let slug = framework.name;
        verdict.point(points::FRAMEWORK, format!("java.framework-{slug}"), at, format!("{name} is used"));
        verdict.attribute("framework", slug, at);
        if let Some((edition, at)) = framework::edition(main, framework) {
            verdict.attribute("framework-edition", edition, at);
        }
    }
    if let Some((name, at)) = framework::listens(main)
        && found.is_none()
    {
        verdict.point(points::SERVER, "java.server-library", at, format!("{name} is used"));
    }
    found.map(|(framework, ..)| framework)
}

fn role(
    repo: &Repo,
    main: &Build<'_>,
    used: Option<&framework::Framework>,
    executable: Option<&Executable>,
    applications: &[&Build<'_>],
) -> &'static str {
    let archive = main.is_archive();
    if applications.is_empty() && matches!(main.packaging, Packaging::Container | Packaging::Other) {
        return "library";
    }
    let serves = framework::listens(main).is_some() || used.is_some_and(|framework| framework.server);
    let starts = || executable.is_some() || sources::main_method(repo).is_some();
    if archive || (serves && starts()) {
        "server"
    } else if starts() {
        let name = used.map_or("", |framework| framework.name);
        let bound = port::bound(repo, name, &[main.file.directory()]);
        if bound.is_some() { "server" } else { "application" }
    } else if serves && used.is_some() {
        "server"
    } else {
        "library"
    }
}

/// Says that the builder does not know Gradle, and what comes of it.
fn warn_of_gradle(verdict: &mut Verdict, root: &Build<'_>, image: Image) {
    let helped = verdict.scripts.iter().any(|script| script.name == "assemble");
    let (whose, rest) = match image {
        Image::Fabric8 => return,
        Image::OpenJdk if helped => {
            ("OpenJDK builder images", "an assemble script runs the wrapper; the fabric8 images run Gradle")
        }
        Image::OpenJdk => {
            ("OpenJDK builder images", "the sources would be copied as they are; the fabric8 images run Gradle")
        }
        _ if helped => ("images of servers", "an assemble script runs the wrapper"),
        Image::WildFly => (
            "images of servers",
            "name a server for it in .s2i/environment (GALLEON_PROVISION_FEATURE_PACKS and GALLEON_PROVISION_LAYERS), \
             and an assemble script runs the wrapper",
        ),
        _ => ("images of servers", "nothing would be deployed"),
    };
    let note = format!("the {whose} only build with Maven, {rest}");
    verdict.warn("java.gradle-not-built", root.file.whole(), note);
}

/// A server that the program makes by itself.
fn state_own_server(repo: &Repo, verdict: &mut Verdict, main: &Build<'_>) {
    if let Some(bound) = port::bound(repo, "", &[main.file.directory()]) {
        verdict.point(points::SERVER, "java.serves", bound.at, "the program binds an address");
    }
}
