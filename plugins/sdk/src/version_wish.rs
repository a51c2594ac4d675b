//! Several places that ask for a version of the language, and the one that counts.

use crate::range::{intersection, overlap};
use crate::{Place, Verdict};
use std::borrow::Cow;

/// One place that asks for a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionWish {
    /// The text as it stands there.
    pub text: String,
    /// Where it stands.
    pub at: Place,
    /// What asks, for people: `.ruby-version`, `the Gemfile`.
    pub asker: Cow<'static, str>,
    /// The neutral range; none if the text was not understood.
    pub range: Option<String>,
    /// Whether the ecosystem's own tools refuse to work with any other version.
    pub enforced: bool,
}

/// States the version that counts, with its range, and warns of the places that disagree.
///
/// The wishes come in the ecosystem's order of precedence. The first that is understood counts; if an enforced one
/// contradicts it, the enforced one counts instead, since the application would not start otherwise. The range is what
/// it has in common with all others that do not contradict it: a range leaves room, which another place may narrow down.
pub fn settle(verdict: &mut Verdict, wishes: &[VersionWish]) {
    let area = verdict.language.clone();
    settle_as(&area, verdict, wishes);
}

/// The same with findings of another area than the language: those of detectors have rules in common.
pub fn settle_as(area: &str, verdict: &mut Verdict, wishes: &[VersionWish]) {
    let language = verdict.language.clone();
    for wish in wishes.iter().filter(|wish| wish.range.is_none()) {
        let note = format!("`{}`, as {} asks for it, is not a version of {language} known here", wish.text, wish.asker);
        verdict.warn(format!("{area}.version-not-understood"), wish.at, note);
    }
    let understood: Vec<(&VersionWish, &str)> =
        wishes.iter().filter_map(|wish| Some((wish, wish.range.as_deref()?))).collect();
    let Some(first) = understood.first() else {
        if let Some(wish) = wishes.first() {
            verdict.attribute("version", &*wish.text, wish.at);
        }
        return;
    };
    let enforced = understood.iter().find(|(wish, range)| wish.enforced && !overlap(range, first.1));
    let (chosen, range) = enforced.unwrap_or(first);
    verdict.attribute("version", &*chosen.text, chosen.at);
    let mut common = (*range).to_owned();
    for (wish, other) in understood.iter().filter(|(wish, _)| wish != chosen) {
        let Some(both) = intersection(&common, other) else {
            let note = format!(
                "{} asks for `{}`, but {} for `{}`, which counts",
                wish.asker, wish.text, chosen.asker, chosen.text
            );
            verdict.warn(format!("{area}.version-contradiction"), wish.at, note);
            continue;
        };
        if both != common {
            let note = format!("{} narrows `{}` down with `{}`", wish.asker, chosen.text, wish.text);
            verdict.point(0, format!("{area}.version-narrowed"), wish.at, note);
            common = both;
        }
    }
    verdict.builder_version = Some(common);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(asker: &'static str, text: &str, range: Option<&str>, enforced: bool) -> VersionWish {
        VersionWish {
            text: text.to_owned(),
            at: Place::NONE,
            asker: asker.into(),
            range: range.map(str::to_owned),
            enforced,
        }
    }

    fn settled(wishes: &[VersionWish]) -> (Option<String>, Option<String>, Vec<String>) {
        let mut verdict = Verdict::new("ruby");
        settle(&mut verdict, wishes);
        let codes = verdict.warnings.iter().map(|warning| warning.code.clone()).collect();
        (verdict.get("version").map(str::to_owned), verdict.builder_version, codes)
    }

    #[test]
    fn first_understood_wish_counts() {
        let wishes = [
            wish("a", "jruby", None, false),
            wish("b", "3.2.1", Some("=3.2.1"), false),
            wish("c", "~> 3.1", Some(">=3.1, <4"), true),
        ];
        let (version, range, codes) = settled(&wishes);
        assert_eq!((version.as_deref(), range.as_deref()), (Some("3.2.1"), Some("=3.2.1")));
        assert_eq!(codes, ["ruby.version-not-understood"]);
    }

    #[test]
    fn enforced_wish_overrules_a_contradicting_one() {
        let wishes = [wish("a", "2.7", Some("=2.7"), false), wish("b", "~> 3.1", Some(">=3.1, <4"), true)];
        let (version, _, codes) = settled(&wishes);
        assert_eq!(version.as_deref(), Some("~> 3.1"));
        assert_eq!(codes, ["ruby.version-contradiction"]);
    }

    #[test]
    fn places_that_agree_narrow_the_range_down() {
        let wishes = [
            wish("a", "latest", Some(""), false),
            wish("b", ">=3.1", Some(">=3.1"), false),
            wish("c", "<3.4", Some("<3.4"), true),
            wish("d", "3.9", Some("=3.9"), false),
        ];
        let (version, range, codes) = settled(&wishes);
        assert_eq!((version.as_deref(), range.as_deref()), (Some("latest"), Some(">=3.1, <3.4")));
        assert_eq!(codes, ["ruby.version-contradiction"]);
        let pinned = [wish("a", "3.2.1", Some("=3.2.1"), false), wish("b", ">=3.1", Some(">=3.1"), false)];
        assert_eq!(settled(&pinned).1.as_deref(), Some("=3.2.1"));
    }

    #[test]
    fn text_is_stated_even_if_nothing_is_understood() {
        let (version, range, _) = settled(&[wish("a", "system", None, false)]);
        assert_eq!((version.as_deref(), range), (Some("system"), None));
        assert_eq!(settled(&[]), (None, None, Vec::new()));
    }

    #[test]
    fn ranges_that_agree_narrow_each_other_down() {
        let mut verdict = Verdict::new("java");
        let wishes = [
            wish("a", "11", Some(">=11"), false),
            wish("b", "[8,22)", Some(">=8, <22"), false),
            wish("c", "8", Some("=8"), false),
        ];
        settle_as("java", &mut verdict, &wishes);
        assert_eq!(verdict.get("version"), Some("11"));
        assert_eq!(verdict.builder_version.as_deref(), Some(">=11, <22"));
        assert_eq!(verdict.evidence.len(), 1);
        assert_eq!(verdict.warnings.len(), 1);
    }
}
