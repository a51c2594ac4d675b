//! `plugin load`.

use super::{changes, store};
use crate::args::{Load, Options};
use crate::exit::Exit;
use crate::inspection::Inspection;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;

/// Installs the plugins of a file that `plugin save` has written.
pub(crate) fn load(options: &Options, matches: &ArgMatches, arguments: &Load) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let (store, policy) = (store(&session)?, session.policy()?);
    let changes = fieldmark_supply::load(&store, &arguments.file, &Inspection, &policy, arguments.replace)?;
    changes::print(&session, &store, &policy, &changes)
}
