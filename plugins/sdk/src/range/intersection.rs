//! What two neutral ranges have in common: several places may ask for a version, and all of them hold.

use super::overlap::Interval;

/// The versions that lie in both ranges; `None` if none does.
///
/// Of two alternatives of which one lies inside the other the narrower stays as it is written, so that a pin remains a
/// pin. `!=` goes along with whatever it is written beside.
///
/// ```
/// use fieldmark_sdk::range::intersection;
/// assert_eq!(intersection(">=3.9", ">=3.8, <3.13").as_deref(), Some(">=3.9, <3.13"));
/// assert_eq!(intersection(">=3.9", "=3.11").as_deref(), Some("=3.11"));
/// assert_eq!(intersection("=3.8", ">=3.9"), None);
/// ```
#[must_use]
pub fn intersection(one: &str, other: &str) -> Option<String> {
    let mut common: Vec<String> = Vec::new();
    for a in one.split("||").map(str::trim) {
        for b in other.split("||").map(str::trim) {
            if let Some(both) = both(a, b).filter(|both| !common.contains(both)) {
                common.push(both);
            }
        }
    }
    (!common.is_empty()).then(|| common.join(" || "))
}

/// Two alternatives at once.
fn both(a: &str, b: &str) -> Option<String> {
    let (first, second) = (Interval::of(a), Interval::of(b));
    if !first.meets(&second) {
        return None;
    }
    if first.is_within(&second) && !b.contains('!') {
        return Some(a.to_owned());
    }
    if second.is_within(&first) && !a.contains('!') {
        return Some(b.to_owned());
    }
    let mut kept: Vec<&str> = Vec::new();
    for (own, other) in [(a, &second), (b, &first)] {
        for comparison in own.split(',').map(str::trim).filter(|comparison| !comparison.is_empty()) {
            // A bound that the other side keeps anyway says nothing more.
            let needed = comparison.starts_with('!') || !other.is_within(&Interval::of(comparison));
            if needed && !kept.contains(&comparison) {
                kept.push(comparison);
            }
        }
    }
    // As people write them: the lower bound first, and what is left out last.
    let signs = ['>', '=', '<', '!'];
    let kept: Vec<&str> =
        signs.iter().flat_map(|sign| kept.iter().copied().filter(|text| text.starts_with(*sign))).collect();
    // Two that mean the same leave nothing needed.
    Some(if kept.iter().all(|comparison| comparison.starts_with('!')) && !a.is_empty() {
        std::iter::once(a)
            .chain(kept.into_iter().filter(|comparison| !a.contains(comparison)))
            .collect::<Vec<_>>()
            .join(", ")
    } else {
        kept.join(", ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::range::overlap;
    use proptest::prelude::*;

    #[test]
    fn both_ranges_hold() {
        for (one, other, expected) in [
            (">=3.9", "<3.13", Some(">=3.9, <3.13")),
            (">=3.9, <4", ">=3.8, <3.13", Some(">=3.9, <3.13")),
            (">=3.9", ">=3.9.0", Some(">=3.9")),
            ("=3.2.1", ">=3.1, <4", Some("=3.2.1")),
            (">=3.1, <4", "=3.2.1", Some("=3.2.1")),
            ("", ">=8.1", Some(">=8.1")),
            (">=8.1", "", Some(">=8.1")),
            ("", "", Some("")),
            ("=7.4 || =8.3", ">=8", Some("=8.3")),
            (">=7.4, <8 || >=8.1, <9", ">=7.2, <8.2", Some(">=7.4, <8 || >=8.1, <8.2")),
            (">=3.9, !=3.9.7", "<4", Some(">=3.9, <4, !=3.9.7")),
            ("=3.9", ">=3.8, !=3.9.7", Some("=3.9, !=3.9.7")),
            ("=3.8", ">=3.9", None),
        ] {
            assert_eq!(intersection(one, other).as_deref(), expected, "{one:?} and {other:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_common_meets_both(one in "(>=|<|=|>|<=)[1-4](\\.[0-3])?(, (>=|<)[1-4])?", other in "(>=|<|=)[1-4](\\.[0-3])?") {
            match intersection(&one, &other) {
                Some(both) => prop_assert!(overlap(&both, &one) && overlap(&both, &other), "{both}"),
                None => prop_assert!(!overlap(&one, &other)),
            }
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
