//! `plugin list`.

use super::print_structured;
use crate::args::{Format, Options};
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;

/// Lists the plugins that are asked.
pub(crate) fn list(options: &Options, matches: &ArgMatches) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let engine = session.engine()?;
    let printed = match session.settings.format.value {
        Format::Text => output::print(&fieldmark_render::list(engine.plugins(), session.paint)),
        format => print_structured(format, &fieldmark_render::plugin_documents(engine.plugins()))?,
    };
    for (name, code, problem) in engine.unusable_plugins() {
        let text = format!("warning: {name} is left out: {problem}");
        output::say(&format!("{} [{code}]", fieldmark_render::printable(&text)));
    }
    let failed = session.settings.strict.value && engine.unusable_plugins().next().is_some();
    Ok(if failed { Exit::PluginFailed } else { printed })
}
