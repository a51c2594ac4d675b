//! The JDK that builds and runs it: the version of the builder, beside that of Scala.
//!
//! | precedence | what asks | what it means |
//! |---:|---|---|
//! | 1 | files that name a JDK, in the order of `fieldmark_sdk::jdk` | this series |
//! | 2 | `-release`, `-target` among the options of the compilers | at least this one |
//! | 3 | the Scala version | at most the newest JDK that it compiles with |
//!
//! Several files that name different JDKs, and a JDK that Scala does not know, are told.

use crate::definition::Definition;
use fieldmark_sdk::jdk::{feature, named};
use fieldmark_sdk::{Place, Repo, Verdict, range};

/// Options that name a level, as they stand in a list of texts.
const OPTIONS: [&str; 7] = [
    "-release",
    "--release",
    "-java-output-version",
    "-target",
    "-source",
    "-Xtarget",
    "-Xunchecked-java-output-version",
];

/// The first JDK that older releases of a series of Scala do not compile with, and the release that does, as the
/// compatibility table of the Scala documentation has it.
const LIMITS: [(&[u32], u32); 5] =
    [(&[2, 12, 15], 17), (&[2, 12, 18], 21), (&[2, 13, 6], 17), (&[2, 13, 11], 21), (&[3, 3, 1], 21)];

/// States the range of JDKs.
pub fn state(repo: &Repo, verdict: &mut Verdict, definition: &Definition<'_>) {
    let mut asked: Option<(String, String)> = None;
    for file in named(repo) {
        let Some(jdk) = feature(&file.text) else { continue };
        let series = range::series(&[jdk]);
        match &asked {
            None => {
                // Of an application of Java it is the version of the language.
                let name = if verdict.language == "java" { "version" } else { "jdk" };
                verdict.attribute(name, file.text.as_str(), file.at);
                asked = Some((series, file.by.to_owned()));
            }
            Some((counts, by)) if *counts != series => {
                let note = format!("{} asks for JDK {}, but {by} for `{counts}`, which counts", file.by, file.text);
                verdict.warn("scala.several-jdks", file.at, note);
            }
            Some(_) => {}
        }
    }
    let mut limits: Vec<(String, String, Place)> = Vec::new();
    if let Some((level, at)) = level(definition) {
        if verdict.language == "java" && asked.is_none() {
            verdict.attribute("version", level.to_string(), at);
        }
        limits.push((format!(">={level}"), format!("the compiler's level {level}"), at));
    }
    if let Some((version, at)) = definition.scala_version()
        && let Some(jdk) = first_unknown(&version)
    {
        limits.push((format!("<{jdk}"), format!("Scala {version}"), at));
    }
    verdict.builder_version = asked.map(|(series, _)| series);
    for (limit, by, at) in limits {
        let counts = verdict.builder_version.clone().unwrap_or_default();
        match range::intersection(&counts, &limit) {
            Some(common) if common == counts => {}
            Some(common) => {
                verdict.point(0, "scala.jdk", at, format!("{by} wants a JDK `{limit}`"));
                verdict.builder_version = Some(common);
            }
            None => {
                let note = format!("{by} wants a JDK `{limit}`, but `{counts}` is asked for");
                verdict.warn("scala.jdk-contradiction", at, note);
            }
        }
    }
}

/// The level behind one of the options: `"-release", "17"`, `"-release:17"`, `"-target:jvm-17"`.
fn level(definition: &Definition<'_>) -> Option<(u32, Place)> {
    definition.lines().find_map(|(line, at)| {
        let texts: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        let found = texts.iter().enumerate().find_map(|(index, text)| {
            let option = OPTIONS.iter().find(|option| text.starts_with(**option))?;
            let behind = text[option.len()..].trim_start_matches([':', ' ', '=']);
            let value = if behind.is_empty() { texts.get(index + 1)? } else { behind };
            feature(value.trim_start_matches("jvm-"))
        });
        found.map(|level| (level, at))
    })
}

/// The first JDK that a release does not compile with.
fn first_unknown(version: &str) -> Option<u32> {
    let places = range::places(version).filter(|places| places.len() == 3)?;
    let of_series =
        |(release, _): &&(&[u32], u32)| release[0] == places[0] && (release[0] == 3 || release[1] == places[1]);
    LIMITS.iter().filter(of_series).find(|(release, _)| places.as_slice() < *release).map(|(_, jdk)| *jdk)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn stated(build: &str, files: &[(&str, &str)]) -> (Option<String>, Vec<String>) {
        let all = [("build.sbt", build)];
        let repo = MemorySource::new(all.iter().chain(files).copied()).into_repo();
        let mut verdict = Verdict::new("scala");
        state(&repo, &mut verdict, &Definition::of(&repo, repo.file("build.sbt").unwrap()));
        (verdict.builder_version, verdict.warnings.into_iter().map(|warning| warning.code).collect())
    }

    #[test]
    fn level_is_the_version_of_an_application_of_java() {
        let repo = MemorySource::new([("build.sbt", "javacOptions ++= Seq(\"--release\", \"11\")")]).into_repo();
        for (language, expected) in [("java", Some("11")), ("scala", None)] {
            let mut verdict = Verdict::new(language);
            state(&repo, &mut verdict, &Definition::of(&repo, repo.file("build.sbt").unwrap()));
            assert_eq!(verdict.get("version"), expected, "{language}");
        }
    }

    #[test]
    fn places_narrow_the_jdk_down_or_contradict_each_other() {
        let java = |text: &'static str| (".java-version", text);
        for (build, files, range, warnings) in [
            ("", vec![], None, vec![]),
            ("", vec![java("17")], Some("=17"), vec![]),
            ("scalaVersion := \"2.13.8\"", vec![], Some("<21"), vec![]),
            ("scalaVersion := \"2.13.8\"\nscalacOptions += \"-release:11\"", vec![], Some(">=11, <21"), vec![]),
            ("javacOptions ++= Seq(\"-source\", \"17\", \"-Xlint\")", vec![], Some(">=17"), vec![]),
            ("scalacOptions += \"-target:jvm-1.8\"", vec![], Some(">=8"), vec![]),
            ("scalaVersion := \"2.12.10\"", vec![java("17")], Some("=17"), vec!["scala.jdk-contradiction"]),
            (
                "scalaVersion := \"3.5.0\"",
                vec![java("21"), (".sdkmanrc", "java=17.0.1-tem")],
                Some("=17"),
                vec!["scala.several-jdks"],
            ),
            ("scalaVersion := \"3.2.2\"", vec![], Some("<21"), vec![]),
            ("scalaVersion := \"2.11.12\"", vec![], None, vec![]),
        ] {
            let found = stated(build, &files);
            assert_eq!(found.0.as_deref(), range, "{build} {files:?}");
            assert_eq!(found.1, warnings, "{build} {files:?}");
        }
    }
}
