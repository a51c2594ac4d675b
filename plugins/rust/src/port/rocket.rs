//! Rocket listens on the loopback address unless its settings, its environment or its code name another.

use crate::cargo::Package;
use fieldmark_sdk::{File, Place, Repo, Verdict};

/// The variable that goes before the settings file.
const VARIABLE: &str = "ROCKET_ADDRESS";

/// Files that set variables for the container.
const CONTAINERS: [&str; 2] = ["Dockerfile", "Containerfile"];

/// What a source says that chooses the address by itself.
const IN_CODE: [&str; 4] = ["address:", "\"address\"", ".address(", VARIABLE];

/// Most sources that are looked into.
const MAX_FILES: usize = 64;

/// Says where it listens, and what to set.
pub fn warn(repo: &Repo, package: &Package, verdict: &mut Verdict) {
    let named = configured(repo, package);
    let is_open = match named {
        Some((address, _)) => !["127.0.0.1", "localhost", "::1"].contains(&address),
        None => told(repo) || in_code(repo),
    };
    if !is_open {
        let at = named.map_or_else(|| package.file.whole(), |(_, at)| at);
        let note = "Rocket listens on the loopback address, where nobody outside of the container reaches it: set \
                    `ROCKET_ADDRESS=0.0.0.0`, or `address` in Rocket.toml";
        verdict.warn("rust.rocket-on-loopback", at, note);
    }
}

/// The address of the profile of a release build, as the ports are read.
fn configured<'r>(repo: &'r Repo, package: &Package) -> Option<(&'r str, Place)> {
    let document = repo.file(&package.path("Rocket.toml"))?.toml()?;
    ["global", "release", "default"].iter().find_map(|profile| document.text(&[profile, "address"]))
}

fn told(repo: &Repo) -> bool {
    repo.first(&CONTAINERS).is_some_and(|file| says(file, &[VARIABLE]))
}

fn in_code(repo: &Repo) -> bool {
    repo.with_extension(&["rs"]).take(MAX_FILES).any(|file| says(file, &IN_CODE))
}

fn says(file: File<'_>, words: &[&str]) -> bool {
    file.lines().any(|line| words.iter().any(|word| line.code().contains(word)))
}
