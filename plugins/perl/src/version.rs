//! Which Perl.
//!
//! | place | read as | binding |
//! |---|---|---|
//! | `.perl-version` | one version | no |
//! | mise, asdf | one version | no |
//! | `perl` of cpanfile | the least that will do, or a range | cpanm refuses any other |
//! | `MIN_PERL_VERSION` and its like in Makefile.PL, Build.PL, dist.ini | the least that will do | yes |
//! | META.json | the same as the distribution was released with | yes |
//! | `use v5.36` of the application | the least that will do | Perl refuses any other |
//!
//! The first that is understood counts, unless a binding one contradicts it; what they have in common is the range.

use crate::distribution;
use crate::number::{exact, requirement};
use crate::project::Project;
use fieldmark_sdk::{Line, Place, Verdict, VersionWish, settle, tool_versions};

/// States the version, from the places in their order.
pub fn state(project: &Project<'_>, verdict: &mut Verdict) {
    settle(verdict, &wishes(project));
}

fn wishes(project: &Project<'_>) -> Vec<VersionWish> {
    let mut wishes = Vec::new();
    let file = project.repo.file(".perl-version");
    if let Some(line) = file.and_then(|file| file.lines().find(|line| !line.code().is_empty())) {
        wishes.push(pin(line.code(), line.at, ".perl-version"));
    }
    if let Some((text, at)) = tool_versions::tool_version(project.repo, &["perl"]) {
        wishes.push(pin(text, at, "the version manager's file"));
    }
    if let Some(perl) = project.cpanfile.as_ref().and_then(|(_, cpanfile)| cpanfile.module("perl")) {
        wishes.push(needed(perl.version, perl.at, "cpanfile"));
    }
    if let Some((text, at)) = project.distribution.as_ref().and_then(distribution::Distribution::perl) {
        wishes.push(needed(text, at, "the distribution"));
    }
    if let Some((text, at)) = distribution::from_meta(project.repo) {
        wishes.push(needed(text, at, "META.json"));
    }
    if let Some((text, at)) = project.application().and_then(|file| file.lines().find_map(used)) {
        wishes.push(needed(text, at, "the application"));
    }
    wishes
}

/// `use v5.36;` or `use 5.010;`
fn used(line: Line<'_>) -> Option<(&str, Place)> {
    let version = line.code().strip_prefix("use ")?.split(';').next()?.trim();
    version.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit()).then_some((version, line.at))
}

fn pin(text: &str, at: Place, asker: &'static str) -> VersionWish {
    let number = text.strip_prefix("perl-").unwrap_or(text);
    let range = if number == "latest" { Some(String::new()) } else { exact(number) };
    VersionWish { text: text.to_owned(), at, asker: asker.into(), range, enforced: false }
}

fn needed(text: &str, at: Place, asker: &'static str) -> VersionWish {
    VersionWish { text: text.to_owned(), at, asker: asker.into(), range: requirement(text), enforced: true }
}
