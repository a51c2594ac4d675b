//! Ready-made archives, and applications that were unpacked: what the builders copy as it is.

use crate::{jdk, port, scripts, start};
use fieldmark_sdk::jdk::feature;
use fieldmark_sdk::{File, Place, Repo, Verdict, points};

/// Judges a root with archives (or the directory `deployments` with them) but without a build file.
pub fn judge(repo: &Repo, verdict: &mut Verdict) -> bool {
    unpacked(repo, verdict) || packed(repo, verdict)
}

/// A jar that was unpacked into the root: its manifest names the main class.
fn unpacked(repo: &Repo, verdict: &mut Verdict) -> bool {
    let Some(manifest) = repo.file("META-INF/MANIFEST.MF") else { return false };
    let entry = |name: &str| {
        let line =
            manifest.lines().find(|line| line.text.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')))?;
        Some((line.text.split_once(':')?.1.trim(), line.at))
    };
    let Some((class, at)) = entry("Main-Class") else { return false };
    verdict.point(points::MANIFEST, "java.unpacked", at, "the manifest of an unpacked jar names a main class");
    verdict.point(points::START, "java.start", at, format!("{class} is the main class"));
    verdict.builder = Some("java".to_owned());
    if let Some((version, at)) = entry("Build-Jdk-Spec").or_else(|| entry("Created-By"))
        && let Some(feature) = feature(version)
    {
        verdict.attribute("version", version, at);
        verdict.builder_version = Some(format!(">={feature}"));
    }
    let spring = entry("Spring-Boot-Version");
    if let Some((_, at)) = spring {
        verdict.point(points::FRAMEWORK, "java.framework-spring", at, "the manifest names Spring Boot");
        verdict.attribute("framework", "spring", at);
        verdict.attribute("port", port::DEFAULT, Place::NONE);
    }
    verdict.attribute("role", if spring.is_some() { "server" } else { "application" }, at);
    verdict.attribute("start", format!("java -cp /deployments {class}"), at);
    let why = "the application is unpacked: the builder looks for a jar";
    let origin = if scripts::run_class(repo, verdict, class, why) { "override" } else { "unknown" };
    verdict.attribute("start-origin", origin, at);
    true
}

fn packed(repo: &Repo, verdict: &mut Verdict) -> bool {
    let ready = |file: &File<'_>| {
        matches!(file.extension(), Some("jar" | "war" | "ear")) && ["", "deployments"].contains(&file.directory())
    };
    let archives: Vec<File<'_>> = repo.files().filter(ready).collect();
    let deployments = archives.iter().any(|file| file.directory() == "deployments");
    let chosen: Vec<_> = archives.iter().filter(|file| !deployments || file.directory() == "deployments").collect();
    let Some(first) = chosen.first() else { return false };
    let server = chosen.iter().any(|file| file.extension() != Some("jar"));
    // A library that lies about proves little; the directory that the builders look into proves it.
    let points = if deployments || server { points::MANIFEST } else { points::COMPANION };
    verdict.point(points, "java.archive", first.whole(), format!("{} is ready to be deployed", first.path()));
    verdict.builder = Some(if server { "wildfly" } else { "java" }.to_owned());
    verdict.attribute("role", if server { "server" } else { "application" }, first.whole());
    if server {
        verdict.attribute("port", port::DEFAULT, Place::NONE);
    } else {
        started(repo, &chosen, verdict);
    }
    jdk::state(repo, verdict, &[]);
    true
}

/// What the builder's `run` makes of jars (builders.md 10.2).
fn started(repo: &Repo, jars: &[&File<'_>], verdict: &mut Verdict) {
    if let Some(declared) = start::declared(repo) {
        return declared.state(verdict);
    }
    let candidates: Vec<_> = jars.iter().filter(|file| !file.name().starts_with("original-")).collect();
    if let [only] = candidates[..] {
        verdict.attribute("start", format!("java -jar /deployments/{}", only.name()), only.whole());
        verdict.attribute("start-origin", "builder-default", only.whole());
    } else {
        let at = jars.first().map_or(Place::NONE, |file| file.whole());
        let note =
            format!("the builder runs a single jar, and there are {}: name one in JAVA_APP_JAR", candidates.len());
        verdict.warn("java.several-jars", at, note);
        verdict.attribute("start-origin", "unknown", at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn rows_of_run_apply_to_ready_made_jars() {
        let jar = ("deployments/a.jar", "");
        for (files, expected) in [
            (&[jar][..], "java -jar /deployments/a.jar builder-default"),
            (&[jar, ("deployments/original-a.jar", "")], "java -jar /deployments/a.jar builder-default"),
            (&[jar, ("deployments/b.jar", "")], "- unknown"),
            (&[jar, ("b.jar", "")], "java -jar /deployments/a.jar builder-default"),
            (&[jar, ("deployments/bin/run.sh", "")], "/deployments/bin/run.sh builder-default"),
            (&[jar, (".s2i/bin/run", "")], ".s2i/bin/run declared"),
            (
                &[jar, ("deployments/b.jar", ""), (".s2i/environment", "JAVA_APP_JAR=b.jar")],
                "java -jar /deployments/b.jar builder-default",
            ),
            (
                &[jar, (".s2i/environment", "JAVA_MAIN_CLASS=a.B\nJAVA_APP_JAR=b.jar")],
                "java -cp '/deployments/*' a.B builder-default",
            ),
        ] {
            let repo = MemorySource::new(files.iter().copied()).into_repo();
            let mut verdict = Verdict::new("java");
            assert!(judge(&repo, &mut verdict));
            let origin = verdict.get("start-origin").unwrap();
            assert_eq!(format!("{} {origin}", verdict.get("start").unwrap_or("-")), expected, "{files:?}");
        }
    }
}
