//! Directories that hold sources and nothing that describes them.
//!
//! They are looked at only where nothing else is found. Those that are known to start are components; without any, the
//! only directory of sources is, unless the repository itself has a name by then. Several of which nothing is known are a
//! collection, and no answer.

use crate::judgement::Judgement;
use fieldmark_model::attribute;

/// The paths of those that are components. `judgements` come outermost first.
pub(crate) fn chosen(judgements: &[Judgement], stands: impl Fn(&Judgement) -> bool) -> Vec<&str> {
    let holds_sources = |judgement: &&Judgement| {
        let role = judgement.primary().map_or("", |primary| primary.role());
        judgement.is_bare && stands(judgement) && !matches!(role, "site" | "tooling")
    };
    let mut outermost: Vec<&Judgement> = Vec::new();
    for judgement in judgements.iter().filter(holds_sources) {
        let is_part = |outer: &&Judgement| judgement.path.starts_with(&format!("{}/", outer.path));
        if !outermost.iter().any(is_part) {
            outermost.push(judgement);
        }
    }
    let starts = |judgement: &&Judgement| {
        judgement.primary().is_some_and(|primary| primary.verdict.first(attribute::START).is_some())
    };
    let started: Vec<&Judgement> = outermost.iter().copied().filter(starts).collect();
    let is_named = judgements.iter().any(|j| j.path == "." && !j.is_stray && j.primary().is_some());
    let chosen = match (&started[..], &outermost[..]) {
        ([], [only]) if !is_named => vec![*only],
        _ => started,
    };
    chosen.into_iter().map(|judgement| judgement.path.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::Candidate;
    use fieldmark_model::Attribute;

    fn bare(path: &str, role: &str, starts: bool) -> Judgement {
        let mut candidate = Candidate::sample("words", 30, role);
        if starts {
            let start = Attribute { name: "start".into(), value: "words main".into(), path: None, line: None };
            candidate.verdict.attributes.push(start);
        }
        Judgement { languages: vec![candidate], is_bare: true, ..Judgement::new(path) }
    }

    fn paths(judgements: &[Judgement]) -> Vec<&str> {
        chosen(judgements, |_| true)
    }

    #[test]
    fn those_that_start_are_components() {
        let all = [bare("a", "application", true), bare("b", "library", false), bare("c", "server", true)];
        assert_eq!(paths(&all), ["a", "c"]);
    }

    #[test]
    fn only_directory_of_sources_needs_no_start_and_several_do() {
        let inner = bare("a/b", "library", false);
        assert_eq!(paths(&[bare("a", "", false), inner.clone()]), ["a"]);
        assert!(paths(&[bare("c", "", false), inner.clone()]).is_empty());
        let mut root = Judgement { is_bare: false, ..bare(".", "", false) };
        assert!(paths(&[root.clone(), inner.clone()]).is_empty());
        root.is_stray = true;
        assert_eq!(paths(&[root, inner]), ["a/b"]);
    }

    #[test]
    fn pages_and_described_directories_are_not_bare() {
        let described = Judgement { is_bare: false, ..bare("b", "server", true) };
        assert!(paths(&[bare("a", "site", true), described]).is_empty());
    }
}
