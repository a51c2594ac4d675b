//! Clojure: `project.clj` of Leiningen and `deps.edn` of the Clojure tools.
//!
//! No builder image runs either, so the verdict has no builder; it names the language, the tool and the framework.

use crate::{jdk, port, sources};
use fieldmark_sdk::{File, Line, Place, Repo, Verdict, points};

/// Web libraries, the more telling first. All of them answer requests.
const FRAMEWORKS: [(&str, &str); 9] = [
    ("luminus", "luminus"),
    ("io.pedestal/", "pedestal"),
    ("duct/", "duct"),
    ("kit-clj/", "kit"),
    ("yada", "yada"),
    ("compojure", "compojure"),
    ("metosin/reitit", "reitit"),
    ("ring/ring", "ring"),
    ("http-kit", "http-kit"),
];

/// The build file in the root.
pub fn file<'r>(repo: &'r Repo<'r>) -> Option<File<'r>> {
    repo.first(&["project.clj", "deps.edn"])
}

/// Judges a root with one of the build files.
pub fn judge(repo: &Repo, verdict: &mut Verdict, file: File<'_>) {
    "clojure".clone_into(&mut verdict.language);
    let tool = if file.name() == "project.clj" { "leiningen" } else { "clojure-cli" };
    verdict.point(points::MANIFEST, "clojure.manifest", file.whole(), format!("{} describes a project", file.name()));
    verdict.attribute("package-manager", tool, file.whole());
    sources::score(repo, verdict, &[""]);
    let framework = FRAMEWORKS.iter().find_map(|(text, name)| Some((*name, dependency(file, text)?)));
    if let Some((name, at)) = framework {
        verdict.point(points::FRAMEWORK, format!("clojure.dependency-{name}"), at, format!("{name} is a dependency"));
        verdict.attribute("framework", name, at);
        verdict.attribute("port", port::DEFAULT, Place::NONE);
    }
    let main = file.lines().find(|line| code(line.text).contains(":main")).or_else(|| main_function(repo));
    let role = if framework.is_some() {
        "server"
    } else if main.is_some() {
        "application"
    } else {
        "library"
    };
    verdict.attribute("role", role, framework.map_or(file.whole(), |(_, at)| at));
    jdk::state(repo, verdict, &[]);
    if let (Some(line), "leiningen") = (main, tool) {
        verdict.point(points::START, "clojure.start", line.at, "the project names its main namespace");
        verdict.attribute("start", "lein run", line.at);
        verdict.attribute("start-origin", "unknown", line.at);
    }
}

/// A main function in a file whose name promises one.
fn main_function<'r>(repo: &'r Repo<'r>) -> Option<Line<'r>> {
    let promising = |file: &File<'_>| ["core", "main", "server", "app", "system"].contains(&file.stem());
    let files = repo.with_extension(&["clj", "cljc"]).filter(promising).take(12);
    files.into_iter().find_map(|file| file.line_with("(defn -main"))
}

fn dependency(file: File<'_>, name: &str) -> Option<Place> {
    let names = |line: &Line<'_>| {
        let text = code(line.text);
        text.match_indices(name).any(|(at, _)| text[..at].ends_with(['[', '{', ' ', '/']) || at == 0)
    };
    file.lines()
        .filter(|line| line.text.contains('"') || line.text.contains("mvn/version"))
        .find(names)
        .map(|line| line.at)
}

fn code(line: &str) -> &str {
    line.split(';').next().unwrap_or_default()
}
