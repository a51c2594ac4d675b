//! The verdict over a Maven or Gradle build.

use crate::assemble::Image;
use crate::build::{Build, Packaging, Tool, below};
use crate::executable::{self, Executable};
use crate::modules::Project;
use crate::{framework, jdk, language, port, scripts, server, sources};
use fieldmark_sdk::{Place, Repo, Settings, Verdict, environment, points, procfile, script};

/// Judges a build.
pub fn judge(repo: &Repo, settings: &Settings, verdict: &mut Verdict, project: &Project<'_>) {
    let root = &project.root;
    let tool = root.tool.name();
    let note = format!("{} describes a build", root.file.name());
    verdict.point(points::MANIFEST, format!("java.{tool}"), root.file.whole(), note);
    let applications = project.applications();
    let main = applications.first().copied().unwrap_or(root);
    let mut directories: Vec<&str> = applications.iter().map(|build| build.file.directory()).collect();
    if !directories.contains(&"") {
        directories.push("");
    }
    sources::score(repo, verdict, &directories);
    language::most_spoken(repo).clone_into(&mut verdict.language);
    verdict.attribute("package-manager", tool, root.file.whole());
    state_versions(repo, verdict, project, main);
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
    if is_archive(main) && found.is_none() {
        server::state(repo, settings, verdict, project, &applications);
    } else if bare_server {
        server::state(repo, settings, verdict, project, &[root]);
    } else {
        verdict.builder = Some("java".to_owned());
        state_start(repo, verdict, settings, project, &applications, found);
    }
    if root.tool == Tool::Gradle
        && Image::of(settings, verdict.builder.as_deref().unwrap_or_default()) != Image::Fabric8
    {
        warn_of_gradle(verdict, root);
    }
    if role == "server" {
        state_ports(repo, verdict, used, &directories);
        for (port, at) in project.all().flat_map(|build| port::of_build(build.file)) {
            verdict.attribute("declared-port", port, at);
        }
    }
}

/// The level of the application, else of the root, else of any module.
fn state_versions(repo: &Repo, verdict: &mut Verdict, project: &Project<'_>, main: &Build<'_>) {
    let all = || std::iter::once(main).chain(project.all());
    let stated =
        all().find(|build| !build.levels.is_empty()).or_else(|| all().find(|build| build.spring_boot().is_some()));
    jdk::state(repo, verdict, stated);
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
    }
    if let Some((name, at)) = framework::listens(main)
        && found.is_none()
    {
        verdict.point(points::SERVER, "java.server-library", at, format!("{name} is used"));
    }
    found.map(|(framework, ..)| framework)
}

fn is_archive(build: &Build<'_>) -> bool {
    matches!(build.packaging, Packaging::War | Packaging::Ear)
}

fn role(
    repo: &Repo,
    main: &Build<'_>,
    used: Option<&framework::Framework>,
    executable: Option<&Executable>,
    applications: &[&Build<'_>],
) -> &'static str {
    let archive = is_archive(main);
    if applications.is_empty() && matches!(main.packaging, Packaging::Container | Packaging::Other) {
        return "library";
    }
    let serves = framework::listens(main).is_some() || used.is_some_and(|framework| framework.server);
    if archive || (serves && (executable.is_some() || sources::main_method(repo).is_some())) {
        "server"
    } else if executable.is_some() || sources::main_method(repo).is_some() {
        "application"
    } else if serves && used.is_some() {
        "server"
    } else {
        "library"
    }
}

/// How a jar starts in the OpenJDK builder.
fn state_start(
    repo: &Repo,
    verdict: &mut Verdict,
    settings: &Settings,
    project: &Project<'_>,
    applications: &[&Build<'_>],
    executable: Option<Executable>,
) {
    if let Some(declared) = declared(repo) {
        verdict.point(points::START, "java.start", declared.at, declared.note);
        return declared.state(verdict);
    }
    let fabric8 = Image::of(settings, "java") == Image::Fabric8;
    let [main] = applications else {
        return without_one(repo, verdict, project, applications);
    };
    let Some(executable) = executable else { return };
    let path = executable.path.clone().unwrap_or_else(|| "*.jar".to_owned());
    let distribution = scripts::distribution(main).filter(|_| main.tool == Tool::Gradle);
    let (note, start) = distribution.map_or_else(
        || (format!("{path} starts, by {}", executable.by), format!("java -jar /deployments/{path}")),
        |class| (format!("the application plugin starts {class}"), format!("java -cp '/deployments/*' {class}")),
    );
    verdict.point(points::START, "java.start", executable.at, note);
    verdict.attribute("start", start, executable.at);
    let origin = match main.tool {
        Tool::Gradle if fabric8 => fabric8_origin(repo, verdict, main, &executable),
        Tool::Gradle => gradle_origin(repo, verdict, main, &executable),
        Tool::Maven => maven_origin(repo, verdict, main, &executable),
    };
    verdict.attribute("start-origin", origin, executable.at);
}

/// A start that the repository names.
pub struct Declared {
    command: String,
    at: Place,
    origin: &'static str,
    note: &'static str,
}

impl Declared {
    /// States it as facts.
    pub fn state(&self, verdict: &mut Verdict) {
        verdict.attribute("start", self.command.as_str(), self.at);
        verdict.attribute("start-origin", self.origin, self.at);
    }
}

/// What the repository's own script, or a variable, tells the builder to run: rows 1 to 3 of builders.md 10.2.
pub fn declared(repo: &Repo) -> Option<Declared> {
    if let Some(own) = script::own(repo, "run") {
        let note = "the repository brings its own run script";
        return Some(Declared { command: own.path().to_owned(), at: own.whole(), origin: "declared", note });
    }
    let deployed = repo.file("deployments/bin/run.sh").filter(|_| repo.file("pom.xml").is_none());
    if let Some(file) = deployed {
        let (command, note) = ("/deployments/bin/run.sh".to_owned(), "the builder runs bin/run.sh of what is deployed");
        return Some(Declared { command, at: file.whole(), origin: "builder-default", note });
    }
    let variable = |name: &str| environment::filled(repo, name);
    let (command, at) = if let Some(class) = variable("JAVA_MAIN_CLASS") {
        (format!("java -cp '/deployments/*' {}", class.value), class.at)
    } else if let Some(jar) = variable("JAVA_APP_JAR") {
        (format!("java -jar /deployments/{}", jar.value.trim_start_matches("/deployments/")), jar.at)
    } else {
        return None;
    };
    Some(Declared { command, at, origin: "builder-default", note: ".s2i/environment tells the builder what to start" })
}

/// No application, or several.
fn without_one(repo: &Repo, verdict: &mut Verdict, project: &Project<'_>, applications: &[&Build<'_>]) {
    if !applications.is_empty() {
        let names: Vec<&str> = applications.iter().map(|build| build.file.directory()).take(8).collect();
        let note = format!(
            "several modules make an application, and the builder runs one: name its target in \
             MAVEN_S2I_ARTIFACT_DIRS: {}",
            names.join(", ")
        );
        verdict.warn("java.several-applications", project.root.file.whole(), note);
        return;
    }
    if let Some((command, at)) = procfile::process(repo, "web") {
        verdict.point(points::START, "java.start", at, "the Procfile declares a web process");
        verdict.attribute("start", command, at);
        verdict.attribute("start-origin", "declared", at);
    } else if let Some(main) = sources::main_method(repo) {
        let note = "there is a main method, but nothing makes the jar executable: name the class in JAVA_MAIN_CLASS";
        verdict.warn("java.not-executable", main.whole(), note);
    }
}

fn maven_origin(repo: &Repo, verdict: &mut Verdict, main: &Build<'_>, executable: &Executable) -> &'static str {
    let directory = main.file.directory();
    let mut origin = "builder-default";
    let named = ["MAVEN_S2I_ARTIFACT_DIRS", "ARTIFACT_DIR"].iter().any(|n| environment::filled(repo, n).is_some());
    if !directory.is_empty() && !named {
        let target = below(directory, "target");
        let note = format!("the archive is built in a module: the builder needs MAVEN_S2I_ARTIFACT_DIRS={target}");
        verdict.warn("java.artifact-directory", main.file.whole(), note);
        scripts::artifact_directories(repo, verdict, &target);
    }
    let war = executable.path.as_ref().is_some_and(|path| path.ends_with(".war"));
    let reason = executable.crowd.clone().or_else(|| war.then(|| "the application is an executable war".to_owned()));
    if let Some(reason) = reason {
        let note = format!("the builder runs a single jar, but {reason}: JAVA_APP_JAR must name the right one");
        verdict.warn("java.app-jar", executable.at, note);
        let path = executable.path.as_deref().unwrap_or_default();
        if scripts::run_archive(repo, verdict, path, &reason) {
            origin = "override";
        }
    }
    origin
}

/// fabric8's images build with the wrapper and copy every jar of `build/libs` (builders.md 11).
fn fabric8_origin(repo: &Repo, verdict: &mut Verdict, main: &Build<'_>, executable: &Executable) -> &'static str {
    let path = executable.path.as_deref().unwrap_or_default();
    let directory = main.file.directory();
    if !directory.is_empty() && environment::filled(repo, "ARTIFACT_DIR").is_none() {
        let libs = below(directory, "build/libs");
        let note = format!("the archive is built in a project: the builder needs ARTIFACT_DIR={libs}");
        verdict.warn("java.artifact-directory", main.file.whole(), note);
        scripts::artifact_directories(repo, verdict, &libs);
    }
    let Some(reason) = &executable.crowd else { return "builder-default" };
    let note = format!("the builder runs a single jar, but {reason}: JAVA_APP_JAR must name the right one");
    verdict.warn("java.app-jar", executable.at, note);
    if scripts::run_archive(repo, verdict, path, reason) { "override" } else { "unknown" }
}

fn gradle_origin(repo: &Repo, verdict: &mut Verdict, main: &Build<'_>, executable: &Executable) -> &'static str {
    let distribution = scripts::distribution(main).is_some();
    if !scripts::gradle(repo, verdict, main, executable) {
        return "unknown";
    }
    match executable.path.as_deref() {
        Some(path) if path.ends_with(".war") => {
            scripts::run_archive(repo, verdict, path, "the application is an executable war");
            "override"
        }
        _ if distribution => "override",
        _ => "builder-default",
    }
}

fn warn_of_gradle(verdict: &mut Verdict, root: &Build<'_>) {
    let helped = verdict.scripts.iter().any(|script| script.name == "assemble");
    let rest = if helped { "an assemble script runs the wrapper" } else { "the sources would be copied as they are" };
    let note = format!("the OpenJDK builder images only build with Maven, {rest}; the fabric8 images run Gradle");
    verdict.warn("java.gradle-not-built", root.file.whole(), note);
}

fn state_ports(repo: &Repo, verdict: &mut Verdict, used: Option<&framework::Framework>, directories: &[&str]) {
    let name = used.map_or("", |framework| framework.name);
    if verdict.get("port").is_some() {
        return;
    }
    let found = port::configured(repo, directories);
    let found = found.or_else(|| if name == "vertx" { port::vertx(repo, directories) } else { None });
    let (port, at) = found.unwrap_or_else(|| (port::DEFAULT.to_owned(), Place::NONE));
    verdict.attribute("port", port, at);
}
