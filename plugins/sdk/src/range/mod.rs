//! From an ecosystem's way to ask for versions to the neutral range of the contract (`builder-version`).
//!
//! Every function returns `None` for a text that it does not understand, and the empty range for one that accepts all.

pub mod accepts;
pub mod composer;
pub mod gem;
pub mod maven;
pub mod npm;
mod overlap;
pub mod pep440;

pub use overlap::{intersection, overlap};

/// The comparisons that a neutral range is made of: one lower and one upper bound.
///
/// ```
/// assert_eq!(fieldmark_sdk::range::between(&[3, 9], &[4]), ">=3.9, <4");
/// ```
#[must_use]
pub fn between(lower: &[u32], upper: &[u32]) -> String {
    format!(">={}, <{}", dotted(lower), dotted(upper))
}

/// All versions that begin with these places.
#[must_use]
pub fn series(places: &[u32]) -> String {
    format!("={}", dotted(places))
}

/// A dotted number.
#[must_use]
pub fn dotted(places: &[u32]) -> String {
    places.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

/// The leading places of a version text: `v20.11.0-rc1` gives 20, 11, 0. None if it does not begin with a number.
#[must_use]
pub fn places(text: &str) -> Option<Vec<u32>> {
    let text = text.trim().trim_start_matches(['v', 'V', '=']).trim_start();
    let mut places = Vec::new();
    for part in text.split('.').take(6) {
        let digits = &part[..part.bytes().take_while(u8::is_ascii_digit).count()];
        match digits.parse() {
            Ok(place) => places.push(place),
            Err(_) => break,
        }
        if digits.len() < part.len() {
            break;
        }
    }
    (!places.is_empty()).then_some(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_up_to_the_first_foreign_sign() {
        assert_eq!(places("v20.11.0-rc1"), Some(vec![20, 11, 0]));
        assert_eq!(places("3.12.x"), Some(vec![3, 12]));
        assert_eq!(places("1.22rc1.4"), Some(vec![1, 22]));
        assert_eq!(places("lts/iron"), None);
        assert_eq!(places("99999999999999"), None);
    }
}
