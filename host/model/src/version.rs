//! Versions and version ranges in the one neutral form that plugins translate their ecosystem's form into.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// Longest text of a range, in bytes: a plugin is not trusted to be brief.
const MAX_TEXT: usize = 1024;

/// A dotted number such as `3.12` or `8`, at most six places.
///
/// A version of a builder image is usually shorter than what a repository asks for: the tag `3.12` stands for the
/// newest `3.12.x`. Comparison in a [`VersionRange`] takes that into account; [`Ord`] is plain, place by place.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version(Vec<u32>);

impl Version {
    /// The places, most significant first; never empty.
    #[must_use]
    pub fn places(&self) -> &[u32] {
        &self.0
    }

    /// This version cut to at most `places` places.
    fn cut(&self, places: usize) -> &[u32] {
        &self.0[..self.0.len().min(places)]
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, place) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            write!(f, "{place}")?;
        }
        Ok(())
    }
}

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || VersionError::Version { text: text.chars().take(60).collect() };
        let places: Vec<u32> =
            text.split('.').take(7).map(|place| place.parse().map_err(|_| invalid())).collect::<Result<_, _>>()?;
        // `parse` accepts a sign, which a version has not.
        if places.len() > 6 || text.contains('+') {
            return Err(invalid());
        }
        Ok(Self(places))
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}

impl TryFrom<String> for Version {
    type Error = VersionError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// A text that is no version or no range.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VersionError {
    /// Not a dotted number.
    #[error("`{text}` is not a dotted number")]
    Version {
        /// The beginning of the text.
        text: String,
    },
    /// A comparison without a known operator.
    #[error("`{text}` does not begin with one of >=, >, <=, <, =, !=")]
    Operator {
        /// The beginning of the text.
        text: String,
    },
    /// Longer than any range needs to be.
    #[error("a range of {length} bytes is longer than {MAX_TEXT}")]
    TooLong {
        /// Length in bytes.
        length: usize,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    AtLeast,
    Above,
    AtMost,
    Below,
    Equal,
    Unequal,
}

const OPERATORS: [(&str, Operator); 6] = [
    (">=", Operator::AtLeast),
    ("<=", Operator::AtMost),
    ("!=", Operator::Unequal),
    (">", Operator::Above),
    ("<", Operator::Below),
    ("=", Operator::Equal),
];

#[derive(Debug, Clone, PartialEq, Eq)]
struct Comparison {
    operator: Operator,
    version: Version,
}

impl Comparison {
    /// Whether the newest version that `tag` stands for satisfies the comparison.
    fn accepts(&self, tag: &Version) -> bool {
        let wanted = self.version.cut(tag.0.len());
        let ordering = tag.cut(wanted.len()).cmp(wanted);
        // The comparison asks for more places than the tag states: the tag follows the newest of them.
        let finer = self.version.0.len() > tag.0.len();
        match self.operator {
            Operator::AtLeast => ordering != Ordering::Less,
            Operator::Above => ordering == Ordering::Greater || (finer && ordering == Ordering::Equal),
            Operator::AtMost => ordering != Ordering::Greater,
            Operator::Below => ordering == Ordering::Less,
            Operator::Equal => ordering == Ordering::Equal,
            Operator::Unequal => ordering != Ordering::Equal || finer,
        }
    }
}

/// Alternatives joined by `||`, each a comma list of comparisons that must all hold. The empty text accepts all.
///
/// The grammar is the one that `wit/detector.wit` states for `builder-version`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRange {
    text: String,
    alternatives: Vec<Vec<Comparison>>,
}

impl VersionRange {
    /// Whether a builder of this version satisfies the range.
    #[must_use]
    pub fn accepts(&self, tag: &Version) -> bool {
        self.alternatives.iter().any(|all| all.iter().all(|comparison| comparison.accepts(tag)))
    }

    /// How far a builder's version is from the nearest version that the range names, compared place by place: the
    /// smaller, the nearer. It decides which tag to offer when none satisfies the range.
    #[must_use]
    pub fn distance(&self, tag: &Version) -> Vec<u32> {
        let named = self.alternatives.iter().flatten().filter(|c| c.operator != Operator::Unequal);
        let differences = named.map(|comparison| {
            let wanted = comparison.version.cut(tag.0.len());
            wanted.iter().zip(&tag.0).map(|(a, b)| a.abs_diff(*b)).collect::<Vec<_>>()
        });
        differences.min().unwrap_or_default()
    }

    /// The text it was read from, without outer blanks.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for VersionRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for VersionRange {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.len() > MAX_TEXT {
            return Err(VersionError::TooLong { length: text.len() });
        }
        let alternatives = text.split("||").map(parse_alternative).collect::<Result<_, _>>()?;
        Ok(Self { text: text.to_owned(), alternatives })
    }
}

fn parse_alternative(text: &str) -> Result<Vec<Comparison>, VersionError> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(parse_comparison).collect()
}

fn parse_comparison(text: &str) -> Result<Comparison, VersionError> {
    let (operator, rest) = OPERATORS
        .iter()
        .find_map(|(sign, operator)| text.strip_prefix(sign).map(|rest| (*operator, rest)))
        .ok_or_else(|| VersionError::Operator { text: text.chars().take(60).collect() })?;
    Ok(Comparison { operator, version: rest.trim().parse()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn accepts(range: &str, tag: &str) -> bool {
        range.parse::<VersionRange>().unwrap().accepts(&tag.parse().unwrap())
    }

    #[test]
    fn comparisons_hold_for_the_newest_version_a_tag_stands_for() {
        let cases = [
            (">=3.9", "3.12", true),
            (">=3.12.4", "3.12", true),
            (">=3.13", "3.12", false),
            (">3.12", "3.12", false),
            (">3.12.1", "3.12", true),
            ("<3.13", "3.12", true),
            ("<3.12.4", "3.12", false),
            ("<=3.12", "3.12", true),
            ("=3.12.4", "3.12", true),
            ("=3", "3.12", true),
            ("=3.1", "3.12", false),
            ("!=3.12", "3.12", false),
            ("!=3.12.1", "3.12", true),
            ("!=3", "3.12", false),
            (">3", "3.12", false),
            ("<=3", "3.12", true),
            ("<3", "3.12", false),
            ("", "1", true),
            (">=3.9, <3.13 || =3.14", "3.14", true),
            (">=3.9, <3.13 || =3.14", "3.13", false),
            (">=20", "8", false),
        ];
        for (range, tag, expected) in cases {
            assert_eq!(accepts(range, tag), expected, "{range:?} and {tag}");
        }
    }

    #[test]
    fn malformed_ranges_are_refused() {
        for text in ["3.12", ">=", ">=a", "^1", "=1.2.3.4.5.6.7", ">=-1", ">=+1", "=99999999999"] {
            assert!(text.parse::<VersionRange>().is_err(), "{text:?}");
        }
        assert!(matches!(">=1,".repeat(400).parse::<VersionRange>(), Err(VersionError::TooLong { .. })));
    }

    #[test]
    fn distance_prefers_the_nearest_version() {
        let range: VersionRange = ">=3.9, <3.11".parse().unwrap();
        let mut tags: Vec<Version> = ["3.6", "3.12", "2.7"].iter().map(|tag| tag.parse().unwrap()).collect();
        tags.sort_by_key(|tag| range.distance(tag));
        assert_eq!(tags[0].to_string(), "3.12");
        assert_eq!(tags[2].to_string(), "2.7");
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in ".{0,80}") {
            let _ = text.parse::<VersionRange>();
        }

        #[test]
        fn every_version_equals_itself(places in proptest::collection::vec(0u32..1000, 1..5)) {
            let version = Version(places);
            let range = format!("={version}");
            prop_assert!(accepts(&range, &version.to_string()));
        }
    }
}
