//! The number that `run` checks before it starts httpd.

use fieldmark_sdk::{Repo, environment, environment::Variable};

/// The variable.
const WORKERS: &str = "HTTPD_MAX_REQUEST_WORKERS";

/// The value that `run` does not take: it has to be a whole number from 1 to 20000, else the script ends with status 1
/// (builders.md 4.2).
pub fn refused<'r>(repo: &'r Repo<'_>) -> Option<Variable<'r>> {
    let fits = |text: &str| {
        text.bytes().all(|c| c.is_ascii_digit())
            && text.parse::<u32>().is_ok_and(|workers| (1..=20_000).contains(&workers))
    };
    environment::filled(repo, WORKERS).filter(|variable| !fits(variable.value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn workers_have_bounds() {
        for (value, fits) in [
            ("", true),
            ("1", true),
            ("256", true),
            ("20000", true),
            ("0", false),
            ("20001", false),
            ("-1", false),
            ("1.5", false),
            ("many", false),
            ("99999999999", false),
            ("+5", false),
        ] {
            let text = format!("{WORKERS}={value}\n");
            let repo = MemorySource::new([(".s2i/environment", text)]).into_repo();
            assert_eq!(refused(&repo).is_none(), fits, "{value}");
        }
    }
}
