//! How a jar starts in the builders that run one, and the scripts that bring it there.

use crate::assemble::Image;
use crate::build::{Build, Packaging, Tool, below};
use crate::executable::Executable;
use crate::modules::Project;
use crate::{arguments, scripts, sources};
use fieldmark_sdk::{Place, Repo, Settings, Verdict, environment, points, procfile, script};

/// States it.
pub fn state(
    repo: &Repo,
    verdict: &mut Verdict,
    settings: &Settings,
    project: &Project<'_>,
    applications: &[&Build<'_>],
    executable: Option<Executable>,
) {
    let image = Image::of(settings, "java");
    if let Some(declared) = declared(repo) {
        verdict.point(points::START, "java.start", declared.at, declared.note);
        let built = state_built(repo, verdict, image, declared_build(project, applications), executable.as_ref());
        let origin = if built || declared.origin == "declared" { declared.origin } else { "unknown" };
        return Declared { origin, ..declared }.state(verdict);
    }
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
    let mut origin = match main.tool {
        Tool::Gradle if image == Image::Fabric8 => fabric8_origin(repo, verdict, main, &executable),
        Tool::Gradle => gradle_origin(repo, verdict, main, &executable),
        Tool::Maven => maven_origin(repo, verdict, main, &executable),
    };
    let archive = executable.path.as_deref().filter(|_| executable.crowd.is_some());
    let arguments = (main.tool == Tool::Maven).then(|| arguments::add(repo, verdict, archive)).flatten();
    if verdict.scripts.iter().any(|script| script.name == "run") {
        origin = "override";
    }
    let start = arguments.map_or_else(|| start.clone(), |arguments| format!("{start} {arguments}"));
    verdict.attribute("start", start, executable.at);
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

/// The build whose archive a declared start is about: the only application, else the root or its only module.
fn declared_build<'b, 'r>(project: &'b Project<'r>, applications: &[&'b Build<'r>]) -> Option<&'b Build<'r>> {
    match (applications, &project.modules[..]) {
        ([one], _) => Some(one),
        ([], []) => Some(&project.root),
        ([], [module]) if project.root.packaging == Packaging::Container => Some(module),
        _ => None,
    }
}

/// Brings the archive of a declared start to its place. False if nothing builds it.
fn state_built(
    repo: &Repo,
    verdict: &mut Verdict,
    image: Image,
    build: Option<&Build<'_>>,
    executable: Option<&Executable>,
) -> bool {
    let Some(build) = build else { return true };
    match build.tool {
        Tool::Maven => name_directory(repo, verdict, build, "target"),
        Tool::Gradle if image == Image::Fabric8 => name_directory(repo, verdict, build, "build/libs"),
        Tool::Gradle => return scripts::gradle_declared(repo, verdict, build, executable),
    }
    true
}

/// No application, or several.
fn without_one(repo: &Repo, verdict: &mut Verdict, project: &Project<'_>, applications: &[&Build<'_>]) {
    if !applications.is_empty() {
        let names: Vec<&str> = applications.iter().map(|build| build.file.directory()).take(8).collect();
        let example = match project.root.tool {
            Tool::Maven => format!("MAVEN_S2I_ARTIFACT_DIRS={}", below(names[0], "target")),
            Tool::Gradle => format!("ARTIFACT_DIR={}", below(names[0], "build/libs")),
        };
        let note = format!(
            "several modules make an application ({}), and the builder runs one: choose it in .s2i/environment, as in \
             `{example}`",
            names.join(", ")
        );
        verdict.warn("java.several-applications", project.root.file.whole(), note);
        verdict.attribute("start-origin", "unknown", project.root.file.whole());
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

/// Tells the builder where a module leaves its archive, unless somebody has.
fn name_directory(repo: &Repo, verdict: &mut Verdict, build: &Build<'_>, output: &str) {
    let directory = build.file.directory();
    let (variables, what) = match build.tool {
        Tool::Maven => (&["MAVEN_S2I_ARTIFACT_DIRS", "ARTIFACT_DIR"][..], "module"),
        Tool::Gradle => (&["ARTIFACT_DIR"][..], "project"),
    };
    if directory.is_empty() || variables.iter().any(|name| environment::filled(repo, name).is_some()) {
        return;
    }
    let output = below(directory, output);
    let note = format!("the archive is built in a {what}: the builder needs {}={output}", variables[0]);
    verdict.warn("java.artifact-directory", build.file.whole(), note);
    scripts::artifact_directories(repo, verdict, &output);
}

fn maven_origin(repo: &Repo, verdict: &mut Verdict, main: &Build<'_>, executable: &Executable) -> &'static str {
    let mut origin = "builder-default";
    name_directory(repo, verdict, main, "target");
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
    name_directory(repo, verdict, main, "build/libs");
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
