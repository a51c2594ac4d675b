//! Who wins when several plugins recognise the same root (`rules/conflicts.toml`).

use crate::judgement::Candidate;
use serde::Deserialize;
use std::cmp::Reverse;

/// The rules.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Conflicts {
    #[serde(default)]
    gives_way: Vec<GivesWay>,
}

/// A verdict that fits the rule goes behind one it gives way to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GivesWay {
    plugins: Option<Vec<String>>,
    roles: Option<Vec<String>>,
    to_plugins: Option<Vec<String>>,
    to_roles: Option<Vec<String>>,
    least: u32,
    why: String,
}

impl GivesWay {
    fn applies(&self, loser: &Candidate, winner: &Candidate) -> bool {
        let fits =
            |list: &Option<Vec<String>>, value: &str| list.as_ref().is_none_or(|list| list.iter().any(|v| v == value));
        loser.plugin != winner.plugin
            && winner.score() >= self.least
            && fits(&self.plugins, &loser.plugin)
            && fits(&self.roles, loser.role())
            && fits(&self.to_plugins, &winner.plugin)
            && fits(&self.to_roles, winner.role())
    }
}

impl Conflicts {
    /// Sorts the better candidate before the worse. For each of the others `lost` says why.
    pub(crate) fn rank(&self, candidates: &mut [Candidate]) {
        let reasons: Vec<Option<String>> = candidates.iter().map(|loser| self.gives_way(loser, candidates)).collect();
        for (candidate, reason) in candidates.iter_mut().zip(reasons) {
            candidate.gives_way = reason.is_some();
            candidate.lost = reason;
        }
        candidates.sort_by_key(|candidate| {
            (
                candidate.lost.is_some(),
                Reverse(candidate.score()),
                Reverse(candidate.priority),
                candidate.plugin.clone(),
            )
        });
        let Some((winner, losers)) = candidates.split_first_mut() else { return };
        winner.lost = None;
        for loser in losers.iter_mut().filter(|loser| loser.lost.is_none()) {
            let reason = match loser.score().cmp(&winner.score()) {
                std::cmp::Ordering::Less => format!("{} points are fewer than {}", loser.score(), winner.score()),
                _ => format!("as many points as {}, which goes first by priority or name", winner.plugin),
            };
            loser.lost = Some(reason);
        }
    }

    fn gives_way(&self, loser: &Candidate, all: &[Candidate]) -> Option<String> {
        all.iter().find_map(|winner| {
            let rule = self.gives_way.iter().find(|rule| rule.applies(loser, winner))?;
            // Two that would give way to each other are left to their scores.
            let mutual = self.gives_way.iter().any(|rule| rule.applies(winner, loser));
            (!mutual).then(|| format!("gives way to {}: {}", winner.plugin, rule.why))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Rules of each form; those that come with fieldmark are tried with the plugins they name.
    const RULES: &str = r#"{"gives-way": [
        {"plugins": ["pages"], "least": 25, "why": "beside an application"},
        {"roles": ["tooling"], "to-roles": ["server", "application", "site"], "least": 30, "why": "tools only"},
        {"plugins": ["front"], "roles": ["frontend"], "to-plugins": ["back"], "to-roles": ["server"], "least": 45, "why": "inside"}
    ]}"#;

    fn candidate(plugin: &str, score: u32, role: &str) -> Candidate {
        Candidate::sample(plugin, score, role)
    }

    fn ranked(mut candidates: Vec<Candidate>) -> Vec<String> {
        let conflicts: Conflicts = serde_json::from_str(RULES).unwrap();
        conflicts.rank(&mut candidates);
        assert!(candidates.iter().skip(1).all(|candidate| candidate.lost.is_some()));
        candidates.into_iter().map(|candidate| candidate.plugin).collect()
    }

    #[test]
    fn higher_score_wins_and_equal_scores_go_by_name() {
        assert_eq!(ranked(vec![candidate("b", 70, ""), candidate("a", 60, "")]), ["b", "a"]);
        assert_eq!(ranked(vec![candidate("b", 70, ""), candidate("a", 70, "")]), ["a", "b"]);
    }

    #[test]
    fn front_end_gives_way_to_the_back_end_around_it() {
        let both = vec![candidate("front", 95, "frontend"), candidate("back", 70, "server")];
        assert_eq!(ranked(both), ["back", "front"]);
        let weak = vec![candidate("front", 95, "frontend"), candidate("back", 30, "server")];
        assert_eq!(ranked(weak), ["front", "back"]);
        let server = vec![candidate("front", 95, "server"), candidate("back", 70, "server")];
        assert_eq!(ranked(server), ["front", "back"]);
        let other = vec![candidate("front", 95, "frontend"), candidate("other", 70, "server")];
        assert_eq!(ranked(other), ["front", "other"]);
    }

    #[test]
    fn tools_give_way_to_the_application_and_not_to_tools() {
        let both = vec![candidate("front", 60, "tooling"), candidate("back", 45, "application")];
        assert_eq!(ranked(both), ["back", "front"]);
        let tools = vec![candidate("front", 60, "tooling"), candidate("back", 45, "tooling")];
        assert_eq!(ranked(tools), ["front", "back"]);
        let pages = vec![candidate("pages", 60, "site"), candidate("other", 25, "")];
        assert_eq!(ranked(pages), ["other", "pages"]);
    }

    proptest! {
        #[test]
        fn order_of_the_verdicts_does_not_matter(
            scores in proptest::collection::vec((0u32..100, 0usize..7), 1..7),
            seed in any::<u64>(),
        ) {
            let plugins = ["front", "back", "pages", "other", "another", "x", "y"];
            let roles = ["server", "application", "frontend", "site", "library", "tooling", ""];
            let all: Vec<Candidate> =
                scores.iter().zip(plugins).map(|((score, role), plugin)| candidate(plugin, *score, roles[*role])).collect();
            let mut shuffled = all.clone();
            let length = shuffled.len();
            shuffled.rotate_left((seed as usize) % length);
            if seed % 2 == 0 {
                shuffled.reverse();
            }
            prop_assert_eq!(ranked(all), ranked(shuffled));
        }
    }
}
