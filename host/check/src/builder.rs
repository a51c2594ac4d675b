//! Whether there is something that builds it.

use crate::subject::{At, Subject};
use fieldmark_model::Strategy;

/// The source strategy needs a builder image. What is wrong with the one that there is was found when it was chosen.
pub(crate) fn check(subject: &mut Subject<'_>) {
    let component = subject.component;
    if component.strategy == Strategy::Source && component.builder.is_none() {
        let note = format!("the catalogue has no builder image for {}", component.language);
        subject.found("check.no-builder", note, At::default());
    }
}
