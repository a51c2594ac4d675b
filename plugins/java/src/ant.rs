//! Ant. Other tools call their files `build.xml` too: only one that compiles or packs Java is Ant's.

use crate::build::{Demand, Level};
use fieldmark_sdk::{Repo, Verdict, points};

/// Tasks that only make sense for Java.
const TASKS: [&str; 5] = ["javac", "jar", "war", "ear", "java"];

/// Judges the `build.xml` in the root; says whether it is Ant's. Returns the compiler level, if it states one.
pub fn judge(repo: &Repo, verdict: &mut Verdict) -> Option<Option<Level>> {
    let file = repo.file("build.xml")?;
    let xml = file.xml()?;
    let root = xml.root();
    let task = root.descendants().find(|element| TASKS.contains(&element.name()))?;
    verdict.point(points::MANIFEST, "java.ant", task.at(), format!("build.xml has the Ant task {}", task.name()));
    verdict.attribute("package-manager", "ant", file.whole());
    let war = root.descendants().any(|element| ["war", "ear"].contains(&element.name()));
    let builder = if war { "wildfly" } else { "java" };
    verdict.builder = Some(builder.to_owned());
    verdict.attribute("role", if war { "server" } else { "application" }, task.at());
    let note = "no builder image runs Ant: build before, and commit the archive in deployments/ or use a binary build";
    verdict.warn("java.ant-not-built", file.whole(), note);
    let compiler = root.descendants().find(|element| element.name() == "javac");
    let level = compiler.and_then(|javac| {
        let text = ["release", "target", "source"].into_iter().find_map(|name| javac.attribute(name))?;
        let property = |name: &str| {
            root.children().find(|element| element.attribute("name") == Some(name)).and_then(|p| p.attribute("value"))
        };
        let name = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let text = name.map_or(Some(text), property)?.to_owned();
        Some(Level { name: "javac".to_owned(), text, at: javac.at(), demand: Demand::Level })
    });
    Some(level)
}
