//! Which services an application needs: by the drivers among its dependencies, by addresses in templates of its
//! environment, and by its configuration.
//!
//! What only development or tests ask for is told as such. A name in a comment or in prose is none.

mod configuration;
mod demand;
mod driver;
mod environment;
mod manifest;
mod word;

use demand::Demands;
use fieldmark_sdk::{Failure, File, Plugin, Repo, Settings, Verdict};

/// Most files that are read, those nearest to the root first.
const MAX_FILES: usize = 32;

/// How many directories deep they may stand: `module/src/main/resources`, and two more.
const MAX_DEPTH: usize = 6;

/// Directories whose files say nothing about the application around them.
const ELSEWHERE: [&str; 16] = [
    "test",
    "tests",
    "spec",
    "e2e",
    "fixtures",
    "__fixtures__",
    "testdata",
    "example",
    "examples",
    "sample",
    "samples",
    "doc",
    "docs",
    "benchmark",
    "benchmarks",
    "template",
];

/// The plugin.
pub struct Drivers;

impl Plugin for Drivers {
    fn detect(repo: &Repo, _settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("drivers");
        let mut files: Vec<File<'_>> = repo.files().filter(|file| file.depth() <= MAX_DEPTH && is_own(file)).collect();
        files.sort_by_cached_key(File::depth);
        files.truncate(MAX_FILES);
        let mut demands = Demands::default();
        // Dependencies first: what code can use is worth more than what a template mentions.
        for read in [manifest::read, word::read, configuration::read, environment::read] {
            for file in &files {
                read(*file, &mut demands);
            }
        }
        demands.state(&mut verdict);
        Ok(verdict)
    }
}

fn is_own(file: &File<'_>) -> bool {
    !file.directory().split('/').any(|part| ELSEWHERE.contains(&part))
}

fieldmark_sdk::export!(Drivers);
