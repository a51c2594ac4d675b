//! Maven in another form than XML, and repositories of which only the version of Java is known.

use crate::{jdk, sources};
use fieldmark_sdk::{Repo, Verdict, points};

/// What Maven reads with its extension for other forms of the project's description.
const FORMS: [&str; 8] = ["pom.groovy", "pom.scala", "pom.rb", "pom.clj", "pom.kts", "pom.atom", "pom.yaml", "pom.yml"];

/// Judges the description in the root; says whether there is one.
pub fn judge(repo: &Repo, verdict: &mut Verdict) -> bool {
    let Some(file) = repo.first(&FORMS) else { return false };
    let name = file.name();
    verdict.point(points::MANIFEST, "java.polyglot-pom", file.whole(), format!("{name} describes a build for Maven"));
    sources::score(repo, verdict, &[""]);
    verdict.attribute("package-manager", "maven", file.whole());
    jdk::state(repo, verdict, &[]);
    let main = sources::main_method(repo);
    let at = main.map_or(file.whole(), |file| file.whole());
    verdict.attribute("role", if main.is_some() { "application" } else { "library" }, at);
    verdict.builder = Some("java".to_owned());
    let note = format!("the builder looks for pom.xml and not for {name}: it would copy the sources as they are");
    verdict.warn("java.no-build-file", file.whole(), note);
    true
}

/// Judges a root without build file and sources that still asks for a version of Java, which platforms read.
pub fn judge_version(repo: &Repo, verdict: &mut Verdict) {
    let asks = |file: &fieldmark_sdk::File<'_>| file.line_with("java.runtime.version").is_some();
    let Some(file) = repo.file("system.properties").filter(asks) else { return };
    let note = "system.properties asks for a version of Java";
    verdict.point(points::COMPANION, "java.system-properties", file.whole(), note);
    jdk::state(repo, verdict, &[]);
    let note = "there is neither a build file nor anything to build";
    verdict.warn("java.no-build-file", file.whole(), note);
}
