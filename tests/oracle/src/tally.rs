//! What came out of all cases.

use crate::{Differences, Mismatch};
use std::fmt::Write;

/// How one case came out.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// As recorded.
    Equal,
    /// Not as recorded, at these places.
    Different(Vec<Mismatch>),
    /// It could not be run, or is not comparable: what happened.
    Failed(String),
}

/// Counts, and what is wrong.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    equal: usize,
    meant: usize,
    others: usize,
    wrong: Vec<String>,
}

impl Tally {
    /// Counts a case.
    pub fn add(&mut self, case: &str, verdict: &Verdict, differences: &Differences) {
        match (verdict, differences.of(case)) {
            (Verdict::Equal, None) => self.equal += 1,
            (Verdict::Equal, Some(_)) => self.wrong.push(format!("{case}: listed as different, but equal")),
            (Verdict::Different(mismatches), Some(meant)) if meant.covers(mismatches) => self.meant += 1,
            (Verdict::Failed(_), Some(meant)) if meant.at.is_empty() => self.meant += 1,
            (Verdict::Different(mismatches), _) => {
                let mut text = format!("{case}: differs");
                for Mismatch { at, recorded, actual } in mismatches {
                    // Writing to a string cannot fail.
                    _ = write!(text, "\n    {at}: recorded {recorded}, is {actual}");
                }
                self.wrong.push(text);
            }
            (Verdict::Failed(problem), _) => self.wrong.push(format!("{case}: {problem}")),
        }
    }

    /// Counts a case of a program that is compared elsewhere.
    pub const fn skip(&mut self) {
        self.others += 1;
    }

    /// Adds what another tally counted.
    pub fn merge(&mut self, other: Self) {
        self.equal += other.equal;
        self.meant += other.meant;
        self.others += other.others;
        self.wrong.extend(other.wrong);
    }

    /// The cases that are neither equal nor listed, one text each.
    #[must_use]
    pub fn wrong(&self) -> &[String] {
        &self.wrong
    }

    /// One line with all counts.
    #[must_use]
    pub fn summary(&self) -> String {
        let wrong = if self.wrong.is_empty() { String::new() } else { format!(", {} WRONG", self.wrong.len()) };
        format!("{} equal, {} deliberate differences, {} of other programs{wrong}", self.equal, self.meant, self.others)
    }
}
