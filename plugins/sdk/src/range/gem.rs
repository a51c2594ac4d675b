//! Requirements of RubyGems and Bundler: `~> 3.2`, `>= 2.7, < 4`, `3.3.1`.

use super::{between, dotted, places};

/// Comparison signs, the longer before those they begin with.
const SIGNS: [&str; 7] = ["~>", ">=", "<=", "!=", "=", ">", "<"];

/// The neutral range of a comma list of requirements, all of which must hold.
///
/// A bare version asks for that version. RubyGems would compare `3.2` with `3.2.0` only; as a wish for a Ruby it
/// stands for every 3.2, and that is how the neutral form reads it.
///
/// ```
/// use fieldmark_sdk::range::gem::requirement;
/// assert_eq!(requirement("~> 3.2").as_deref(), Some(">=3.2, <4"));
/// assert_eq!(requirement(">= 2.7.1, < 4").as_deref(), Some(">=2.7.1, <4"));
/// assert_eq!(requirement("latest"), None);
/// ```
#[must_use]
pub fn requirement(text: &str) -> Option<String> {
    let comparisons: Option<Vec<String>> =
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(comparison).collect();
    comparisons.map(|all| all.join(", "))
}

fn comparison(text: &str) -> Option<String> {
    let sign = SIGNS.iter().find(|sign| text.starts_with(**sign));
    let version = sign.map_or(text, |sign| &text[sign.len()..]).trim();
    if !is_version(version) {
        return None;
    }
    let version = places(version)?;
    Some(match sign.copied().unwrap_or("=") {
        "~>" => between(&version, &pessimistic(&version)?),
        sign => format!("{sign}{}", dotted(&version)),
    })
}

/// What RubyGems calls `bump`: the last place is dropped, the one before it counted up.
fn pessimistic(version: &[u32]) -> Option<Vec<u32>> {
    let mut upper = version[..version.len().max(2) - 1].to_vec();
    let last = upper.last_mut()?;
    *last = last.checked_add(1)?;
    Some(upper)
}

/// Digits first, then dotted words: `3.2`, `3.2.1p20`, `3.3.0.preview1`, `3.4.0-rc1`.
fn is_version(text: &str) -> bool {
    text.bytes().next().is_some_and(|first| first.is_ascii_digit())
        && text.len() <= 40
        && text.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_become_comparisons() {
        let cases = [
            ("3.2", "=3.2"),
            ("3.1.2p20", "=3.1.2"),
            ("= 3.3.1", "=3.3.1"),
            ("~> 3", ">=3, <4"),
            ("~>3.2", ">=3.2, <4"),
            ("~> 3.2.1", ">=3.2.1, <3.3"),
            ("~> 3.4.0.rc1", ">=3.4.0, <3.5"),
            (">= 2.7 , < 4", ">=2.7, <4"),
            ("!= 3.1.0, >3", "!=3.1.0, >3"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(requirement(text).as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn foreign_texts_are_not_understood() {
        for text in ["latest", "^3.2", ">= x", "~>", "jruby-9.4", "3.2 3.3", "~> 4294967295", "3.2;rm"] {
            assert_eq!(requirement(text), None, "{text:?}");
        }
    }
}
