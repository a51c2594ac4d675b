//! Which contracts this host speaks, and which release of fieldmark was the first to speak each.

use fieldmark_model::ABI;

/// A version of the contract in three numbers.
type Version = (u32, u32, u32);

/// Every released contract with the release of fieldmark that was the first to run plugins built for it. A line is added
/// with each release of a contract, here and as a folder of `wit/released`; none is ever taken away.
const RELEASED: [(Version, &str); 1] = [((0, 1, 0), "0.1.0")];

/// Whether plugins built for this contract run: those of its own first two numbers that are not newer.
pub(crate) fn is_spoken(abi: &str) -> bool {
    match (parse(abi), parse(ABI)) {
        (Some(asked), Some(ours)) => (asked.0, asked.1) == (ours.0, ours.1) && asked.2 <= ours.2,
        _ => false,
    }
}

/// The contracts that this host speaks, for people.
pub(crate) fn spoken() -> String {
    match parse(ABI) {
        Some((major, minor, patch)) if patch > 0 => format!("{major}.{minor}.0 to {ABI}"),
        _ => ABI.to_owned(),
    }
}

/// What is known of a release of fieldmark that runs plugins built for this contract.
pub(crate) fn first_that_speaks(abi: &str) -> String {
    let Some(asked) = parse(abi) else { return "a contract has a version of three numbers, such as 0.1.0".to_owned() };
    if let Some((_, release)) = RELEASED.iter().find(|(version, _)| *version == asked) {
        return format!("fieldmark {release} runs it");
    }
    match RELEASED.iter().map(|(version, _)| version).max() {
        Some(newest) if asked > *newest => {
            format!("a release of fieldmark newer than {} may run it", env!("CARGO_PKG_VERSION"))
        }
        _ => "no release of fieldmark runs it, for that contract was never released".to_owned(),
    }
}

fn parse(abi: &str) -> Option<Version> {
    let mut numbers = abi.split('.').map(|number| number.parse().ok());
    let version = (numbers.next()??, numbers.next()??, numbers.next()??);
    numbers.next().is_none().then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_patches_of_the_same_contract_are_spoken() {
        assert!(is_spoken("0.1.0"));
        for abi in ["0.1.1", "0.2.0", "1.1.0", "0.1", "", "0.1.x", "0.1.0.0"] {
            assert!(!is_spoken(abi), "{abi}");
        }
    }

    #[test]
    fn contract_at_work_is_a_released_one() {
        assert!(RELEASED.iter().any(|(version, _)| Some(*version) == parse(ABI)));
    }

    #[test]
    fn release_is_told_as_far_as_it_is_known() {
        assert_eq!(first_that_speaks("0.1.0"), "fieldmark 0.1.0 runs it");
        assert!(first_that_speaks("0.2.0").contains("newer than"));
        assert!(first_that_speaks("0.0.9").contains("never released"));
        assert!(first_that_speaks("one").contains("three numbers"));
    }
}
