//! Whether the port that is listened on is the one that is exposed.

use crate::subject::{At, Subject};
use fieldmark_model::Strategy;

/// The first port that needs no privilege.
pub(crate) const UNPRIVILEGED: u16 = 1024;

/// Compares the ports of the start with those of the image.
pub(crate) fn check(subject: &mut Subject<'_>) {
    if subject.component.strategy == Strategy::Source {
        of_a_builder(subject);
    }
}

/// A builder image exposes its own ports whatever the application does, and runs without privileges.
fn of_a_builder(subject: &mut Subject<'_>) {
    let component = subject.component;
    let start = &component.start;
    let from = start.from.as_ref();
    let at = from.map_or_else(At::default, |place| At { path: Some(&place.path), line: place.line });
    for port in start.ports.iter().filter(|port| **port < UNPRIVILEGED) {
        subject.found("check.port-privileged", format!("the application listens on port {port}"), at);
    }
    let Some(builder) = &component.builder else { return };
    let Some(image) = (subject.request.builder_image)(builder) else { return };
    let exposed: Vec<u16> = image.ports.iter().filter_map(|port| number(port)).collect();
    let listed = |ports: &[u16]| ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
    match (start.ports.is_empty(), exposed.is_empty()) {
        (true, true) if start.command.is_some() => {
            let note = format!("{}:{} exposes no port, and none was found in the sources", builder.stream, builder.tag);
            subject.found("check.port-unknown", note, at);
        }
        (false, false) if !start.ports.iter().any(|port| exposed.contains(port)) => {
            let note = format!(
                "the application listens on {}, and {}:{} exposes {}",
                listed(&start.ports),
                builder.stream,
                builder.tag,
                listed(&exposed)
            );
            subject.found("check.port-not-exposed", note, at);
        }
        _ => {}
    }
}

/// The number of a TCP port in the form of an image (`8080/tcp`, `8080`).
pub(crate) fn number(port: &str) -> Option<u16> {
    let (number, protocol) = port.split_once('/').unwrap_or((port, "tcp"));
    number.parse().ok().filter(|_| protocol.eq_ignore_ascii_case("tcp"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_of_images_are_read() {
        for (text, port) in [("8080/tcp", Some(8080)), ("8080", Some(8080)), ("53/udp", None), ("x/tcp", None)] {
            assert_eq!(number(text), port, "{text}");
        }
    }
}
