//! `plugin update`.

use super::{changes, network, store};
use crate::args::{Options, Update};
use crate::exit::Exit;
use crate::inspection::Inspection;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_supply::Supply;

/// Follows the references of installed plugins anew.
pub(crate) fn update(options: &Options, matches: &ArgMatches, arguments: &Update) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let (store, policy) = (store(&session)?, session.policy()?);
    let lock = arguments.lock.as_ref().map(|path| Ok::<_, Problem>((path, changes::read_lock(path)?))).transpose()?;
    if arguments.ids.is_empty() && store.installed()?.plugins().is_empty() {
        output::say("no plugin is installed");
        return Ok(Exit::Success);
    }
    let supply = Supply::new(&store, &Inspection, &policy, network::access(&arguments.network)?)?;
    let changes = supply.update(&arguments.ids, arguments.latest)?;
    if let Some((path, lock)) = lock {
        changes::write_lock(path, lock, &changes)?;
    }
    changes::print(&session, &store, &policy, &changes)
}
