//! Whether the ignore file takes away what the build needs (s2i.md 6).

use crate::subject::{At, Subject};
use fieldmark_model::Strategy;
use fieldmark_s2i::{ENVIRONMENT_PATH, Entries, IGNORE_PATH, Ignore, MOST_IGNORE_BYTES};
use std::collections::BTreeSet;

/// Patterns without effect, and those that hide a file that the decision rests on.
pub(crate) fn check(subject: &mut Subject<'_>) {
    if subject.component.strategy != Strategy::Source {
        return;
    }
    let path = subject.path(IGNORE_PATH);
    let Some(bytes) = subject.request.tree.read(&path, MOST_IGNORE_BYTES as u64).ok().flatten() else { return };
    let ignore = Ignore::parse(&bytes);
    for finding in &ignore.findings {
        subject.found(&finding.code, finding.note.clone(), At { path: Some(&path), line: finding.line });
    }
    let needed = Needed(needed(subject));
    let removed = ignore.removed(&needed);
    for file in &needed.0 {
        if let Some(hidden) = hides(&removed, file) {
            let by = if hidden == file { format!("by {path}") } else { format!("by {path}, with all of {hidden}") };
            subject.found("check.ignored-file-needed", format!("{file} is taken away {by}"), At::file(&path));
        }
    }
}

/// The files that points, the version or the start come from, relative to the context directory, and the environment
/// file, which is read after the ignore file has been applied. Scripts are moved away before.
fn needed(subject: &Subject<'_>) -> BTreeSet<String> {
    let component = subject.component;
    let evidence = component.evidence.iter().filter(|reason| reason.points > 0).filter_map(|r| r.path.as_deref());
    let start = component.start.from.iter().map(|place| place.path.as_str());
    let version = component.version.iter().filter_map(|version| Some(version.from.as_ref()?.path.as_str()));
    let prefix = if component.path == "." { String::new() } else { format!("{}/", component.path) };
    let inside = |path: &str| path.strip_prefix(&prefix).map(str::to_owned);
    let mut files: BTreeSet<String> = evidence.chain(start).chain(version).filter_map(inside).collect();
    files.retain(|file| !file.starts_with(".s2i/bin/"));
    if subject.text(ENVIRONMENT_PATH, 1).is_some() {
        files.insert(ENVIRONMENT_PATH.to_owned());
    }
    files
}

/// The removed path that a file goes with: its own or that of a directory above it.
fn hides<'r>(removed: &'r BTreeSet<String>, file: &str) -> Option<&'r str> {
    let above =
        |path: &&String| path.is_empty() || file.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/'));
    removed.get(file).or_else(|| removed.iter().find(above)).map(String::as_str)
}

/// The needed files and the directories above them are all of the tree that matters here.
struct Needed(BTreeSet<String>);

impl Entries for Needed {
    fn names(&self, directory: &str) -> Vec<String> {
        let prefix = if directory.is_empty() { String::new() } else { format!("{directory}/") };
        let below = self.0.iter().filter_map(|file| file.strip_prefix(&prefix));
        let names: BTreeSet<&str> = below.filter_map(|rest| rest.split('/').next()).collect();
        names.into_iter().map(str::to_owned).collect()
    }

    fn exists(&self, path: &str) -> bool {
        let below = format!("{path}/");
        self.0.contains(path) || self.0.iter().any(|file| file.starts_with(&below))
    }
}
