//! How near a name is to another (new-app.md 6.2).

/// The score from which on two names have too little in common.
pub(crate) const LIMIT: u32 = 30;

/// Distance of a name from what was asked for, in hundredths.
pub(crate) fn distance(name: &str, asked: &str) -> u32 {
    let (small_name, small_asked) = (name.to_lowercase(), asked.to_lowercase());
    if asked == "*" || name == asked {
        0
    } else if small_name == small_asked {
        2
    } else if name.starts_with(asked) {
        10
    } else if small_name.starts_with(&small_asked) {
        12
    } else if name.contains(asked) {
        20
    } else if small_name.contains(&small_asked) {
        22
    } else {
        100
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn score_says_how_much_two_names_have_in_common() {
        // new-app.md 6.2, second table.
        let cases = [
            ("ruby", "*", 0),
            ("ruby", "ruby", 0),
            ("Ruby", "ruby", 2),
            ("python", "pyth", 10),
            ("Python", "pyth", 12),
            ("wildfly-python", "python", 20),
            ("wildfly-Python", "python", 22),
            ("python", "ruby", 100),
            ("py", "python", 100),
        ];
        for (name, asked, score) in cases {
            assert_eq!(distance(name, asked), score, "{asked} against {name}");
            assert_eq!(score < LIMIT, score != 100);
        }
    }
}
