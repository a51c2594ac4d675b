//! Whether anything starts.

use crate::subject::{At, Subject};
use fieldmark_model::{Origin, Strategy};

/// Largest part of a script that is looked at, in bytes.
const MAX_SCRIPT: u64 = 256 * 1024;

/// What the decision says about the start. A repository with a `.s2i/bin/run` of its own has decided that itself.
pub(crate) fn check(subject: &mut Subject<'_>) {
    let start = &subject.component.start;
    let from = start.from.as_ref();
    let at = from.map_or_else(At::default, |place| At { path: Some(&place.path), line: place.line });
    match (subject.component.strategy, start.origin, &start.command) {
        (Strategy::Source, _, _) if subject.text(".s2i/bin/run", MAX_SCRIPT).is_some() => {}
        (Strategy::Source, Origin::Override | Origin::Told, _) if start.script.is_some() => {
            let why = start.script.as_ref().map_or("", |script| script.why.as_str());
            subject.found("check.start-needs-override", format!("the builder needs a run script: {why}"), at);
        }
        (Strategy::Source, Origin::Unknown, None) => {
            let note = format!("how the {} application starts is not known", subject.component.language);
            subject.found("check.start-unknown", note, at);
        }
        (Strategy::Docker, _, None) => {
            let note = "the container file states no command".to_owned();
            subject.found("check.start-command-uncertain", note, at);
        }
        // A platform that follows the file runs it; where the image is simply started, its own command is run.
        (Strategy::Docker, Origin::Declared, Some(command)) => {
            let file = subject.component.container_file.as_ref().map(|file| file.path.as_str());
            if let Some(place) = from.filter(|place| file.is_some_and(|file| file != place.path)) {
                let note = format!("the container file states no command, but {} states `{command}`", place.path);
                subject.found("check.start-command-uncertain", note, at);
            }
        }
        _ => {}
    }
}
