//! The range of JDKs that a statement about one means.

use crate::build::{Demand, Level};
use fieldmark_sdk::jdk::feature;
use fieldmark_sdk::range;

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
