//! The tool that installs dependencies.

use crate::description::Description;
use crate::{files, find};
use fieldmark_sdk::{Repo, Verdict};

/// States the first that applies, and its version.
pub fn state(repo: &Repo, detector: &Description<'_>, verdict: &mut Verdict) {
    let mut managers = detector.rules("package-manager");
    let Some((rule, file)) = managers.find_map(|rule| Some((rule, files::first(repo, rule)?))) else { return };
    verdict.attribute("package-manager", rule.text("name").unwrap_or_default(), file.whole());
    let mut files = files::all(repo, rule, "version-file").into_iter();
    if let Some((version, at)) = files.find_map(|file| find::value_by(&file, None, rule.text("version-pattern"))) {
        verdict.attribute("package-manager-version", version, at);
    }
}
