//! `plugin test`.

use super::build::told;
use super::print_structured;
use crate::args::{Format, Options, TestPlugin};
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_authoring::{Project, Workshop};
use fieldmark_render::author;

/// Runs the plugin over its fixtures: natively where there is a native form, and as a component.
pub(crate) fn test(options: &Options, matches: &ArgMatches, arguments: &TestPlugin) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let project = Project::open(&arguments.project)?;
    let cases = project.cases_named(&arguments.cases)?;
    project.test_natively(&mut told)?;
    let component = project.component(&mut told)?;
    let workshop = Workshop::new(session.cache())?;
    let trials = workshop.test(&workshop.load(&component)?, &cases, arguments.bless)?;
    let printed = match session.settings.format.value {
        Format::Text => output::print(&author::trials(&trials, session.paint)),
        format => print_structured(format, &author::trial_documents(&trials))?,
    };
    let is_good = !trials.is_empty() && trials.iter().all(|trial| trial.is_as_expected());
    Ok(if printed == Exit::Success && !is_good { Exit::CheckFailed } else { printed })
}
