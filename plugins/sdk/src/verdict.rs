//! Building a verdict.

use crate::Place;

/// One reason for the score, or one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Stable name, `area.kebab-case`.
    pub code: String,
    /// What it adds to the score.
    pub points: i32,
    /// Where it stands.
    pub at: Place,
    /// One line for people.
    pub note: String,
}

/// One fact with the place it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name; the contract lists those that the host understands.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where it stands.
    pub at: Place,
}

/// A script that replaces one of the builder's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// `assemble`, `run` or `save-artifacts`.
    pub name: String,
    /// The whole text.
    pub body: String,
    /// Why the builder's own is not enough.
    pub why: String,
}

/// What a plugin makes of a root: a language, reasons that add up to a score, and facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Canonical name of the language.
    pub language: String,
    /// Facts.
    pub attributes: Vec<Attribute>,
    /// Image stream that builds it.
    pub builder: Option<String>,
    /// Which versions of the builder will do ([`crate::range`]).
    pub builder_version: Option<String>,
    /// Scripts that replace the builder's own.
    pub scripts: Vec<Script>,
    /// Reasons for the score.
    pub evidence: Vec<Evidence>,
    /// Findings that people should see.
    pub warnings: Vec<Evidence>,
}

impl Verdict {
    /// A verdict of score 0.
    pub fn new(language: impl Into<String>) -> Self {
        Self {
            language: language.into(),
            attributes: Vec::new(),
            builder: None,
            builder_version: None,
            scripts: Vec::new(),
            evidence: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Adds a reason for the score. Points of 0 explain without counting.
    pub fn point(&mut self, points: i32, code: impl Into<String>, at: Place, note: impl Into<String>) {
        self.evidence.push(Evidence { code: code.into(), points, at, note: one_line(note) });
    }

    /// Adds a fact.
    pub fn attribute(&mut self, name: impl Into<String>, value: impl Into<String>, at: Place) {
        self.attributes.push(Attribute { name: name.into(), value: one_line(value), at });
    }

    /// Adds a finding that people should see.
    pub fn warn(&mut self, code: impl Into<String>, at: Place, note: impl Into<String>) {
        self.warnings.push(Evidence { code: code.into(), points: 0, at, note: one_line(note) });
    }

    /// Adds a script that replaces one of the builder's own.
    pub fn script(&mut self, name: impl Into<String>, body: impl Into<String>, why: impl Into<String>) {
        self.scripts.push(Script { name: name.into(), body: body.into(), why: one_line(why) });
    }

    /// The first value of an attribute.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.as_str())
    }

    /// The sum of all points, cut off at 0 and 100.
    #[must_use]
    pub fn score(&self) -> u32 {
        let sum: i64 = self.evidence.iter().map(|evidence| i64::from(evidence.points)).sum();
        sum.clamp(0, 100).unsigned_abs().try_into().unwrap_or(100)
    }
}

/// Text from a repository may hold anything; what goes into a verdict is one short printable line.
pub(crate) fn one_line(text: impl Into<String>) -> String {
    const MOST: usize = 400;
    let text: String = text.into();
    let plain = |c: char| {
        !c.is_control()
            && !matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.len() <= MOST && text.chars().all(plain) {
        return text;
    }
    let mut line: String = text.chars().map(|c| if plain(c) { c } else { ' ' }).take(MOST).collect();
    if line.len() < text.len() {
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn score_is_the_sum_of_the_evidence_within_bounds() {
        let mut verdict = Verdict::new("go");
        verdict.point(80, "go.a", Place::NONE, "a");
        verdict.point(70, "go.b", Place::NONE, "b");
        assert_eq!(verdict.score(), 100);
        verdict.point(-200, "go.c", Place::NONE, "c");
        assert_eq!(verdict.score(), 0);
    }

    #[test]
    fn text_of_the_repository_becomes_one_printable_line() {
        let mut verdict = Verdict::new("go");
        verdict.attribute("start", format!("a\nb\u{1b}[0m{}", "x".repeat(1000)), Place::NONE);
        let value = verdict.get("start").unwrap();
        assert!(value.starts_with("a b [0mx") && value.ends_with('…') && value.chars().count() == 401);
    }

    #[test]
    fn finding_about_a_broken_file_is_one_printable_line() {
        let repo = crate::testing::MemorySource::new([("pom.xml", "<p/\n>")]).into_repo();
        assert!(repo.file("pom.xml").unwrap().xml().is_none());
        let findings = repo.take_findings();
        assert!(!findings[0].note.contains('\n'), "{:?}", findings[0].note);
    }
}
