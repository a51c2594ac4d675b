//! Which candidate roots become components, and in which order (`rules/components.toml`).

mod fate;

use crate::auxiliary::Auxiliary;
use crate::bare;
use crate::declared_start::DeclaredStart;
use crate::judgement::{Candidate, Judgement};
use fieldmark_model::{RepoView, Strategy, attribute};
use fieldmark_scan::Presence;
use serde::Deserialize;
use std::cmp::Reverse;

/// The rules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Layout {
    auxiliary: Auxiliary,
    most_roots: usize,
    most_bare: usize,
    least_score: u32,
    many_files: u64,
    least_bare_score: u32,
    /// Companions whose declared start is run in place of an image's own command.
    pub(crate) starts_images: Vec<String>,
    /// Directories that belong to the application around them.
    #[serde(default, rename = "part")]
    parts: Vec<PartRule>,
    /// Which declared starts are followed.
    #[serde(default, rename = "declared-start")]
    pub(crate) declared_starts: Vec<DeclaredStart>,
    #[serde(default, rename = "workspace")]
    workspaces: Vec<WorkspaceRule>,
}

/// What happens to members of a workspace.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WorkspaceRule {
    plugins: Vec<String>,
    /// Roles of members that become components nevertheless.
    keeps: Vec<String>,
}

/// Directories that one application consists of: what they hold is built with it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PartRule {
    plugins: Vec<String>,
    directories: Vec<String>,
}

/// The roots that are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selection {
    pub(crate) roots: Vec<String>,
    /// Roots that were passed over because there are too many.
    pub(crate) beyond: usize,
}

impl Layout {
    /// The roots worth asking plugins about, out of all that hold a marker, outermost first. `.` is always among them;
    /// without a marker of its own it is no reason yet to pass over auxiliary ones.
    pub(crate) fn select(&self, all: &[String], top_has_marker: bool) -> Selection {
        let main: Vec<&String> = all.iter().filter(|root| !self.auxiliary.holds(root)).collect();
        let is_enough = main.len() > 1 || top_has_marker;
        let mut roots: Vec<String> = if is_enough { main.into_iter().cloned().collect() } else { all.to_vec() };
        let beyond = roots.len().saturating_sub(self.most_roots);
        roots.truncate(self.most_roots);
        Selection { roots, beyond }
    }

    /// Those of the directories that companions name which are worth asking about and are not among the selected.
    pub(crate) fn contexts(&self, selection: &Selection, named: impl Iterator<Item = String>) -> Vec<String> {
        let mut contexts: Vec<String> = Vec::new();
        for directory in named {
            let is_new = !selection.roots.contains(&directory) && !contexts.contains(&directory);
            if is_new && !self.auxiliary.holds(&directory) && selection.roots.len() + contexts.len() < self.most_roots {
                contexts.push(directory);
            }
        }
        contexts
    }

    /// Those of the directories that are asked about because they may hold sources, the outermost first.
    pub(crate) fn bare<'d>(&self, directories: impl Iterator<Item = &'d str>) -> Vec<String> {
        let mut bare: Vec<&str> = directories.filter(|directory| !self.auxiliary.holds(directory)).collect();
        bare.sort_by_key(|directory| (directory.matches('/').count(), *directory));
        bare.into_iter().take(self.most_bare).map(str::to_owned).collect()
    }

    /// Whether bare directories hold enough of a repository of so many files to say what it is: a script among notes or
    /// settings does not.
    pub(crate) fn is_substantial(&self, bare: &[Judgement], all: u64) -> bool {
        let chosen = bare::chosen(bare, |judgement| self.stands(judgement));
        let judged = bare.iter().filter(|judgement| chosen.contains(&judgement.path.as_str()));
        let files: u64 = judged.filter_map(Judgement::primary).map(Candidate::seen).sum();
        chosen.len() <= self.most_bare / 2 && 10 * files >= all
    }

    /// Whether a root of so many files is only named by a few of them further down, or by what serves it.
    pub(crate) fn is_stray(&self, judgement: &Judgement, all: u64) -> bool {
        let Some(primary) = judgement.primary().filter(|primary| primary.presence < Presence::Here) else {
            return false;
        };
        let Some(view) = &primary.view else { return false };
        // Deeper down a name may be that of a package: `src/main/java/com/example`.
        let is_main = |path: &str| !self.auxiliary.holds(path.split_once('/').map_or(".", |(top, _)| top));
        let main = view.paths().iter().filter(|path| is_main(path)).count() as u64;
        all >= self.many_files && 20 * main < all
    }

    /// Whether something describes itself, or the whole is known to start.
    pub(crate) fn is_found(&self, judgements: &[Judgement]) -> bool {
        judgements.iter().any(|judgement| judgement.is_told || self.stands(judgement) || self.starts(judgement))
    }

    /// Whether all that describes itself is a small part of a repository of so many files at whose top nothing does.
    pub(crate) fn is_minor(&self, judgements: &[Judgement], all: u64, files: impl Fn(&str) -> u64) -> bool {
        let standing = || judgements.iter().filter(|judgement| judgement.is_told || self.stands(judgement));
        if all < self.many_files || judgements.iter().any(|top| top.path == "." && self.starts(top)) {
            return false;
        }
        standing().all(|judgement| judgement.path != "." && !judgement.is_told)
            && 10 * standing().map(|judgement| files(&judgement.path)).sum::<u64>() < all
    }

    /// Whether it is known how the repository itself starts, though nothing directly in it says so.
    fn starts(&self, judgement: &Judgement) -> bool {
        let knows = |primary: &Candidate| {
            primary.score() >= self.least_bare_score && primary.verdict.first(attribute::START).is_some()
        };
        judgement.path == "." && judgement.primary().is_some_and(knows)
    }

    /// Whether the verdict rests on more than a version file or a few sources.
    pub(crate) fn is_sure(&self, primary: &Candidate) -> bool {
        primary.score() >= 2 * self.least_score
    }

    /// Whether something directly in the root says what it is, or nearly all sources below it do.
    pub(crate) fn stands(&self, judgement: &Judgement) -> bool {
        if judgement.is_spread {
            return true;
        }
        judgement.primary().is_some_and(|primary| {
            // A file that nobody builds by without naming it does not say what the repository is.
            if judgement.path == "." && primary.strategy != Strategy::Source && judgement.strategy().is_none() {
                return false;
            }
            let least = match judgement.path.as_str() {
                "." => self.least_score,
                _ if judgement.is_bare => self.least_bare_score,
                _ => 2 * self.least_score,
            };
            let here = match judgement.path.as_str() {
                "." => Presence::Here,
                _ if judgement.is_bare => Presence::Here,
                _ if judgement.is_context => Presence::Below,
                _ => Presence::Marker,
            };
            primary.score() >= least && primary.presence >= here
        })
    }

    /// Sorts components: the one at the top first, then by what they are for, then by score, depth and path. What
    /// presents another application comes behind it.
    pub(crate) fn rank(&self, judgements: &mut [Judgement]) {
        judgements.sort_by_cached_key(|judgement| {
            let (role, score) = judgement.primary().map_or((9, 0), |primary| (role_rank(primary), primary.score()));
            let depth = judgement.path.matches('/').count();
            let presents = self.auxiliary.presents(&judgement.path);
            (judgement.path != ".", presents, role, Reverse(score), depth, judgement.path.clone())
        });
    }
}

fn role_rank(candidate: &Candidate) -> u8 {
    match candidate.role() {
        "server" => 0,
        "application" => 1,
        "frontend" => 2,
        "site" => 3,
        "" => 4,
        "library" => 5,
        _ => 6,
    }
}

#[cfg(test)]
mod tests;
