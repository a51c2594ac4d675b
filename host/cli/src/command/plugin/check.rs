//! `plugin check`.

use super::build::told;
use super::print_structured;
use crate::args::{Format, Options, PluginProject};
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_authoring::{Project, Weight, Workshop, check as check_plugin};
use fieldmark_render::author;

/// Says what others would stumble over.
pub(crate) fn check(options: &Options, matches: &ArgMatches, arguments: &PluginProject) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let project = Project::open(&arguments.folder)?;
    let component = project.component(&mut told)?;
    let workshop = Workshop::new(session.cache())?;
    let findings = check_plugin(&workshop, &component, &project.cases()?)?;
    let printed = match session.settings.format.value {
        Format::Text => output::print(&author::findings(&findings, session.paint)),
        format => print_structured(format, &findings)?,
    };
    let is_bad = findings.iter().any(|finding| finding.weight == Weight::Error);
    Ok(if printed == Exit::Success && is_bad { Exit::CheckFailed } else { printed })
}
