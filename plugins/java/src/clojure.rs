//! Clojure: `project.clj` of Leiningen and `deps.edn` of the Clojure tools.
//!
//! No builder image runs either, so the verdict has no builder; it names the language, the tool and the framework.

use crate::{jdk, sources};
use fieldmark_sdk::{File, Line, Place, Repo, Verdict, points};

/// Web libraries and where they listen unless told otherwise, the more telling first. All of them answer requests.
const FRAMEWORKS: [(&str, &str, &str); 10] = [
    ("luminus", "luminus", "3000"),
    ("io.pedestal/", "pedestal", "8080"),
    ("duct/", "duct", "3000"),
    ("io.github.kit-clj/", "kit", "3000"),
    ("yada", "yada", "3000"),
    ("compojure", "compojure", "3000"),
    ("metosin/reitit", "reitit", "3000"),
    ("ring/ring", "ring", "3000"),
    ("http-kit", "http-kit", "8090"),
    ("aleph", "aleph", "8080"),
];

/// What shows in a build file that something runs, without naming the main namespace.
const RUNS: [&str; 4] = [":ring ", ":uberjar", "uberjar-name", "immutant"];

/// Files in which programs set their port, without their extension.
const SETTING: [&str; 7] = ["core", "main", "server", "handler", "system", "app", "config"];

/// Files in which programs begin, without their extension.
const MAIN: [&str; 9] = ["core", "main", "server", "app", "system", "web", "handler", "service", "entry"];

/// Most of them that are searched.
const MOST_SEARCHED: usize = 12;

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
    let main = file.lines().find(|line| code(line.text).contains(":main")).or_else(|| main_function(repo));
    // What only uses a web library is made for others to use.
    let runs = main.is_some() || file.lines().any(|line| RUNS.iter().any(|word| code(line.text).contains(word)));
    let framework = FRAMEWORKS.iter().find_map(|(text, name, port)| Some((*name, *port, dependency(file, text)?)));
    if let Some((name, default, at)) = framework {
        verdict.point(points::FRAMEWORK, format!("clojure.dependency-{name}"), at, format!("{name} is a dependency"));
        verdict.attribute("framework", name, at);
        if runs {
            let (port, at) = port(repo, file).unwrap_or((default.to_owned(), Place::NONE));
            verdict.attribute("port", port, at);
        }
    }
    let role = match (framework, runs) {
        (Some(_), true) => "server",
        (None, true) if main.is_some() => "application",
        _ => "library",
    };
    verdict.attribute("role", role, framework.map_or(file.whole(), |(.., at)| at));
    jdk::state(repo, verdict, &[]);
    if let (Some(line), "leiningen") = (main, tool) {
        verdict.point(points::START, "clojure.start", line.at, "the project names its main namespace");
        verdict.attribute("start", "lein run", line.at);
        verdict.attribute("start-origin", "unknown", line.at);
    }
}

/// The number behind `:port` in the build file, in sources, or in `config.edn`; of a production's configuration first.
fn port(repo: &Repo, build: File<'_>) -> Option<(String, Place)> {
    let is_setting = |file: &File<'_>| {
        let development = file.path().split('/').any(|part| ["dev", "test", "check"].contains(&part));
        SETTING.contains(&file.stem()) && matches!(file.extension(), Some("clj" | "cljc" | "edn")) && !development
    };
    let mut files: Vec<File<'_>> = repo.files().filter(is_setting).take(MOST_SEARCHED).collect();
    files.sort_by_key(|file| !file.path().contains("prod"));
    std::iter::once(build).chain(files).find_map(|file| file.lines().find_map(|line| of_line(&line)))
}

/// `{:port 3001}`, `(get (System/getenv) "PORT" 3001)`, `:port #long #or [#env PORT 3001]`, `:port (Integer. (or (System/getenv "PORT") "3001"))`
fn of_line(line: &Line<'_>) -> Option<(String, Place)> {
    let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "-_.*!?".contains(c));
    let text = code(line.text);
    let of_key = |key| text.match_indices(key).map(move |(at, key)| &text[at + key.len()..]).find(|rest| is_end(rest));
    let behind = of_key(":port").or_else(|| of_key("\"PORT\""))?;
    let numbers = behind.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(|word| word.parse::<u16>().ok());
    let port = numbers.into_iter().find(|port| *port >= 80)?;
    Some((port.to_string(), line.at))
}

/// A main function in a file whose name promises one.
fn main_function<'r>(repo: &'r Repo<'r>) -> Option<Line<'r>> {
    let promising = |file: &File<'_>| MAIN.contains(&file.stem());
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

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn number_behind_the_key_is_the_port() {
        for (path, text, expected) in [
            ("src/a/core.clj", "(run-jetty app {:join? false :port 3001})", Some("3001")),
            ("src/a/server.clj", "{:port (Integer. (or (System/getenv \"PORT\") \"3002\"))}", Some("3002")),
            ("resources/config.edn", "{:port #long #or [#env PORT 3003]}", Some("3003")),
            ("src/a/main.clj", "(or port (get (System/getenv) \"PORT\" 3006))", Some("3006")),
            ("src/a/core.clj", "; {:port 1000}\n{:port-name 1001 :nrepl/port 1002}", None),
            ("env/dev/resources/config.edn", "{:port 3004}", None),
            ("src/a/other.clj", "{:port 3005}", None),
        ] {
            let repo = MemorySource::new([("project.clj", "(defproject a \"1\")"), (path, text)]).into_repo();
            let found = port(&repo, repo.file("project.clj").unwrap()).map(|(port, _)| port);
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
