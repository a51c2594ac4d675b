//! What companions declare about candidate roots, and for which component it counts.
//!
//! A companion names no component. It is heard about every root that is looked at, and its facts count for one
//! component each: those that follow a `context` for the component of exactly that directory, all others for the
//! innermost component around the file they stand in. What stands in no component counts for the first one.

use crate::judgement::Candidate;
use fieldmark_model::{Attribute, Place, attribute};
use std::cmp::Reverse;

/// What one companion says of one candidate root.
#[derive(Debug, Clone)]
pub(crate) struct Companion {
    pub(crate) root: String,
    pub(crate) candidate: Candidate,
}

/// One fact for one component.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fact<'c> {
    pub(crate) plugin: &'c str,
    pub(crate) attribute: &'c Attribute,
    candidate: &'c Candidate,
}

impl Fact<'_> {
    pub(crate) fn place(&self) -> Option<Place> {
        let path = self.candidate.path(self.attribute.path)?;
        Some(Place { path, line: self.attribute.line })
    }
}

/// Puts the one first that is heard first: by the priority of its manifest, its id, and where it looked.
pub(crate) fn rank(companions: &mut [Companion]) {
    companions.sort_by_cached_key(|companion| {
        let candidate = &companion.candidate;
        (
            Reverse(candidate.priority),
            candidate.plugin.clone(),
            companion.root.matches('/').count(),
            companion.root.clone(),
        )
    });
}

/// The context directories that companions name, relative to the repository.
pub(crate) fn contexts(companions: &[Companion]) -> impl Iterator<Item = String> + '_ {
    companions.iter().flat_map(|companion| {
        let named = companion.candidate.verdict.all(attribute::CONTEXT);
        named.filter_map(|context| below(&companion.root, &context.value))
    })
}

/// The facts that count for the component at `path`, those first that are heard first. `components` are the paths of all
/// of them, the first component first.
pub(crate) fn facts<'c>(companions: &'c [Companion], path: &str, components: &[&str]) -> Vec<Fact<'c>> {
    let mut facts = Vec::new();
    for companion in companions {
        let candidate = &companion.candidate;
        let mut context = None;
        for attribute in &candidate.verdict.attributes {
            if attribute.name == attribute::CONTEXT {
                context = Some(below(&companion.root, &attribute.value));
                continue;
            }
            let counts = match &context {
                Some(context) => context.as_deref() == Some(path),
                None => {
                    let file = candidate.path(attribute.path);
                    owner(file.as_deref().unwrap_or(&companion.root), components) == Some(path)
                }
            };
            if counts {
                facts.push(Fact { plugin: &candidate.plugin, attribute, candidate });
            }
        }
    }
    facts
}

/// The innermost component around a file, or the first of all.
fn owner<'p>(file: &str, components: &[&'p str]) -> Option<&'p str> {
    let around = components.iter().filter(|component| {
        **component == "."
            || file.strip_prefix(**component).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let innermost = around.max_by_key(|component| if **component == "." { 0 } else { component.len() });
    innermost.or(components.first()).copied()
}

/// A directory that a file in `root` names, relative to the repository; none if it lies outside.
fn below(root: &str, directory: &str) -> Option<String> {
    if directory.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = root.split('/').filter(|part| *part != ".").collect();
    for part in directory.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn companion(plugin: &str, priority: u8, root: &str, attributes: &[(&str, &str)]) -> Companion {
        let mut candidate = Candidate::sample(plugin, 0, "");
        candidate.priority = priority;
        candidate.verdict.attributes = attributes
            .iter()
            .map(|(name, value)| Attribute {
                name: (*name).to_owned(),
                value: (*value).to_owned(),
                path: None,
                line: None,
            })
            .collect();
        Companion { root: root.to_owned(), candidate }
    }

    fn values(companions: &[Companion], path: &str, components: &[&str]) -> Vec<String> {
        facts(companions, path, components).iter().map(|fact| fact.attribute.value.clone()).collect()
    }

    #[test]
    fn facts_behind_a_context_count_for_that_directory_only() {
        let stated = [("service", "redis"), ("context", "./api/"), ("port", "1"), ("context", "../x"), ("port", "2")];
        let companions = [companion("a", 50, ".", &stated)];
        assert_eq!(values(&companions, ".", &[".", "api"]), ["redis"]);
        assert_eq!(values(&companions, "api", &[".", "api"]), ["1"]);
        assert_eq!(contexts(&companions).collect::<Vec<_>>(), ["api"]);
    }

    #[test]
    fn facts_of_a_root_that_is_no_component_count_for_the_first() {
        let companions = [companion("a", 50, ".", &[("service", "redis")])];
        assert_eq!(values(&companions, "web", &["web", "api"]), ["redis"]);
        assert!(values(&companions, "api", &["web", "api"]).is_empty());
    }

    #[test]
    fn innermost_component_owns_a_file() {
        let components = [".", "a", "a/b"];
        for (file, expected) in [("a/b/x", "a/b"), ("a/bc/x", "a"), ("ab/x", "."), ("x", "."), ("a/b", "a/b")] {
            assert_eq!(owner(file, &components), Some(expected), "{file}");
        }
        assert_eq!(owner("x", &["a", "b"]), Some("a"));
    }

    #[test]
    fn higher_priority_is_heard_first() {
        let mut companions = [
            companion("b", 50, ".", &[]),
            companion("a", 50, "x", &[]),
            companion("a", 50, ".", &[]),
            companion("z", 60, ".", &[]),
        ];
        rank(&mut companions);
        let order: Vec<_> = companions.iter().map(|c| (c.candidate.plugin.as_str(), c.root.as_str())).collect();
        assert_eq!(order, [("z", "."), ("a", "."), ("a", "x"), ("b", ".")]);
    }

    #[test]
    fn directories_outside_of_the_repository_are_none() {
        assert_eq!(below("a", "../b").as_deref(), Some("b"));
        assert_eq!(below("a", "..").as_deref(), Some("."));
        assert_eq!(below(".", ".."), None);
        assert_eq!(below(".", "/srv"), None);
    }
}
