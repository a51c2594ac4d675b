//! What the repository is: a server, an application, a library.

use crate::description::{Description, Rule};
use crate::files;
use fieldmark_sdk::{Place, Repo, Verdict};

/// States the role: the framework's, a library's, or else the detector's own.
pub fn state(repo: &Repo, detector: &Description<'_>, framework: Option<Rule<'_>>, verdict: &mut Verdict) {
    if let Some(role) = framework.and_then(|framework| framework.text("role")) {
        verdict.attribute("role", role, Place::NONE);
    } else if let Some(file) = detector.rules("library").find_map(|rule| files::first(repo, rule)) {
        verdict.attribute("role", "library", file.whole());
    } else if let Some(role) = detector.subject().text("role") {
        verdict.attribute("role", role, Place::NONE);
    }
}
