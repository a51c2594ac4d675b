//! What would decide between the first and a close second.

use crate::judgement::Candidate;
use fieldmark_model::{Evidence, Strategy};

/// Two languages are close when so many points, or fewer, lie between them.
const CLOSE: u32 = 20;

/// What would make a language the first that is not; none if it is far behind. One that only a rule puts behind is close,
/// however many points it has.
///
/// It names the one piece of the winner's evidence without which the other would be the first, the weakest that is enough,
/// or else the points that are missing.
pub(crate) fn decides(second: &Candidate, first: &Candidate) -> Option<String> {
    let between = first.score().saturating_sub(second.score());
    if second.gives_way && between <= CLOSE {
        return Some(format!(
            "a rule puts {} behind, whatever its points: only the owner can say otherwise",
            second.plugin
        ));
    }
    if first.strategy != Strategy::Source || second.strategy != Strategy::Source || between > CLOSE {
        return None;
    }
    if second.score() >= first.score() {
        return Some(format!("{} has as many points: only the owner can say", second.plugin));
    }
    let told: i64 = first.told.iter().map(|reason| i64::from(reason.points)).sum();
    let total = told + first.verdict.evidence.iter().map(|evidence| i64::from(evidence.points)).sum::<i64>();
    let is_enough = |evidence: &&Evidence| (total - i64::from(evidence.points)).min(100) < i64::from(second.score());
    let weakest = first.verdict.evidence.iter().filter(is_enough).min_by_key(|evidence| evidence.points);
    Some(match weakest {
        Some(evidence) => {
            let place = first.path(evidence.path).map(|path| format!(" ({path})")).unwrap_or_default();
            format!("{} would be first without: {}{place}", second.plugin, evidence.note)
        }
        None => format!("{} more points would make {} the first", between + 1, second.plugin),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::told_reason;
    use fieldmark_model::Told;

    fn scored(plugin: &str, points: &[(i32, &str)]) -> Candidate {
        let score = points.iter().map(|(points, _)| *points).sum::<i32>().clamp(0, 100);
        let mut candidate = Candidate::sample(plugin, u32::try_from(score).unwrap(), "");
        let evidence = points.iter().map(|(points, note)| Evidence {
            code: "x".to_owned(),
            points: *points,
            path: None,
            line: None,
            note: (*note).to_owned(),
        });
        candidate.verdict.evidence = evidence.collect();
        candidate
    }

    #[test]
    fn weakest_evidence_that_is_enough_is_named() {
        let first = scored("a", &[(40, "big"), (15, "small"), (5, "tiny")]);
        let told = decides(&scored("b", &[(50, "b")]), &first).unwrap();
        assert_eq!(told, "b would be first without: small");
    }

    #[test]
    fn points_above_the_cap_are_no_lead() {
        let first = scored("a", &[(60, "big"), (60, "other"), (10, "small")]);
        let told = decides(&scored("b", &[(95, "b")]), &first).unwrap();
        assert_eq!(told, "b would be first without: big");
        let told = decides(&scored("b", &[(85, "b")]), &scored("a", &[(9, "x"); 11])).unwrap();
        assert_eq!(told, "15 more points would make b the first");
    }

    #[test]
    fn points_that_are_told_count() {
        let mut first = scored("a", &[(40, "big"), (15, "small")]);
        first.told = vec![told_reason::of_points("a", &Told { value: 30, from: None })];
        first.verdict.score = 85;
        assert_eq!(decides(&scored("b", &[(75, "b")]), &first).unwrap(), "b would be first without: small");
    }

    #[test]
    fn one_that_a_rule_puts_behind_is_told_so() {
        let second = Candidate { gives_way: true, ..scored("b", &[(95, "b")]) };
        assert!(decides(&second, &scored("a", &[(70, "a")])).unwrap().starts_with("a rule puts b behind"));
        let far = Candidate { gives_way: true, ..scored("b", &[(30, "b")]) };
        assert_eq!(decides(&far, &scored("a", &[(70, "a")])), None);
    }

    #[test]
    fn far_behind_is_no_question() {
        assert_eq!(decides(&scored("b", &[(39, "b")]), &scored("a", &[(60, "a")])), None);
        assert!(decides(&scored("b", &[(60, "b")]), &scored("a", &[(60, "a")])).unwrap().contains("as many points"));
    }
}
