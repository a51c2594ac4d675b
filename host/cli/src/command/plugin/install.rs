//! `plugin install`.

use super::{changes, network, store};
use crate::args::{Install, Options};
use crate::exit::Exit;
use crate::inspection::Inspection;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_supply::{Lock, Reference, Supply, SupplyError};

/// Installs plugins: those that are named, or exactly those of a lock file.
pub(crate) fn install(options: &Options, matches: &ArgMatches, arguments: &Install) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let (store, policy) = (store(&session)?, session.policy()?);
    let references: Result<Vec<Reference>, SupplyError> =
        arguments.references.iter().map(|text| text.parse()).collect();
    let references = references?;
    let supply = Supply::new(&store, &Inspection, &policy, network::access(&arguments.network)?)?;
    let changes = match &arguments.lock {
        Some(path) if references.is_empty() => supply.restore(&Lock::read(path)?, arguments.replace)?,
        Some(path) => {
            // One that is wrong is told before anything is changed.
            let lock = changes::read_lock(path)?;
            let changes = supply.install(&references, arguments.replace)?;
            changes::write_lock(path, lock, &changes)?;
            changes
        }
        None => supply.install(&references, arguments.replace)?,
    };
    changes::print(&session, &store, &policy, &changes)
}
