//! Whether a version lies in a neutral range: for plugins that compare two places that ask for a version.

use crate::range::places;
use std::cmp::Ordering;

/// Whether the newest version that `version` stands for lies in the range: `3.12` stands for all `3.12.x`.
///
/// The rules are the host's; a range that this function cannot read accepts everything.
#[must_use]
pub fn accepts(range: &str, version: &[u32]) -> bool {
    range.split("||").any(|all| all.split(',').map(str::trim).filter(|c| !c.is_empty()).all(|c| holds(c, version)))
}

fn holds(comparison: &str, version: &[u32]) -> bool {
    let sign_length = comparison.bytes().take_while(|byte| b"<>=!".contains(byte)).count();
    let (sign, text) = comparison.split_at(sign_length);
    let Some(asked) = places(text) else { return true };
    let shared = asked.len().min(version.len());
    let ordering = version[..shared].cmp(&asked[..shared]);
    let finer = asked.len() > version.len();
    match sign {
        ">=" => ordering != Ordering::Less,
        ">" => ordering == Ordering::Greater || (finer && ordering == Ordering::Equal),
        "<=" => ordering != Ordering::Greater,
        "<" => ordering == Ordering::Less,
        "=" => ordering == Ordering::Equal,
        "!=" => ordering != Ordering::Equal || finer,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_versions_stand_for_their_newest() {
        for (range, version, expected) in [
            ("", vec![2, 7], true),
            (">=3.9, <4", vec![3, 12], true),
            (">=3.9, <4", vec![3, 7, 1], false),
            (">=3.12.4", vec![3, 12], true),
            ("<3 || >=3.8", vec![3, 8, 1], true),
            ("!=3.9", vec![3, 9, 2], false),
        ] {
            assert_eq!(accepts(range, &version), expected, "{range} and {version:?}");
        }
    }
}
