//! What two neutral ranges have in common: how a plugin finds out that two places contradict each other, and what is
//! left where they do not.

/// Whether some version lies in both ranges. `!=` is passed over: it never empties a range that matters here.
///
/// ```
/// use fieldmark_sdk::range::overlap;
/// assert!(overlap("=3.2.1", ">=3.1, <4"));
/// assert!(!overlap("=8.1", ">=8.2, <9 || =7"));
/// ```
#[must_use]
pub fn overlap(one: &str, other: &str) -> bool {
    let intervals = |range: &str| range.split("||").map(Interval::of).collect::<Vec<_>>();
    let others = intervals(other);
    intervals(one).iter().any(|a| others.iter().any(|b| a.meets(b)))
}

/// What lies in both ranges; none if that is nothing. Where one alternative lies inside another one, it stays as it is
/// written.
///
/// ```
/// use fieldmark_sdk::range::intersection;
/// assert_eq!(intersection(">=11", ">=17, <22").as_deref(), Some(">=17, <22"));
/// assert_eq!(intersection(">=11", "<=19").as_deref(), Some(">=11, <=19"));
/// assert_eq!(intersection("=8", ">=17"), None);
/// ```
#[must_use]
pub fn intersection(one: &str, other: &str) -> Option<String> {
    if one.is_empty() || other.is_empty() {
        return Some(format!("{one}{other}"));
    }
    let alternatives = |range: &str| range.split("||").map(|text| text.trim().to_owned()).collect::<Vec<_>>();
    let others = alternatives(other);
    let mut common: Vec<String> = Vec::new();
    for a in alternatives(one) {
        for b in &others {
            let (first, second) = (Interval::of(&a), Interval::of(b));
            let text = match (first.meets(&second), first.holds(&second), second.holds(&first)) {
                (false, ..) => continue,
                (_, true, _) if !a.contains("!=") => b.clone(),
                (_, _, true) if !b.contains("!=") => a.clone(),
                _ => joined(&a, b),
            };
            if !common.contains(&text) {
                common.push(text);
            }
        }
    }
    (!common.is_empty()).then(|| common.join(" || "))
}

/// The comparisons of two alternatives without those that another one implies.
fn joined(one: &str, other: &str) -> String {
    let all: Vec<&str> = one.split(',').chain(other.split(',')).map(str::trim).collect();
    let needed = |at: &usize| {
        let own = Interval::of(all[*at]);
        let implied = |(index, by): (usize, &&str)| {
            let by = Interval::of(by);
            index != *at && own.holds(&by) && (index < *at || !by.holds(&own))
        };
        all[*at].starts_with('!') || !all.iter().enumerate().any(implied)
    };
    let mut left: Vec<&str> = (0..all.len()).filter(needed).map(|at| all[at]).collect();
    left.sort_by_key(|comparison| !comparison.starts_with('>'));
    left.join(", ")
}

/// Versions from `lower` on and before `upper`; no trailing zeros, so that 3.2 and 3.2.0 are the same point.
#[derive(Default)]
struct Interval {
    lower: Vec<u64>,
    upper: Option<Vec<u64>>,
}

impl Interval {
    fn of(alternative: &str) -> Self {
        let mut all = Self::default();
        for comparison in alternative.split(',').map(str::trim) {
            let digits = comparison.trim_start_matches(['>', '<', '=', '!']);
            let sign = &comparison[..comparison.len() - digits.len()];
            let version: Vec<u64> = digits.trim().split('.').map_while(|place| place.parse().ok()).collect();
            if version.is_empty() {
                continue;
            }
            match sign {
                ">=" => all.raise(version),
                ">" => all.raise(after(version)),
                "<" => all.cut(version),
                "<=" => all.cut(after(version)),
                "=" => {
                    all.raise(version.clone());
                    all.cut(after(version));
                }
                _ => {}
            }
        }
        all
    }

    fn raise(&mut self, version: Vec<u64>) {
        let version = trimmed(version);
        if version > self.lower {
            self.lower = version;
        }
    }

    fn cut(&mut self, version: Vec<u64>) {
        let version = trimmed(version);
        if self.upper.as_ref().is_none_or(|upper| version < *upper) {
            self.upper = Some(version);
        }
    }

    fn meets(&self, other: &Self) -> bool {
        let lower = (&self.lower).max(&other.lower);
        [&self.upper, &other.upper].into_iter().flatten().all(|upper| lower < upper)
    }

    /// Whether all of the other one lies inside.
    fn holds(&self, other: &Self) -> bool {
        let ends = match (&self.upper, &other.upper) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(own), Some(others)) => others <= own,
        };
        self.lower <= other.lower && ends
    }
}

/// The first version that does not begin with these places.
fn after(mut version: Vec<u64>) -> Vec<u64> {
    if let Some(last) = version.last_mut() {
        *last = last.saturating_add(1);
    }
    version
}

fn trimmed(mut version: Vec<u64>) -> Vec<u64> {
    while version.last() == Some(&0) {
        version.pop();
    }
    version
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_meet_or_do_not() {
        let cases = [
            ("=3.2.1", ">=3.2, <4", true),
            ("=3.2.1", ">=3.3, <4", false),
            ("=3.2", "=3.2.7", true),
            ("=3.2", "=3.20", false),
            (">=3.2.0", "<3.2", false),
            (">=3.2", "<3.2.0", false),
            (">3.2", "=3.2.9", false),
            ("<=8.1", "=8.1.4", true),
            ("=7.4 || =8.3", ">=8", true),
            ("=7.4 || =8.0", ">=8.1", false),
            ("", "=1", true),
            ("!=8.1", "=8.1", true),
        ];
        for (one, other, expected) in cases {
            assert_eq!(overlap(one, other), expected, "{one:?} and {other:?}");
            assert_eq!(overlap(other, one), expected, "{other:?} and {one:?}");
        }
    }

    #[test]
    fn what_is_common_is_written_as_shortly_as_it_can_be() {
        let cases = [
            ("", ">=8", Some(">=8")),
            (">=8", "", Some(">=8")),
            ("=17", ">=8", Some("=17")),
            (">=8", ">=17", Some(">=17")),
            (">=8, <20", ">=17", Some(">=17, <20")),
            ("=8 || =17 || =21", ">=17, <=19", Some("=17")),
            ("=8 || =17", ">=8", Some("=8 || =17")),
            (">=8, !=11", ">=8", Some(">=8, !=11")),
            ("<11", ">=17", None),
        ];
        for (one, other, expected) in cases {
            assert_eq!(intersection(one, other).as_deref(), expected, "{one:?} and {other:?}");
        }
    }
}
