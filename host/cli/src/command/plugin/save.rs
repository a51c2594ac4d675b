//! `plugin save`.

use super::{print_structured, store};
use crate::args::{Format, Options, Save};
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_render::printable;

/// Saves installed plugins in one file.
pub(crate) fn save(options: &Options, matches: &ArgMatches, arguments: &Save) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let saved = fieldmark_supply::save(&store(&session)?, &arguments.ids, &arguments.file)?;
    match session.settings.format.value {
        Format::Text => {
            let lines = saved.iter().map(|plugin| format!("{} saved\n", printable(&plugin.name())));
            Ok(output::print(&lines.collect::<String>()))
        }
        format => print_structured(format, &saved),
    }
}
