//! `plugin bench`.

use super::build::told;
use super::print_structured;
use crate::args::{BenchPlugin, Format, Options};
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_authoring::{Project, Workshop};
use fieldmark_render::author;

/// Measures a plugin over its fixtures.
pub(crate) fn bench(options: &Options, matches: &ArgMatches, arguments: &BenchPlugin) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let project = Project::open(&arguments.project.folder)?;
    let component = project.component(&mut told)?;
    let workshop = Workshop::new(session.cache())?;
    let figures = workshop.measure(&component, &project.cases()?, arguments.repetitions)?;
    match session.settings.format.value {
        Format::Text => Ok(output::print(&author::figures(&figures))),
        format => print_structured(format, &figures),
    }
}
