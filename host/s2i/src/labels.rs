//! Labels of the application image (s2i.md 9).

use crate::{Request, S2iError};
use std::collections::BTreeMap;

/// Most bytes of all labels together.
const MOST_LABEL_BYTES: usize = 10240;

/// Longest message of a commit, in characters, and what stands at its end where it was longer.
const LONGEST_MESSAGE: usize = 80;
const CUT: &str = "..";

const PREFIX: &str = "io.openshift.s2i.";

/// The labels of a build, sorted by name. Later ones win: generated, then those that were asked for.
pub(crate) fn labels(request: &Request, builder: &str) -> Result<BTreeMap<String, String>, S2iError> {
    let mut labels = BTreeMap::new();
    let mut set = |name: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            labels.insert(name.to_owned(), value.to_owned());
        }
    };
    set("io.k8s.description", request.description.as_deref());
    let name = request.application_name.as_deref().filter(|name| !name.is_empty());
    set("io.k8s.display-name", name.or(request.tag.as_deref()));
    set(&format!("{PREFIX}build.image"), Some(builder));
    set(&format!("{PREFIX}build.source-location"), request.location.as_deref());
    set(&format!("{PREFIX}build.source-context-dir"), request.context_directory.as_deref());
    if let Some(commit) = &request.commit {
        set(&format!("{PREFIX}build.commit.author"), Some(&commit.author));
        set(&format!("{PREFIX}build.commit.date"), Some(&commit.date));
        set(&format!("{PREFIX}build.commit.id"), Some(&commit.id));
        set(&format!("{PREFIX}build.commit.ref"), Some(&commit.reference));
        set(&format!("{PREFIX}build.commit.message"), Some(&message(&commit.message)));
    }
    for (name, value) in &request.labels {
        set(name, Some(value));
    }
    set(&format!("{PREFIX}scripts-url"), request.scripts_url.as_deref());
    set(&format!("{PREFIX}destination"), request.destination.as_deref());
    let bytes = labels.iter().map(|(name, value)| name.len() + value.len()).sum();
    if bytes > MOST_LABEL_BYTES {
        return Err(S2iError::Labels { bytes, most: MOST_LABEL_BYTES });
    }
    Ok(labels)
}

/// The subject of a message as Git prints it: the lines of its first paragraph as one, cut.
fn message(text: &str) -> String {
    let lines = text.lines().map(str::trim_end).skip_while(|line| line.is_empty());
    let subject = lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    if subject.chars().count() <= LONGEST_MESSAGE {
        return subject;
    }
    subject.chars().take(LONGEST_MESSAGE - CUT.len()).collect::<String>() + CUT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Commit;

    #[test]
    fn message_is_one_line_of_80() {
        assert_eq!(message("First\n\nmore"), "First");
        assert_eq!(message("\nFirst \nand second\n\nmore"), "First and second");
        assert_eq!(message(&"ä".repeat(80)), "ä".repeat(80));
        assert_eq!(message(&"ä".repeat(81)), format!("{}..", "ä".repeat(78)));
        assert_eq!(message(""), "");
    }

    #[test]
    fn empty_values_are_not_written_and_later_ones_win() {
        let request = Request {
            tag: Some("app".to_owned()),
            description: Some(String::new()),
            labels: BTreeMap::from([("io.k8s.display-name".to_owned(), "Mine".to_owned())]),
            commit: Some(Commit { id: "1".to_owned(), ..Commit::default() }),
            ..Request::new("python")
        };
        let found = labels(&request, "docker.io/library/python:latest").unwrap();
        let expected = [
            ("io.k8s.display-name", "Mine"),
            ("io.openshift.s2i.build.commit.id", "1"),
            ("io.openshift.s2i.build.image", "docker.io/library/python:latest"),
        ];
        assert_eq!(found.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn too_large_labels_are_refused() {
        let request = Request { description: Some("x".repeat(10240)), ..Request::new("python") };
        assert_eq!(labels(&request, "python").unwrap_err().code(), "s2i.labels-too-large");
    }
}
