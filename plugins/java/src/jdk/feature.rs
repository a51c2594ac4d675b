//! Numbers of JDKs, and the range that a statement about one means.

use crate::build::{Demand, Level};
use fieldmark_sdk::range;

/// The feature number of a JDK: `1.8` and `8u292` are 8, `temurin-17.0.2+8` is 17.
pub fn feature(text: &str) -> Option<u32> {
    let text = text.trim().trim_matches(['"', '\'']);
    let begins = |part: &&str| part.starts_with(|c: char| c.is_ascii_digit());
    // A distribution may stand before the number, sometimes with a number of its own: `zulu64-17`, `graalvm-ce-java17`.
    let behind_java = text.split_once("java").map(|(_, rest)| rest).filter(begins);
    let number = Some(text).filter(begins).or(behind_java).or_else(|| text.split('-').find(begins))?;
    match range::places(number)?.as_slice() {
        [1, minor, ..] => Some(*minor),
        [0, ..] => None,
        [first, ..] if *first < 100 => Some(*first),
        _ => None,
    }
}

/// The range that a statement means: whoever names a JDK gets that series, a compiler level is a lower bound.
pub fn range_of(asked: &Level) -> Option<String> {
    match asked.demand {
        Demand::Toolchain => Some(range::series(&[feature(&asked.text)?])),
        Demand::Accepted => {
            range::maven::range(&asked.text).map(|range| range.replace("=1.8", "=8").replace(">1.8", ">8"))
        }
        Demand::Level => {
            let level = feature(&asked.text)?;
            Some(match level {
                0..=5 => range::between(&[level], &[9]),
                6 => range::between(&[6], &[12]),
                7 => range::between(&[7], &[20]),
                _ => format!(">={level}"),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::Place;

    #[test]
    fn feature_numbers_of_all_spellings() {
        let cases = [
            ("17", Some(17)),
            ("1.8", Some(8)),
            ("8u292", Some(8)),
            ("17.0.2-tem", Some(17)),
            ("temurin-21.0.1+12.0.LTS", Some(21)),
            ("openjdk64-11.0.2", Some(11)),
            ("zulu64-17.0", Some(17)),
            ("graalvm-ce-java17-22.3.0", Some(17)),
            ("${jdk}", None),
            ("latest", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(feature(text), expected, "{text:?}");
        }
    }

    #[test]
    fn levels_are_bounds_and_names_are_series() {
        let ask = |text: &str, demand| {
            range_of(&Level { name: String::new(), text: text.to_owned(), at: Place::NONE, demand })
        };
        assert_eq!(ask("1.8", Demand::Level).as_deref(), Some(">=8"));
        assert_eq!(ask("1.6", Demand::Level).as_deref(), Some(">=6, <12"));
        assert_eq!(ask("7", Demand::Level).as_deref(), Some(">=7, <20"));
        assert_eq!(ask("1.5", Demand::Level).as_deref(), Some(">=5, <9"));
        assert_eq!(ask("17.0.2", Demand::Toolchain).as_deref(), Some("=17"));
        assert_eq!(ask("[1.8,17)", Demand::Accepted).as_deref(), Some(">=8, <17"));
    }
}
