//! Members of a workspace, as the verdict about the root around them lists them.

use crate::judgement::Candidate;
use fieldmark_model::attribute;

/// Whether a verdict about an outer root counts an inner one among the members of its workspace.
pub(crate) fn names_member(owner: &Candidate, outer: &str, inner: &str) -> bool {
    let relative = relative(inner, outer);
    is_below(inner, outer) && owner.verdict.all(attribute::MEMBER).any(|member| matches(&member.value, relative))
}

/// Whether a root lies below another.
pub(crate) fn is_below(inner: &str, outer: &str) -> bool {
    outer == "." || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
}

/// A path below a root, relative to it.
pub(crate) fn relative<'p>(inner: &'p str, outer: &str) -> &'p str {
    if outer == "." { inner } else { inner.get(outer.len() + 1..).unwrap_or_default() }
}

/// Whether a member pattern names a directory, or one above it: `*` stands for one part of a path, `**` for any number.
fn matches(pattern: &str, path: &str) -> bool {
    fn parts(pattern: &[&str], path: &[&str]) -> bool {
        match (pattern, path) {
            // Everything below a member belongs to it.
            ([], _) => true,
            (["**", rest @ ..], _) => (0..=path.len()).any(|skip| parts(rest, &path[skip..])),
            ([first, rest @ ..], [part, path @ ..]) => part_matches(first, part) && parts(rest, path),
            (_, []) => false,
        }
    }
    let pattern: Vec<&str> = pattern.trim_start_matches("./").trim_end_matches('/').split('/').take(32).collect();
    let path: Vec<&str> = path.split('/').take(32).collect();
    pattern.iter().filter(|part| **part == "**").count() <= 3 && parts(&pattern, &path)
}

/// One part of a path against a pattern with at most one `*`.
fn part_matches(pattern: &str, part: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => part.len() >= start.len() + end.len() && part.starts_with(start) && part.ends_with(end),
        None => pattern == part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_matched_part_by_part() {
        for (pattern, path, expected) in [
            ("api", "api", true),
            ("./api/", "api", true),
            ("api", "api/sub", true),
            ("api", "apis", false),
            ("packages/*", "packages/a", true),
            ("packages/*", "packages", false),
            ("packages/app-*", "packages/app-x", true),
            ("packages/app-*", "packages/lib-x", false),
            ("apps/**", "apps/a/b", true),
            ("**/plugin", "a/b/plugin", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }
}
