//! Sources that no project describes.

use crate::{file_program, judge, project};
use fieldmark_sdk::{Place, Repo, Verdict};

/// Sources without any project: recognised, but nothing builds them.
pub fn judge(repo: &Repo, verdict: &mut Verdict) {
    let extensions: &[&str] = if has_fsharp(repo) { &["cs", "vb", "fs"] } else { &["cs", "vb"] };
    if repo.count(extensions) == 0 {
        return;
    }
    judge::score_sources(repo, verdict, "");
    // A stray file in a repository of something else is not worth a word.
    if repo.share(extensions) < 50 {
        return;
    }
    if let Some((file, program)) = file_program::find(repo) {
        return file_program::judge(repo, verdict, file, program);
    }
    let deeper = repo.with_extension(&project::EXTENSIONS).next();
    let note = deeper.map_or_else(
        || "there are sources but no project".to_owned(),
        |project| format!("no project stands here, the first below is {}", project.path()),
    );
    if let Some(project) =
        deeper.filter(|_| !repo.top().any(|file| judge::SOURCES.iter().any(|(own, _)| file.extension() == Some(*own))))
    {
        verdict.attribute("role", "tooling", project.whole());
    }
    verdict.warn("dotnet.no-project", deeper.map_or(Place::NONE, |project| project.whole()), note);
}

/// Whether files are in F#: shaders and Forth have the same extension.
fn has_fsharp(repo: &Repo) -> bool {
    let signs = ["module ", "namespace ", "open ", "let ", "printfn "];
    let mut files = repo.with_extension(&["fs"]).take(4);
    files.any(|file| file.lines().any(|line| signs.iter().any(|sign| line.text.starts_with(sign))))
}
