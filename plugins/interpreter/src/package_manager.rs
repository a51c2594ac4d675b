//! The tool that installs dependencies.

use crate::description::Description;
use crate::files;
use fieldmark_sdk::{Repo, Verdict};

/// States the first that applies.
pub fn state(repo: &Repo, detector: &Description<'_>, verdict: &mut Verdict) {
    let mut managers = detector.rules("package-manager");
    if let Some((rule, file)) = managers.find_map(|rule| Some((rule, files::first(repo, rule)?))) {
        verdict.attribute("package-manager", rule.text("name").unwrap_or_default(), file.whole());
    }
}
