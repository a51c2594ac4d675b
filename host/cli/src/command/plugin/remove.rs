//! `plugin remove`.

use super::{changes, print_structured, store};
use crate::args::{Format, Options, Remove};
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_render::printable;

/// Removes installed plugins.
pub(crate) fn remove(options: &Options, matches: &ArgMatches, arguments: &Remove) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let lock = arguments.lock.as_ref().map(|path| Ok::<_, Problem>((path, changes::read_lock(path)?))).transpose()?;
    let removed = store(&session)?.remove(&arguments.ids)?;
    if let Some((path, mut lock)) = lock {
        for plugin in &removed {
            lock.take(&plugin.id);
        }
        lock.write(path)?;
    }
    match session.settings.format.value {
        Format::Text => {
            let lines = removed.iter().map(|plugin| format!("{} removed\n", printable(&plugin.name())));
            Ok(output::print(&lines.collect::<String>()))
        }
        format => print_structured(format, &removed),
    }
}
