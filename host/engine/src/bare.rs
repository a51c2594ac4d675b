//! Directories that hold sources and nothing that describes them.
//!
//! They are looked at only where nothing else is found, or too little of the whole. Those that are known to start are
//! components; without any, the only directory of sources is, unless the repository itself has a name by then. Several of
//! which nothing is known are a collection, and no answer: at most they name the repository (`spread.rs`).

use crate::judgement::Judgement;
use fieldmark_model::attribute;

/// The paths of those that are components. `judgements` come outermost first.
pub(crate) fn chosen(judgements: &[Judgement], stands: impl Fn(&Judgement) -> bool) -> Vec<&str> {
    let mut outermost: Vec<&Judgement> = Vec::new();
    for judgement in judgements.iter().filter(|judgement| holds_sources(judgement) && stands(judgement)) {
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

/// The plugin that names four fifths of the files in them that plugins saw.
pub(crate) fn prevailing(judgements: &[Judgement], stands: impl Fn(&Judgement) -> bool) -> Option<&str> {
    let mut seen: Vec<(&str, u64)> = Vec::new();
    let standing = judgements.iter().filter(|judgement| holds_sources(judgement) && stands(judgement));
    for primary in standing.filter_map(Judgement::primary) {
        match seen.iter_mut().find(|(plugin, _)| *plugin == primary.plugin) {
            Some((_, files)) => *files += primary.seen(),
            None => seen.push((&primary.plugin, primary.seen())),
        }
    }
    let all: u64 = seen.iter().map(|(_, files)| files).sum();
    let most = seen.into_iter().max_by_key(|(_, files)| *files);
    most.filter(|(_, files)| *files > 0 && 5 * files >= 4 * all).map(|(plugin, _)| plugin)
}

fn holds_sources(judgement: &Judgement) -> bool {
    let role = judgement.primary().map_or("", |primary| primary.role());
    judgement.is_bare && !matches!(role, "site" | "tooling")
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
