//! The Java plugin: Java, Kotlin, Groovy and Clojure.
//!
//! The build file in the root decides, in this order: `pom.xml`, `build.gradle(.kts)` or `settings.gradle(.kts)`,
//! `project.clj` or `deps.edn`, `build.xml`; then ready-made archives and unpacked jars; then bare sources. A `pom.xml`
//! beside a Gradle build wins, as it does in every builder image.
//!
//! * Builder: `java` for jars, `wildfly` for wars and ears (`openliberty` for those made for it), none for Clojure and
//!   Android. The OpenJDK images only build with Maven: a Gradle build that brings its wrapper gets an assemble script.
//! * Version: the table in `jdk.rs`. A JDK that is named is a series, a compiler level a lower bound. The release of
//!   the build tool is the wrapper's (`tool.rs`).
//! * Start: what the builder's run script finds (`executable.rs`); where it would find several jars and the right one
//!   is known, a run script names it.
//! * Ports: the configuration that is packed into the application, what the program binds, the framework's default
//!   (`port.rs`).

mod ant;
mod archive;
mod arguments;
mod assemble;
mod build;
mod catalog;
mod choice;
mod clojure;
mod executable;
mod framework;
mod gradle;
mod jdk;
mod judge;
mod language;
mod lock_file;
mod maven;
mod modules;
mod polyglot;
mod pom;
mod port;
mod properties;
mod script;
mod scripts;
mod server;
mod settings;
mod sources;
mod start;
mod tool;
mod yaml;

use assemble::Image;
use build::{Build, Packaging, Tool};
use fieldmark_sdk::{Failure, Place, Plugin, Repo, Settings, Verdict};
use modules::Project;

/// The plugin.
pub struct Java;

fieldmark_sdk::export!(Java);

impl Plugin for Java {
    fn detect(repo: &Repo, settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new(language::most_spoken(repo));
        let project = root_build(repo).map(|root| Project::of(repo, root));
        if let Some(project) = &project {
            warn_of_two_builds(repo, &mut verdict, &project.root);
            judge::judge(repo, settings, &mut verdict, project);
            for (member, at) in &project.root.members {
                verdict.attribute("member", member.as_str(), *at);
            }
        } else if let Some(file) = clojure::file(repo) {
            clojure::judge(repo, &mut verdict, file);
        } else {
            judge_rest(repo, &mut verdict);
        }
        state_assemble(repo, settings, project.as_ref(), &mut verdict);
        if verdict.score() > 0 {
            for other in language::others(repo, &verdict.language) {
                verdict.attribute("also", other, Place::NONE);
            }
        }
        Ok(verdict)
    }
}

/// States what the image makes of the root. Where that is nothing, nothing starts by itself.
fn state_assemble(repo: &Repo, settings: &Settings, project: Option<&Project<'_>>, verdict: &mut Verdict) {
    let Some(stream) = verdict.builder.clone() else { return };
    let root = project.map(|project| &project.root);
    if !assemble::state(repo, Image::of(settings, &stream), root, verdict) {
        for origin in verdict.attributes.iter_mut().filter(|attribute| attribute.name == "start-origin") {
            "unknown".clone_into(&mut origin.value);
        }
    }
}

/// The Maven or Gradle build of the root.
fn root_build<'r>(repo: &'r Repo<'r>) -> Option<Build<'r>> {
    if let Some(pom) = repo.file("pom.xml") {
        return Some(maven::read(repo, pom));
    }
    let file = settings::file(repo);
    let settings = file.map(settings::read).unwrap_or_default();
    let mut build = match (gradle::file_in(repo, ""), file) {
        (Some(build), _) => gradle::read(repo, build, settings.root_name.as_deref()),
        (None, Some(settings)) => {
            let mut build = Build::new(Tool::Gradle, settings);
            build.packaging = Packaging::Container;
            build
        }
        (None, None) => return None,
    };
    build.members = settings.members;
    Some(build)
}

fn warn_of_two_builds(repo: &Repo, verdict: &mut Verdict, chosen: &Build<'_>) {
    let Some(other) = gradle::file_in(repo, "").filter(|_| chosen.file.name() == "pom.xml") else { return };
    let mut note = "the builders use pom.xml and pass over the Gradle build beside it".to_owned();
    let first = |build: &Build<'_>| build.levels.first().and_then(|level| fieldmark_sdk::jdk::feature(&level.text));
    let asked = (first(chosen), first(&gradle::read(repo, other, None)));
    if let (Some(own), Some(others)) = asked
        && own != others
    {
        note.push_str(&format!(", which asks for Java {others} and not for {own}"));
    }
    verdict.warn("java.two-builds", other.whole(), note);
}

/// A root without one of today's build files.
fn judge_rest(repo: &Repo, verdict: &mut Verdict) {
    if let Some(level) = ant::judge(repo, verdict) {
        sources::score(repo, verdict, &[""]);
        jdk::state_with(repo, verdict, level.as_slice(), &[]);
        return;
    }
    if archive::judge(repo, verdict) || polyglot::judge(repo, verdict) {
        return;
    }
    if repo.count(&["java", "kt", "groovy", "clj", "cljc"]) == 0 {
        if repo.is_without_sources() {
            polyglot::judge_version(repo, verdict);
        }
        return;
    }
    sources::score(repo, verdict, &[""]);
    // A stray file in a repository of something else is not worth a word.
    if repo.share(&language::EXTENSIONS) < 50 {
        return;
    }
    jdk::state(repo, verdict, &[]);
    let deeper = repo.named(&["pom.xml", "build.gradle", "build.gradle.kts"]).next();
    let note = deeper.map_or_else(
        || "there are sources but no build file: the builder would copy them as they are".to_owned(),
        |build| format!("no build file stands here, the first below is {}", build.path()),
    );
    verdict.warn("java.no-build-file", deeper.map_or(Place::NONE, |build| build.whole()), note);
    if deeper.is_none() {
        // Clojure is compiled while it is loaded, by what no builder brings.
        verdict.builder = (verdict.language != "clojure").then(|| "java".to_owned());
        let main = sources::main_method(repo);
        let at = main.map_or(Place::NONE, |file| file.whole());
        verdict.attribute("role", if main.is_some() { "application" } else { "library" }, at);
    }
}
