//! How npm asks for versions (`^20.1`, `18.x || >=20`, `1.2 - 2.3`), and the names that Node.js version managers use.

/// The long-term support series of Node.js: code name and major version, oldest first.
pub const LTS_SERIES: &[(&str, u32)] = &[
    ("argon", 4),
    ("boron", 6),
    ("carbon", 8),
    ("dubnium", 10),
    ("erbium", 12),
    ("fermium", 14),
    ("gallium", 16),
    ("hydrogen", 18),
    ("iron", 20),
    ("jod", 22),
    ("krypton", 24),
];

/// Words that stand for whatever version is the newest.
const NEWEST: &[&str] = &["*", "x", "latest", "current", "node", "stable", "system"];

/// Comparison signs, longer ones before those they begin with.
const OPERATORS: &[(&str, Operator)] = &[
    (">=", Operator::AtLeast),
    ("<=", Operator::AtMost),
    ("~>", Operator::Tilde),
    (">", Operator::Above),
    ("<", Operator::Below),
    ("=", Operator::Equal),
    ("^", Operator::Caret),
    ("~", Operator::Tilde),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    AtLeast,
    Above,
    AtMost,
    Below,
    Equal,
    Caret,
    Tilde,
}

/// One plain comparison: only the first five operators are left.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Comparison {
    operator: Operator,
    places: Vec<u32>,
}

/// A range that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    alternatives: Vec<Vec<Comparison>>,
}

/// The neutral form of a range.
///
/// ```
/// use fieldmark_sdk::range::npm;
/// assert_eq!(npm::neutral("^20.1 || 18.x").as_deref(), Some(">=20.1, <21 || =18"));
/// assert_eq!(npm::neutral("lts/iron").as_deref(), Some("=20"));
/// assert_eq!(npm::neutral("*").as_deref(), Some(""));
/// ```
#[must_use]
pub fn neutral(text: &str) -> Option<String> {
    Range::parse(text).map(|range| range.neutral())
}

impl Range {
    /// Reads a range of npm, a version, or a name that version managers understand.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        if let Some(named) = named(&text) {
            return Some(named);
        }
        let alternatives = text.split("||").map(alternative).collect::<Option<_>>()?;
        Some(Self { alternatives })
    }

    /// The neutral form; empty when every version will do.
    #[must_use]
    pub fn neutral(&self) -> String {
        if self.alternatives.iter().any(Vec::is_empty) {
            return String::new();
        }
        let alternatives = self.alternatives.iter().map(|all| {
            let all: Vec<_> = all.iter().map(Comparison::neutral).collect();
            all.join(", ")
        });
        alternatives.collect::<Vec<_>>().join(" || ")
    }

    /// Whether some version that begins with these places is in the range.
    #[must_use]
    pub fn admits(&self, places: &[u32]) -> bool {
        self.alternatives.iter().any(|all| all.iter().all(|comparison| comparison.admits(places)))
    }

    /// The places of the version when the range names exactly one version or series.
    #[must_use]
    pub fn single(&self) -> Option<&[u32]> {
        match self.alternatives.as_slice() {
            [all] => match all.as_slice() {
                [Comparison { operator: Operator::Equal, places }] => Some(places),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Comparison {
    const fn new(operator: Operator, places: Vec<u32>) -> Self {
        Self { operator, places }
    }

    fn neutral(&self) -> String {
        let sign = OPERATORS.iter().find(|(_, operator)| *operator == self.operator).map_or("=", |(sign, _)| sign);
        format!("{sign}{}", super::dotted(&self.places))
    }

    fn admits(&self, places: &[u32]) -> bool {
        let shared = places.len().min(self.places.len());
        let ordering = places[..shared].cmp(&self.places[..shared]);
        // Where one of the two says less, some version that begins with it lies on either side.
        let open = places.len() < self.places.len();
        match self.operator {
            Operator::AtLeast => ordering.is_ge(),
            Operator::Above => ordering.is_gt() || (open && ordering.is_eq()),
            Operator::AtMost => ordering.is_le(),
            Operator::Below => {
                ordering.is_lt() || (open && ordering.is_eq() && self.places[shared..].iter().any(|place| *place != 0))
            }
            Operator::Equal | Operator::Caret | Operator::Tilde => ordering.is_eq(),
        }
    }
}

/// The names of version managers: `lts/iron`, `lts/*`, `lts-iron`, `iron`, `node`.
fn named(text: &str) -> Option<Range> {
    let series = |major: u32| vec![Comparison::new(Operator::Equal, vec![major])];
    if text.is_empty() || NEWEST.contains(&text) {
        return Some(Range { alternatives: vec![Vec::new()] });
    }
    if matches!(text, "lts" | "lts/*" | "lts-*" | "--lts" | "lts-latest") {
        return Some(Range { alternatives: LTS_SERIES.iter().rev().map(|(_, major)| series(*major)).collect() });
    }
    if let Some(back) = text.strip_prefix("lts/-").and_then(|back| back.parse::<usize>().ok()) {
        // So many series before the newest.
        let (_, major) = LTS_SERIES.iter().rev().nth(back)?;
        return Some(Range { alternatives: vec![series(*major)] });
    }
    let name = text.strip_prefix("lts").map_or(text, |rest| rest.trim_start_matches(['/', '-', '_', '=']));
    let (_, major) = LTS_SERIES.iter().find(|(code, _)| *code == name)?;
    Some(Range { alternatives: vec![series(*major)] })
}

/// One alternative: comparisons that must all hold.
fn alternative(text: &str) -> Option<Vec<Comparison>> {
    if let Some((lower, upper)) = text.split_once(" - ") {
        let bounds = [(Operator::AtLeast, places(lower)?), (Operator::AtMost, places(upper)?)];
        return Some(bounds.into_iter().filter(|(_, p)| !p.is_empty()).map(|(o, p)| Comparison::new(o, p)).collect());
    }
    let mut comparisons = Vec::new();
    let mut pending = None;
    for word in text.split([' ', '\t', ',', '\n', '\r']).filter(|word| !word.is_empty()) {
        let (operator, rest) = operator(word);
        let operator = operator.or(pending.take());
        if rest.is_empty() {
            // The sign stands apart from its version.
            pending = Some(operator?);
        } else {
            comparisons.extend(plain(operator.unwrap_or(Operator::Equal), places(rest)?)?);
        }
    }
    pending.is_none().then_some(comparisons)
}

fn operator(word: &str) -> (Option<Operator>, &str) {
    let known = OPERATORS.iter().find_map(|(sign, operator)| Some((Some(*operator), word.strip_prefix(sign)?)));
    known.unwrap_or((None, word))
}

/// Takes caret and tilde apart. None when an upper bound cannot be counted up.
fn plain(operator: Operator, places: Vec<u32>) -> Option<Vec<Comparison>> {
    if places.is_empty() {
        // `>=*` and `*` ask for nothing.
        return Some(Vec::new());
    }
    let fixed = match operator {
        Operator::Tilde => places.len().min(2),
        // The caret holds everything up to the first place that is not 0.
        Operator::Caret => places.iter().position(|place| *place != 0).map_or(places.len(), |at| at + 1),
        _ => return Some(vec![Comparison::new(operator, places)]),
    };
    if fixed == places.len() {
        return Some(vec![Comparison::new(Operator::Equal, places)]);
    }
    let mut upper = places[..fixed].to_vec();
    let last = upper.last_mut()?;
    *last = last.checked_add(1)?;
    Some(vec![Comparison::new(Operator::AtLeast, places), Comparison::new(Operator::Below, upper)])
}

/// The places of a version; those from an `x` on are left out. None for anything that is no version.
fn places(text: &str) -> Option<Vec<u32>> {
    let text = text.trim().trim_start_matches(['v', '=']);
    let number = text.split(['-', '+']).next().unwrap_or_default();
    let mut places = Vec::new();
    for place in number.split('.') {
        if matches!(place, "x" | "*") {
            break;
        }
        let digits = !place.is_empty() && place.bytes().all(|byte| byte.is_ascii_digit());
        places.push(digits.then(|| place.parse().ok()).flatten()?);
    }
    (places.len() <= 3).then_some(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_of_npm_become_neutral() {
        let cases = [
            ("20", "=20"),
            ("20.x", "=20"),
            ("v22.12.0", "=22.12.0"),
            ("=18.1", "=18.1"),
            ("^20.1.2", ">=20.1.2, <21"),
            ("^20", "=20"),
            ("^0.2.3", ">=0.2.3, <0.3"),
            ("^0.0.3", "=0.0.3"),
            ("^0.0", "=0.0"),
            ("~22", "=22"),
            ("~1.2.3", ">=1.2.3, <1.3"),
            ("~>1.2", "=1.2"),
            (">=18", ">=18"),
            (">= 6.11.5", ">=6.11.5"),
            (">=18.x", ">=18"),
            (">=18 <21", ">=18, <21"),
            (">=18.0.0, <21", ">=18.0.0, <21"),
            ("14 || 16 || >=18.1", "=14 || =16 || >=18.1"),
            ("1.2 - 2.3", ">=1.2, <=2.3"),
            ("1.2.3 - 2.3.4", ">=1.2.3, <=2.3.4"),
            ("20.0.0-rc.1", "=20.0.0"),
            ("*", ""),
            ("", ""),
            ("16 || *", ""),
            (">=*", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(neutral(text).as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn names_of_version_managers_are_known() {
        for text in ["lts/iron", "lts/Iron", "lts-iron", "iron"] {
            assert_eq!(neutral(text).as_deref(), Some("=20"), "{text:?}");
        }
        assert!(neutral("lts/*").unwrap().contains("=22"));
        assert_eq!(neutral("lts"), neutral("lts/*"));
        assert_eq!(neutral("node").as_deref(), Some(""));
        assert_eq!(neutral("lts/-2").as_deref(), Some("=20"));
        assert_eq!(neutral("lts/-99"), None);
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for text in ["some_invalid_version", "lts/nobody", ">=", "^", "1..2", "1.2.3.4", "99999999999", "^4294967295.1"]
        {
            assert_eq!(neutral(text), None, "{text:?}");
        }
    }

    #[test]
    fn admits_tells_contradictions() {
        let admits = |range: &str, places: &[u32]| Range::parse(range).unwrap().admits(places);
        assert!(admits(">=18", &[22, 1, 0]));
        assert!(!admits(">=18", &[16]));
        assert!(admits("^20.9", &[20]));
        assert!(!admits("^20.9", &[20, 8]));
        assert!(!admits("<18", &[18, 1]));
        assert!(!admits("<18.0", &[18]));
        assert!(admits("18.x || 20.x", &[20, 1]));
        assert_eq!(Range::parse("20.x").unwrap().single(), Some([20].as_slice()));
        assert_eq!(Range::parse(">=20").unwrap().single(), None);
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in ".{0,60}") {
            let _ = neutral(&text);
        }

        #[test]
        fn a_version_is_in_its_own_caret_range(a in 0u32..99, b in 0u32..99, c in 0u32..99) {
            let range = Range::parse(&format!("^{a}.{b}.{c}")).unwrap();
            prop_assert!(range.admits(&[a, b, c]));
        }
    }
}
