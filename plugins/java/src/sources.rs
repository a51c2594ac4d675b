//! Sources: how they are scored, and whether one of them is a program.

use crate::language::EXTENSIONS;
use fieldmark_sdk::{File, Place, Repo, Verdict, points};

/// Most files that are searched for a main method.
const MOST_SEARCHED: usize = 12;

/// What a main method looks like.
const MAIN: [&str; 4] = ["static void main(", "fun main(", "static void main (", "def main("];

/// Adds the points for sources in one of these directories and for the share of the languages of the JVM.
pub fn score(repo: &Repo, verdict: &mut Verdict, directories: &[&str]) {
    let stands = |file: &File<'_>| {
        directories.iter().any(|directory| {
            let rest = file.path().strip_prefix(directory).map(|rest| rest.trim_start_matches('/'));
            rest.is_some_and(|rest| !rest.contains('/') || rest.starts_with("src/"))
        })
    };
    if let Some(file) = repo.with_extension(&EXTENSIONS).find(stands) {
        verdict.point(points::SOURCES, "java.sources", file.whole(), "sources stand where they are expected");
    }
    let share = repo.share(&EXTENSIONS);
    let note = format!("{share} % of the sources are in a language of the JVM");
    verdict.point(points::share(share), "java.share", Place::NONE, note);
}

/// A file with a main method among those whose names promise one.
pub fn main_method<'r>(repo: &'r Repo<'r>) -> Option<File<'r>> {
    let promising = |file: &File<'_>| {
        let stem = file.stem();
        let ends = ["Main", "App", "Application", "Server", "Launcher", "MainKt"];
        (ends.iter().any(|end| stem.ends_with(end)) || ["main", "app", "Hello", "HelloWorld"].contains(&stem))
            && !file.path().contains("src/test/")
    };
    let files = repo.with_extension(&["java", "kt", "groovy"]).filter(promising).take(MOST_SEARCHED);
    files.into_iter().find(|file| file.text().is_some_and(|text| MAIN.iter().any(|main| text.contains(main))))
}
