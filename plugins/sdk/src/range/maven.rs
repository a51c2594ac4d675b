//! Maven's interval notation: `[17,)`, `[1.8,12)`, `17` (Maven Enforcer: at least), `(,21]`, `[11,12),[17,)`.

use super::{dotted, places};

/// The neutral range. A bare number means "at least", as Maven's rules for the JDK and Maven itself read it.
///
/// ```
/// use fieldmark_sdk::range::maven;
/// assert_eq!(maven::range("[11,17)").as_deref(), Some(">=11, <17"));
/// assert_eq!(maven::range("17").as_deref(), Some(">=17"));
/// assert_eq!(maven::range("latest"), None);
/// ```
#[must_use]
pub fn range(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if !text.starts_with(['[', '(']) {
        return places(&text).filter(|_| plain(&text)).map(|lower| format!(">={}", dotted(&lower)));
    }
    let mut alternatives = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let end = rest.find([']', ')'])?;
        alternatives.push(interval(&rest[..=end])?);
        rest = rest[end + 1..].trim_start_matches(',');
    }
    Some(if alternatives.iter().any(String::is_empty) { String::new() } else { alternatives.join(" || ") })
}

/// One interval with its brackets.
fn interval(text: &str) -> Option<String> {
    let inside = text.get(1..text.len().checked_sub(1)?)?;
    let Some((lower, upper)) = inside.split_once(',') else {
        return places(inside).filter(|_| plain(inside)).map(|exact| format!("={}", dotted(&exact)));
    };
    let mut bounds = Vec::new();
    for (bound, inclusive, sign) in [(lower, text.starts_with('['), '>'), (upper, text.ends_with(']'), '<')] {
        if !bound.is_empty() {
            let number = places(bound).filter(|_| plain(bound))?;
            bounds.push(format!("{sign}{}{}", if inclusive { "=" } else { "" }, dotted(&number)));
        }
    }
    Some(bounds.join(", "))
}

/// Whether it is nothing but a number.
fn plain(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn intervals_become_comparisons() {
        let cases = [
            ("[17,)", Some(">=17")),
            ("[1.8, 12)", Some(">=1.8, <12")),
            ("(11,17]", Some(">11, <=17")),
            ("[17]", Some("=17")),
            ("(,)", Some("")),
            ("[11,12),[17,)", Some(">=11, <12 || >=17")),
            ("1.8.0", Some(">=1.8.0")),
            ("[17", None),
            ("[a,)", None),
            ("${java.version}", None),
            ("]", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(range(text).as_deref(), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "[\\[\\](),.0-9a-zé]{0,20}") {
            let _ = range(&text);
        }
    }
}
