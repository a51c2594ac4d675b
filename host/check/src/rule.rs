//! What is known of a finding by its code: data of `rules/checks.toml`.

use crate::{RulesError, Severity};
use fieldmark_model::{Strategy, parse_document};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const CHECKS: &str = include_str!("../../../rules/checks.toml");

/// What is said about every finding of one code.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// Stable name of the finding.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What it is about, in a few words.
    pub title: String,
    /// What happens if nothing is changed, in one sentence.
    pub consequence: String,
    /// What to do, in one sentence.
    pub fix: String,
    /// Codes that say the same fact with less knowledge: they are not told of a component that has this finding.
    #[serde(default)]
    pub covers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default, rename = "source-areas")]
    source_areas: BTreeSet<String>,
    check: Vec<Rule>,
}

/// All rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    order: Vec<String>,
    rules: BTreeMap<String, Rule>,
    source_areas: BTreeSet<String>,
}

impl Rules {
    /// The rules that come with fieldmark.
    ///
    /// # Errors
    /// The embedded document is wrong; a test makes sure that it is not.
    pub fn bundled() -> Result<Self, RulesError> {
        Self::parse(CHECKS)
    }

    /// Reads a document of rules.
    ///
    /// # Errors
    /// The text does not have the expected form, or two rules have one code.
    pub fn parse(text: &str) -> Result<Self, RulesError> {
        let document: Document = parse_document(text)?;
        let order = document.check.iter().map(|rule| rule.code.clone()).collect();
        let mut rules = BTreeMap::new();
        for rule in document.check {
            if let Some(first) = rules.insert(rule.code.clone(), rule) {
                return Err(RulesError::Duplicate { code: first.code });
            }
        }
        Ok(Self { order, rules, source_areas: document.source_areas })
    }

    /// The rule for a code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Rule> {
        self.rules.get(code)
    }

    /// Whether a finding matters to a component that a strategy builds: what is said of a builder image (all codes of the
    /// document's `source-areas`) matters to the source strategy only.
    #[must_use]
    pub fn matters(&self, code: &str, strategy: Strategy) -> bool {
        let area = code.split('.').next().unwrap_or_default();
        strategy == Strategy::Source || !self.source_areas.contains(area)
    }

    /// All rules in the order of the document.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.order.iter().filter_map(|code| self.rules.get(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_rules_are_sentences() {
        let rules = Rules::bundled().unwrap();
        assert!(rules.iter().count() > 20);
        for rule in rules.iter() {
            assert!(rule.code.contains('.'), "{}", rule.code);
            for sentence in [&rule.consequence, &rule.fix] {
                assert!(
                    sentence.ends_with('.') && sentence.starts_with(char::is_uppercase),
                    "{}: {sentence}",
                    rule.code
                );
            }
            assert!(!rule.title.ends_with('.'), "{}", rule.code);
        }
    }

    /// Otherwise a code could go because of a finding that is itself not told, or two could take each other away.
    #[test]
    fn covered_codes_have_a_rule_and_cover_no_more() {
        let rules = Rules::bundled().unwrap();
        for (rule, covered) in rules.iter().flat_map(|rule| rule.covers.iter().map(move |covered| (rule, covered))) {
            let code = &rule.code;
            let other = rules.get(covered).unwrap_or_else(|| panic!("{code} covers {covered}, which has no rule"));
            assert!(covered != code && !other.covers.contains(code), "{code} covers {covered}");
            assert!(other.covers.iter().all(|code| rule.covers.contains(code)), "{code} covers {covered}");
        }
    }

    #[test]
    fn unknown_severity_and_second_rule_of_a_code_are_refused() {
        let rule = "[[check]]\ncode = 'a.b'\nseverity = 'note'\ntitle = ''\nconsequence = ''\nfix = ''\n";
        assert!(Rules::parse(rule).is_ok());
        assert_eq!(Rules::parse(&rule.repeat(2)).unwrap_err(), RulesError::Duplicate { code: "a.b".to_owned() });
        let wrong = Rules::parse(&rule.replace("'note'", "'notes'")).unwrap_err();
        assert!(
            matches!(wrong, RulesError::Document(error) if error.line == 3 && error.nearest.as_deref() == Some("note"))
        );
    }
}
