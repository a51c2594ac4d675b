//! Which version of the language is asked for.

use crate::description::{Description, Rule};
use crate::{files, find};
use fieldmark_sdk::range::{dotted, gem, npm, pep440, places, series};
use fieldmark_sdk::{Repo, Verdict, VersionWish, settle_as, tool_versions};

/// Words that version managers accept for whatever is newest.
const NEWEST: &[&str] = &["latest", "stable", "system", "*"];

/// States the version that counts, and warns of the places that disagree.
pub fn state(repo: &Repo, detector: &Description<'_>, verdict: &mut Verdict) {
    let of = |fallback: bool| detector.rules("version").filter(move |rule| rule.is("fallback") == fallback);
    let mut wishes: Vec<VersionWish> = of(false).filter_map(|rule| wish(repo, rule)).collect();
    if wishes.is_empty() {
        wishes.extend(of(true).find_map(|rule| wish(repo, rule)));
    }
    settle_as("interpreter", verdict, &wishes);
}

fn wish(repo: &Repo, rule: Rule<'_>) -> Option<VersionWish> {
    let tools: Vec<&str> = rule.texts("tool").collect();
    let (text, at) = if tools.is_empty() {
        files::all(repo, rule, "file").into_iter().find_map(|file| find::value(&file, rule))?
    } else {
        tool_versions::tool_version(repo, &tools).map(|(text, at)| (text.to_owned(), at))?
    };
    let asker = repo.at(at).map_or_else(String::new, |file| file.path().to_owned());
    let range = range(meant(&text, rule), rule);
    Some(VersionWish { range, text, at, asker: asker.into(), enforced: rule.is("enforced") })
}

/// What a text stands for, if that is not itself. The beginning must be whole: `lts-2` does not begin `lts-22`.
fn meant<'t>(text: &'t str, rule: Rule<'t>) -> &'t str {
    let begins = |beginning: &str| {
        let rest = text.strip_prefix(beginning);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let known = rule.texts_by_name("means").filter(|(beginning, _)| begins(beginning));
    known.max_by_key(|(beginning, _)| beginning.len()).map_or(text, |(_, version)| version)
}

/// The neutral range of a version as the rule says that it is written.
fn range(text: &str, rule: Rule<'_>) -> Option<String> {
    if NEWEST.contains(&text) {
        return Some(String::new());
    }
    match rule.text("range") {
        Some("least") => Some(format!(">={}", dotted(&places(text)?))),
        Some("caret") => npm::neutral(&carets(text)),
        Some("npm") => npm::neutral(text),
        Some("gem") => requirement(text),
        Some("pep440") => pep440::specifiers(text),
        _ => Some(series(&places(text)?)),
    }
}

/// A requirement of RubyGems, or of Hex, which knows `and` and `or`, too.
fn requirement(text: &str) -> Option<String> {
    let alternatives = text.split(" or ").map(|part| gem::requirement(&part.replace(" and ", ", ")));
    Some(alternatives.collect::<Option<Vec<_>>>()?.join(" || "))
}

/// `1.6, ~2` as npm would write it: `^1.6 || ~2`.
fn carets(text: &str) -> String {
    let one = |part: &str| {
        let part = part.trim();
        if part.starts_with(|c: char| c.is_ascii_digit()) { format!("^{part}") } else { part.to_owned() }
    };
    text.split(',').map(one).collect::<Vec<_>>().join(" || ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_versions_stand_for_compatible_ones() {
        assert_eq!(carets("1.6, ~2.1, =3"), "^1.6 || ~2.1 || =3");
    }
}
