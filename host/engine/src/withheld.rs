//! Scripts of plugins that nobody vouches for.
//!
//! The sandbox keeps a plugin from doing anything; a script that it brings would run outside of it, in a build or a
//! container. Such scripts are taken out of the verdict before anything else sees it, so that nothing that is made of a
//! decision can hold one.

use crate::explanation::TraceOutcome;
use crate::registry::Entry;
use fieldmark_model::{Evidence, Trust};

/// Takes the scripts out of the verdict of such a plugin, and says so.
pub(crate) fn withhold(entry: &Entry, outcome: &mut TraceOutcome) {
    let TraceOutcome::Verdict(verdict) = outcome else { return };
    if entry.source.trust() != Trust::Unverified || verdict.scripts.is_empty() {
        return;
    }
    let names: Vec<String> = verdict.scripts.drain(..).map(|script| script.name).collect();
    verdict.warnings.push(Evidence {
        code: "plugin.scripts-withheld".to_owned(),
        points: 0,
        path: None,
        line: None,
        note: format!("scripts of the unverified plugin {} are not used: {}", entry.id(), names.join(", ")),
    });
}
