//! The environment file of the repository (s2i.md 5).

use crate::secret;
use crate::subject::{At, Subject};
use fieldmark_s2i::{ENVIRONMENT_PATH, Environment, MOST_ENVIRONMENT_BYTES, OLD_ENVIRONMENT_PATH};

/// Lines that do not do what they look like, and secrets.
pub(crate) fn check(subject: &mut Subject<'_>) {
    let read = |below: &str| {
        let path = subject.path(below);
        let bytes = subject.request.tree.read(&path, MOST_ENVIRONMENT_BYTES as u64).ok().flatten()?;
        Some((path, bytes))
    };
    // The old name counts only where the new one is not there.
    let Some((path, bytes)) = read(ENVIRONMENT_PATH).or_else(|| read(OLD_ENVIRONMENT_PATH)) else { return };
    let environment = Environment::parse(&path, &bytes);
    for finding in &environment.findings {
        let at = At { path: finding.path.as_deref(), line: finding.line };
        subject.found(&finding.code, finding.note.clone(), at);
    }
    let text = String::from_utf8_lossy(&bytes);
    for variable in &environment.variables {
        if let Some(reason) = secret::reason(&variable.name, &variable.value) {
            let at = At { path: Some(&path), line: line_of(&text, &variable.name, &variable.value) };
            subject.found("check.environment-secret", format!("{} looks like a secret: {reason}", variable.name), at);
        }
    }
}

fn line_of(text: &str, name: &str, value: &str) -> Option<u32> {
    let assigns =
        |line: &str| line.split_once('=').is_some_and(|(before, after)| before.trim() == name && after.trim() == value);
    u32::try_from(text.lines().position(assigns)? + 1).ok()
}
