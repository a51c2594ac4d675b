//! What the repository depends on.

use crate::description::Description;
use crate::find::Found;
use crate::{files, find};
use fieldmark_sdk::Repo;

/// The names of all dependencies with the places that list them.
pub fn list(repo: &Repo, detector: &Description<'_>) -> Vec<Found> {
    let mut all = Vec::new();
    for rule in detector.rules("dependency") {
        for file in files::all(repo, rule, "file") {
            all.extend(find::values(&file, rule));
        }
    }
    all
}
