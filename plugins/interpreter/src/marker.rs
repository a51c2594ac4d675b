//! What speaks for the language.

use crate::description::{Description, Rule};
use crate::files;
use fieldmark_sdk::{Place, Repo, Verdict, points};

/// Gives the points of markers and of the share of sources.
pub fn state(repo: &Repo, detector: &Description<'_>, verdict: &mut Verdict) {
    let id = detector.id();
    for marker in detector.rules("marker") {
        if let Some(file) = files::first(repo, marker) {
            let note = marker.text("note").unwrap_or_default();
            verdict.point(
                worth(marker),
                format!("{id}.{}", marker.text("name").unwrap_or_default()),
                file.whole(),
                note,
            );
        }
    }
    let extensions: Vec<&str> = detector.subject().texts("extensions").collect();
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
