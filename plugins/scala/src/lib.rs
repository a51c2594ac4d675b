//! The Scala plugin: sbt and mill.
//!
//! The language is Java where nothing but the build is written in Scala.
//!
//! No official builder image runs either, so the verdict has no builder. It still tells the Scala version
//! (`scalaVersion`, also through a `val`), the framework, how the application is packed and started, and its port.
//!
//! Version precedence: `scalaVersion` of `build.sbt`, then of `project/Dependencies.scala` and the like; mill's
//! `scalaVersion` in `build.mill` or `build.sc`. The version of the builder is that of the JDK (`jdk.rs`).

mod definition;
mod framework;
mod jdk;
mod port;
mod sources;
mod start;

use definition::Definition;
use fieldmark_sdk::{Failure, File, Place, Plugin, Repo, Settings, Verdict, points};

/// The plugin.
pub struct Scala;

fieldmark_sdk::export!(Scala);

impl Plugin for Scala {
    fn detect(repo: &Repo, _settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("scala");
        let Some(file) = repo.first(&["build.sbt", "build.mill", "build.sc"]).or_else(|| sbt_properties(repo)) else {
            sources::judge(repo, &mut verdict);
            return Ok(verdict);
        };
        judge(repo, &mut verdict, file);
        Ok(verdict)
    }
}

fn judge(repo: &Repo, verdict: &mut Verdict, file: File<'_>) {
    let tool = if matches!(file.name(), "build.sbt" | "build.properties") { "sbt" } else { "mill" };
    let definition = Definition::of(repo, file);
    verdict.point(
        points::MANIFEST,
        format!("scala.{tool}"),
        file.whole(),
        format!("{} describes a build", file.name()),
    );
    score_sources(repo, verdict);
    verdict.attribute("package-manager", tool, file.whole());
    if let Some((version, at)) = tool_version(repo, tool) {
        verdict.attribute("package-manager-version", version, at);
    }
    let speaks_java = speaks_java(repo);
    if speaks_java {
        "java".clone_into(&mut verdict.language);
    } else if let Some((version, at)) = definition.scala_version() {
        verdict.attribute("version", version, at);
    }
    jdk::state(repo, verdict, &definition);
    let framework = framework::framework(&definition);
    if let Some((used, at)) = framework {
        let name = used.name;
        verdict.point(points::FRAMEWORK, format!("scala.framework-{name}"), at, format!("{name} is used"));
        verdict.attribute("framework", name, at);
        port::state(repo, verdict, used);
    }
    let start = start::start(repo, &definition, tool, framework.is_some_and(|(used, _)| used.role == "server"));
    let role = match (framework, &start) {
        (Some((used, _)), _) => used.role,
        (None, Some(_)) => "application",
        (None, None) => "library",
    };
    verdict.attribute("role", role, framework.map_or(file.whole(), |(_, at)| at));
    if let Some(start) = start {
        verdict.point(points::START, "scala.start", start.at, start.note);
        verdict.attribute("start", start.command, start.at);
        verdict.attribute("start-origin", start.origin, start.at);
    }
    for (member, at) in definition.members() {
        verdict.attribute("member", member, at);
    }
    // Languages of the JVM are a family.
    verdict.attribute("also", if speaks_java { "scala" } else { "java" }, Place::NONE);
}

/// `project/build.properties` that names a release of sbt: that needs no `build.sbt`, for the definition may stand in
/// `project/Build.scala` or be the default.
fn sbt_properties<'r>(repo: &'r Repo<'r>) -> Option<File<'r>> {
    repo.file("project/build.properties").filter(|file| file.line_with("sbt.version").is_some())
}

/// Whether the application is one of Java, which sbt builds as well: sources of Scala, beside those of the build, are few
/// among those of Java, or there are none.
fn speaks_java(repo: &Repo) -> bool {
    let is_source = |file: &File<'_>| !file.path().starts_with("project/");
    let (java, scala) = (repo.count(&["java"]) as usize, repo.with_extension(&["scala"]).filter(is_source).count());
    java > 3 * scala
}

fn score_sources(repo: &Repo, verdict: &mut Verdict) {
    let places = ["src/", "app/"];
    let stands = |file: &File<'_>| {
        file.depth() == 0 || file.path().contains("src/") || places.iter().any(|place| file.path().starts_with(place))
    };
    if let Some(file) = repo.with_extension(&["scala"]).find(stands) {
        verdict.point(points::SOURCES, "scala.sources", file.whole(), "sources stand where they are expected");
    }
    let share = repo.share(&["scala", "sc", "java"]);
    let note = format!("{share} % of the sources are Scala or Java");
    verdict.point(points::share(share), "scala.share", Place::NONE, note);
}

/// The version of the build tool that the repository asks for.
fn tool_version<'r>(repo: &'r Repo<'r>, tool: &str) -> Option<(&'r str, Place)> {
    if tool == "mill" {
        return repo
            .file(".mill-version")?
            .lines()
            .find(|line| !line.code().is_empty())
            .map(|line| (line.code(), line.at));
    }
    repo.file("project/build.properties")?.lines().find_map(|line| {
        let (key, value) = line.code().split_once('=')?;
        (key.trim() == "sbt.version").then(|| (value.trim(), line.at))
    })
}
