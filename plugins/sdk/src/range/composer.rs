//! Constraints of Composer: `^8.1`, `~7.4`, `8.*`, `7.2 - 8.1`, `>=8.1 <8.4`, `^7.4 || ^8.0`.

use super::{between, dotted, places, series};

/// The neutral range of a constraint: alternatives joined by `|` or `||`, each a list of comparisons joined by commas
/// or blanks.
///
/// ```
/// use fieldmark_sdk::range::composer::constraint;
/// assert_eq!(constraint("^7.4 || ^8.1").as_deref(), Some(">=7.4, <8 || >=8.1, <9"));
/// assert_eq!(constraint("*").as_deref(), Some(""));
/// assert_eq!(constraint("dev-main"), None);
/// ```
#[must_use]
pub fn constraint(text: &str) -> Option<String> {
    let alternatives: Option<Vec<String>> =
        text.replace("||", "|").split('|').map(|part| alternative(part.trim())).collect();
    let alternatives = alternatives?;
    // One alternative that accepts everything makes the whole accept everything.
    if alternatives.iter().any(String::is_empty) { Some(String::new()) } else { Some(alternatives.join(" || ")) }
}

fn alternative(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([',', ' ', '\t']).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return None;
    }
    let mut comparisons = Vec::new();
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        let (comparison, left) = match after {
            ["-", upper, left @ ..] => (hyphen(word, upper)?, left),
            // The sign may stand apart from its version.
            [version, left @ ..] if is_sign(word) => (comparison(word, version)?, left),
            left => {
                let at = word.find(|c: char| !is_sign_character(c))?;
                (comparison(&word[..at], &word[at..])?, left)
            }
        };
        if !comparison.is_empty() {
            comparisons.push(comparison);
        }
        rest = left;
    }
    Some(comparisons.join(", "))
}

fn is_sign(word: &str) -> bool {
    word.chars().all(is_sign_character)
}

const fn is_sign_character(c: char) -> bool {
    matches!(c, '^' | '~' | '<' | '>' | '=' | '!')
}

fn comparison(sign: &str, version: &str) -> Option<String> {
    let Version { places: version, wild } = Version::parse(version)?;
    if version.is_empty() {
        return Some(String::new());
    }
    Some(match sign {
        "^" => between(&version, &caret(&version)?),
        "~" if !wild => between(&version, &tilde(&version)?),
        "" | "=" | "==" | "~" => series(&version),
        "!=" | "<>" => format!("!={}", dotted(&version)),
        ">" | ">=" | "<" | "<=" => format!("{sign}{}", dotted(&version)),
        _ => return None,
    })
}

/// `1.0 - 2.0`: an upper end with fewer than three places includes all that begin with it.
fn hyphen(lower: &str, upper: &str) -> Option<String> {
    let (lower, upper) = (Version::parse(lower)?.places, Version::parse(upper)?.places);
    if lower.is_empty() || upper.is_empty() {
        return None;
    }
    Some(if upper.len() < 3 {
        between(&lower, &next(&upper)?)
    } else {
        format!(">={}, <={}", dotted(&lower), dotted(&upper))
    })
}

/// Up to the next version that may break: the first place that is not 0 counts up.
fn caret(version: &[u32]) -> Option<Vec<u32>> {
    let first = version.iter().position(|place| *place != 0).unwrap_or(version.len() - 1);
    next(&version[..=first])
}

/// Up to the next of the place before the last: `~8` and `~8.1` end before 9, `~8.1.2` before 8.2.
fn tilde(version: &[u32]) -> Option<Vec<u32>> {
    next(&version[..version.len().max(2) - 1])
}

fn next(version: &[u32]) -> Option<Vec<u32>> {
    let mut next = version.to_vec();
    let last = next.last_mut()?;
    *last = last.checked_add(1)?;
    Some(next)
}

struct Version {
    /// None for the wildcard alone.
    places: Vec<u32>,
    /// Whether it ended in a wildcard.
    wild: bool,
}

impl Version {
    /// A version with an optional `v` before it, a wildcard or stability (`-dev`, `@beta`) after it.
    fn parse(text: &str) -> Option<Self> {
        let text = text.split('@').next().unwrap_or_default();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        if matches!(text, "*" | "x" | "X") {
            return Some(Self { places: Vec::new(), wild: true });
        }
        let plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b'+' | b'*');
        let digit = text.bytes().next().is_some_and(|first| first.is_ascii_digit());
        if !digit || text.len() > 40 || !text.bytes().all(plain) {
            return None;
        }
        Some(Self { places: places(text)?, wild: text.ends_with(['*', 'x', 'X']) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_become_ranges() {
        let cases = [
            ("^8.1", ">=8.1, <9"),
            ("^8.0.2", ">=8.0.2, <9"),
            ("^0.3.1", ">=0.3.1, <0.4"),
            ("^0", ">=0, <1"),
            ("~8", ">=8, <9"),
            ("~7.4", ">=7.4, <8"),
            ("~8.1.2", ">=8.1.2, <8.2"),
            ("8.*", "=8"),
            ("8.2.x", "=8.2"),
            ("~8.2.*", "=8.2"),
            ("8.2", "=8.2"),
            ("v8.2.1", "=8.2.1"),
            (">= 8.2", ">=8.2"),
            (">=8.1 <8.4", ">=8.1, <8.4"),
            (">=8.1,<8.4", ">=8.1, <8.4"),
            ("7.2 - 8.1", ">=7.2, <8.2"),
            ("7.2.0 - 8.1.5", ">=7.2.0, <=8.1.5"),
            ("^5.6|^7.0", ">=5.6, <6 || >=7.0, <8"),
            ("5.6.* || >=7.1 <8", "=5.6 || >=7.1, <8"),
            (">=7.4 !=8.0.1", ">=7.4, !=8.0.1"),
            ("^8.0@dev", ">=8.0, <9"),
            ("8.3-beta", "=8.3"),
            ("*", ""),
            ("^7.4 || *", ""),
            (">=7.1 *", ">=7.1"),
        ];
        for (text, expected) in cases {
            assert_eq!(constraint(text).as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn foreign_texts_are_not_understood() {
        for text in ["", "dev-main", "self.version", "~>8.1", "^", "8.1 -", "^8.1 ||", "- 8", ">=8 foo", "8;1"] {
            assert_eq!(constraint(text), None, "{text:?}");
        }
    }
}
