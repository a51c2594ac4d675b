//! Sources without a build definition, as Scala's own runner takes them: `scala run .`

use fieldmark_sdk::{File, Place, Repo, Verdict, points};

/// Most files that are looked into.
const MOST_FILES: usize = 16;

/// Share of the sources, in percent, from which they are not stray ones.
const MOSTLY: u32 = 50;

/// What a program begins with.
const MAIN: [&str; 4] = ["@main", "extends App", "def main(", "extends IOApp"];

/// Judges sources that stand in the root.
pub fn judge(repo: &Repo, verdict: &mut Verdict) {
    let Some(first) = repo.top().find(|file| file.extension() == Some("scala")) else { return };
    if repo.share(&["scala"]) < MOSTLY {
        return;
    }
    crate::score_sources(repo, verdict);
    if let Some((version, at)) = named(repo) {
        verdict.point(points::COMPANION, "scala.directive", at, "a directive tells Scala's own runner what to use");
        verdict.attribute("version", version, at);
    }
    let main = files(repo).find(|file| file.text().is_some_and(|text| MAIN.iter().any(|sign| text.contains(sign))));
    let at = main.unwrap_or(first).whole();
    verdict.attribute("role", if main.is_some() { "application" } else { "library" }, at);
    verdict.attribute("also", "java", Place::NONE);
}

/// The version of `//> using scala 3.4`.
fn named<'r>(repo: &'r Repo) -> Option<(&'r str, Place)> {
    files(repo).flat_map(|file| file.lines()).find_map(|line| {
        let rest = line.text.strip_prefix("//>")?.trim_start().strip_prefix("using")?.trim_start();
        let version = rest.strip_prefix("scala").filter(|rest| rest.starts_with([' ', '"']))?;
        let version = version.trim().trim_matches('"');
        version.starts_with(|sign: char| sign.is_ascii_digit()).then_some((version, line.at))
    })
}

fn files<'r>(repo: &'r Repo) -> impl Iterator<Item = File<'r>> {
    repo.top().filter(|file| file.extension() == Some("scala")).take(MOST_FILES)
}
