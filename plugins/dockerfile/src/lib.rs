//! Container build files: `Dockerfile` and `Containerfile`.
//!
//! Only a file of exactly these names in the root is a full answer, worth about as much as a good source verdict; the
//! host decides between the two by the order of strategies. `Dockerfile` goes before `Containerfile`. Files by other
//! names (`Dockerfile.prod`, `docker/Dockerfile`, …) have to be asked for by name in a build, so they only count a
//! little; the best of them is still read, because its ports and command are facts.
//!
//! Reading happens in steps, each in its own file and free of the SDK, fit to be used elsewhere: [`instruction`] (lines
//! to instructions), [`expansion`] and [`assignment`] (variables), [`command`], [`port`], [`stage`] (all together).
//! Facts are those that the contract lists for `container-file`, and `start`, all of the final stage. `oc new-app` looks
//! at that stage by itself ([`last_stage`]), which is told where it makes a difference.

pub mod assignment;
mod candidate;
pub mod command;
mod entry_point;
pub mod expansion;
mod facts;
pub mod instruction;
pub mod last_stage;
pub mod port;
pub mod stage;

use fieldmark_sdk::{Failure, Plugin, Repo, Settings, Verdict};

/// The plugin.
pub struct Dockerfile;

impl Plugin for Dockerfile {
    fn detect(repo: &Repo, settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("docker");
        if let Some((file, standing)) = candidate::best(repo, settings.get("path")) {
            facts::state(&file, standing, &mut verdict);
        }
        Ok(verdict)
    }
}

fieldmark_sdk::export!(Dockerfile);
