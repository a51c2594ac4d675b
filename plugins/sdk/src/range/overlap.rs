//! What two neutral ranges have in common: how a plugin finds out that two places contradict each other.

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

/// Versions from `lower` on and before `upper`; no trailing zeros, so that 3.2 and 3.2.0 are the same point.
#[derive(Default)]
pub(super) struct Interval {
    lower: Vec<u64>,
    upper: Option<Vec<u64>>,
}

impl Interval {
    /// The interval of comparisons that must all hold.
    pub(super) fn of(alternative: &str) -> Self {
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

    /// Whether every version of this interval lies in the other one.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        let ends = match (&self.upper, &other.upper) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(others)) => own <= others,
        };
        self.lower >= other.lower && ends
    }

    /// Whether some version lies in both.
    pub(super) fn meets(&self, other: &Self) -> bool {
        let lower = (&self.lower).max(&other.lower);
        [&self.upper, &other.upper].into_iter().flatten().all(|upper| lower < upper)
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
}
