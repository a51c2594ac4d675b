//! Variables that a container file sets: the code that reads them runs in the image that it builds.

use fieldmark_sdk::{Place, Repo};

/// Names of container files.
const NAMES: [&str; 2] = ["Dockerfile", "Containerfile"];

/// The value of a variable as the last `ENV` leaves it: `ENV NAME=VALUE ...` or `ENV NAME VALUE`.
pub(crate) fn variable<'r>(repo: &'r Repo, name: &str) -> Option<(&'r str, Place)> {
    let mut found = None;
    let mut continued = false;
    for line in repo.first(&NAMES)?.lines() {
        let text = line.text.trim();
        let instruction = text.split_whitespace().next().filter(|word| word.eq_ignore_ascii_case("env"));
        if continued || instruction.is_some() {
            let words = text.trim_end_matches('\\').split_whitespace().skip(usize::from(!continued));
            found = value(words, name).map(|value| (value, line.at)).or(found);
        }
        continued = (continued || instruction.is_some()) && text.ends_with('\\');
    }
    found
}

fn value<'r>(words: impl Iterator<Item = &'r str>, name: &str) -> Option<&'r str> {
    let mut words = words.peekable();
    if words.next_if_eq(&name).is_some() {
        return words.next();
    }
    let pairs = words.filter_map(|word| word.split_once('='));
    pairs.filter(|(key, _)| *key == name).last().map(|(_, value)| value.trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn last_value_counts_in_every_form() {
        for (text, expected) in [
            ("FROM x\nENV TIDE=4010\n", Some("4010")),
            ("FROM x\nenv TIDE 4011\n", Some("4011")),
            ("FROM x\nENV A=1 TIDE=\"4012\" B=2\n", Some("4012")),
            ("FROM x\nENV A=1 \\\n    TIDE=4013\nRUN TIDE=1 make\n", Some("4013")),
            ("FROM x\nENV TIDE=1\nENV TIDE=4014\n", Some("4014")),
            ("FROM x\nENV LOW_TIDE=1\nRUN echo TIDE=1\nENV B 1\n", None),
        ] {
            let repo = MemorySource::new([("Dockerfile", text)]).into_repo();
            assert_eq!(variable(&repo, "TIDE").map(|(value, _)| value), expected, "{text}");
        }
    }
}
