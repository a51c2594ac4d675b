//! `plugin replay`.

use super::{run, subject};
use crate::args::{Options, ReplayPlugin};
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_authoring::{Recording, Workshop, replay as replay_recording};
use fieldmark_render::author;

/// Runs a plugin over a recording and compares.
pub(crate) fn replay(options: &Options, matches: &ArgMatches, arguments: &ReplayPlugin) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let recording = Recording::open(&arguments.recording)?;
    let workshop = Workshop::new(session.cache())?;
    let plugin = subject::load(&workshop, arguments.plugin.as_deref().unwrap_or(&recording.plugin.id))?;
    let replayed = replay_recording(&workshop, &plugin, &recording);
    let view = recording.view();
    let shown = run::show(&plugin, &replayed.outcome, &*view, session.paint)?;
    let printed = output::print(&author::replayed(&replayed));
    Ok(if printed == Exit::Success { shown } else { printed })
}
