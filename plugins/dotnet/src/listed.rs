//! Packages that are listed or locked, and an SDK that is picked, where no project stands beside them.

use fieldmark_sdk::{File, Place, Repo, Verdict, points};

/// Files by which a tool is known, the tool, and a text without which such a file says nothing of packages.
const LISTS: [(&str, &str, &str); 4] = [
    ("paket.dependencies", "paket", "nuget"),
    ("paket.lock", "paket", "NUGET"),
    ("packages.config", "nuget", "<package "),
    ("packages.lock.json", "nuget", "\"dependencies\""),
];

/// Judges a root without projects.
pub fn judge(repo: &Repo, verdict: &mut Verdict) {
    if let Some((file, tool)) = list(repo) {
        let note = format!("{} lists packages, and no project is here", file.name());
        verdict.point(points::COMPANION, "dotnet.packages", file.whole(), note);
        verdict.attribute("package-manager", tool, file.whole());
    } else if let Some((_, at)) = repo.file("global.json").and_then(|file| file.json()?.text(&["sdk", "version"])) {
        verdict.point(points::COMPANION, "dotnet.sdk", at, "global.json picks an SDK, and no project is here");
    } else {
        return;
    }
    let extensions = crate::judge::SOURCES.map(|(extension, _)| extension);
    if repo.count(&extensions) == 0 {
        verdict.attribute("role", "tooling", Place::NONE);
    }
    crate::version::state(repo, verdict, &[]);
}

fn list<'r>(repo: &'r Repo) -> Option<(File<'r>, &'static str)> {
    LISTS.iter().find_map(|(path, tool, sign)| {
        let file = repo.file(path)?;
        file.line_with(sign).map(|_| (file, *tool))
    })
}
