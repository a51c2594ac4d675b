//! Drivers and clients, and the services that they talk to: data, by how the language runs.

mod managed;
mod native;
mod scripting;

pub use managed::{CLOJARS, GLEAM, HEX, MAVEN, NUGET, REBAR};
pub use native::{CRATE_FEATURES, CRATES, CRATES_WITH_FEATURES, DUB, GO, HACKAGE, NIMBLE, OPAM, PUB, SHARDS, SWIFT};
pub use scripting::{COMPOSER, CPAN, CRAN, GEMS, JULIA, NPM, PYPI};

/// The service that a package of one of these tables talks to.
pub fn of(table: &[(&str, &'static str)], package: &str) -> Option<&'static str> {
    table.iter().find(|(name, _)| *name == package).map(|(_, service)| *service)
}

/// The service of a Go module: its path, with a suffix for its version or a package in it.
pub fn of_module(path: &str) -> Option<&'static str> {
    let begins = |name: &str| path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    GO.iter().find(|(name, _)| begins(name)).map(|(_, service)| *service)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_known_with_their_version() {
        assert_eq!(of_module("github.com/jackc/pgx/v5"), Some("postgresql"));
        assert_eq!(of_module("github.com/lib/pqx"), None);
    }

    #[test]
    fn no_package_stands_in_a_table_twice() {
        for table in [
            NPM, PYPI, GEMS, COMPOSER, MAVEN, GO, CRATES, NUGET, HEX, SHARDS, PUB, GLEAM, JULIA, DUB, CPAN, SWIFT,
            NIMBLE, CLOJARS, HACKAGE, CRAN, OPAM, REBAR,
        ] {
            let mut names: Vec<_> = table.iter().map(|(name, _)| name).collect();
            names.sort_unstable();
            let all = names.len();
            names.dedup();
            assert_eq!(names.len(), all);
        }
    }
}
