//! What speaks for the language.

use crate::description::{Description, Rule};
use crate::files;
use fieldmark_sdk::{File, Place, Repo, Verdict, points};

/// Gives the points of markers and of the share of sources. Without a marker it is asked where directories of sources were
/// seen: then the share alone speaks.
pub fn state(repo: &Repo, detector: &Description<'_>, verdict: &mut Verdict) {
    let id = detector.id();
    let found = detector.rules("marker").filter_map(|marker| Some((marker, files::first(repo, marker)?)));
    let found: Vec<(Rule<'_>, File<'_>)> = found.collect();
    let extensions: Vec<&str> = detector.subject().texts("extensions").collect();
    // Pages without settings are anybody's: what only accompanies a site says nothing by itself.
    let is_site = extensions.is_empty() && detector.subject().text("role") == Some("site");
    if is_site && found.iter().all(|(marker, _)| marker.text("worth") == Some("companion")) {
        return;
    }
    for (marker, file) in &found {
        let note = marker.text("note").unwrap_or_default();
        let code = format!("{id}.{}", marker.text("name").unwrap_or_default());
        verdict.point(worth(*marker), code, file.whole(), note);
    }
    if found.is_empty() && repo.is_made_of(&extensions) {
        let note = format!("nearly all sources are of {}, wherever they stand", detector.language());
        verdict.point(points::SOURCES, format!("{id}.spread"), Place::NONE, note);
    }
    let share = points::share(repo.share(&extensions));
    if share > 0 && verdict.score() > 0 {
        let note = format!("files of {}: {}", detector.language(), repo.count(&extensions));
        verdict.point(share, format!("{id}.share"), Place::NONE, note);
    }
}

/// The points of a marker.
fn worth(marker: Rule<'_>) -> i32 {
    match marker.text("worth") {
        Some("companion") => points::COMPANION,
        Some("entry-point") => points::ENTRY_POINT,
        Some("sources") => points::SOURCES,
        _ => points::MANIFEST,
    }
}
