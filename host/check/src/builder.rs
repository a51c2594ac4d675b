//! Whether there is something that builds it.

use crate::subject::{At, Subject};
use fieldmark_model::Strategy;

/// The source strategy needs a builder image, or a Dockerfile that can be written instead. What is wrong with the builder
/// image that there is was found when it was chosen.
pub(crate) fn check(subject: &mut Subject<'_>) {
    let component = subject.component;
    if component.strategy != Strategy::Source || component.builder.is_some() {
        return;
    }
    let none = format!("the catalogue has no builder image for {}", component.language);
    match &component.dockerfile {
        Some(offer) => {
            let image = offer.from.first().map_or("", String::as_str);
            let note = format!("{none}; `fieldmark dockerfile` writes a file that builds it from {image}");
            subject.found("check.builds-by-dockerfile", note, At::default());
        }
        None => subject.found("check.no-builder", none, At::default()),
    }
}
