//! `detect` and `explain`.

use crate::args::{Format, Options, SourceArguments};
use crate::exit::Exit;
use crate::interrupt::Interrupt;
use crate::output::{self, Progress};
use crate::report::Problem;
use crate::session::Session;
use crate::source::{self, NamesOnly, Tree};
use clap::ArgMatches;
use fieldmark::{Contents, DetectError, Directory, Explanation, Request, TraceOutcome};
use fieldmark_render::RenderError;
use std::path::Path;
use std::sync::Arc;

/// Says what a repository is.
pub(crate) fn detect(
    options: &Options,
    matches: &ArgMatches,
    arguments: &SourceArguments,
    variables: &[(String, String)],
) -> Result<Exit, Problem> {
    let (session, explanation) = judge(options, matches, arguments, variables)?;
    let text = match session.settings.format.value {
        Format::Text => Ok(fieldmark_render::summary(&explanation.decision, session.paint)),
        Format::Json => fieldmark_render::json(&explanation.decision),
        Format::Yaml => fieldmark_render::yaml(&explanation.decision),
    };
    finish(&session, &explanation, text)
}

/// Shows everything that led to the decision.
pub(crate) fn explain(
    options: &Options,
    matches: &ArgMatches,
    arguments: &SourceArguments,
    variables: &[(String, String)],
) -> Result<Exit, Problem> {
    let (session, explanation) = judge(options, matches, arguments, variables)?;
    let document = || fieldmark_render::explanation(&explanation);
    let text = match session.settings.format.value {
        Format::Text => Ok(fieldmark_render::explain(&explanation, session.paint)),
        Format::Json => fieldmark_render::json(&document()),
        Format::Yaml => fieldmark_render::yaml(&document()),
    };
    finish(&session, &explanation, text)
}

/// Looks at a source with the settings in force.
pub(crate) fn judge(
    options: &Options,
    matches: &ArgMatches,
    arguments: &SourceArguments,
    variables: &[(String, String)],
) -> Result<(Session, Explanation), Problem> {
    let interrupt = Interrupt::listen();
    let source = source::fetch(arguments, &interrupt)?;
    let session = Session::new(options, matches, source.directory())?.with_variables(variables);
    let engine = Arc::new(session.engine()?);
    interrupt.stops(&engine);
    let progress = Progress::new();
    let request = Request { cancelled: Arc::clone(interrupt.flag()), progress: progress.callback() };
    let explanation = match source.tree() {
        Tree::Directory(directory) => engine.explain(directory, &request),
        Tree::Listing { paths, root } => engine.detect_listing(paths, contents(root)?, &request),
    };
    progress.clear();
    Ok((session, explanation?))
}

/// What is read of listed files: those below the directory that the user has named, or nothing.
fn contents(root: Option<&Path>) -> Result<Box<dyn Contents>, Problem> {
    match root {
        Some(root) => Ok(Box::new(Directory::open(root).map_err(DetectError::from)?)),
        None => Ok(Box::new(NamesOnly)),
    }
}

fn finish(session: &Session, explanation: &Explanation, text: Result<String, RenderError>) -> Result<Exit, Problem> {
    let text = text.map_err(|error| Problem {
        code: "cli.render",
        message: error.to_string(),
        hint: None,
        exit: Exit::Internal,
    })?;
    let printed = output::print(&text);
    if printed != Exit::Success {
        return Ok(printed);
    }
    if session.settings.strict.value && has_failed(explanation) {
        return Ok(Exit::PluginFailed);
    }
    Ok(if explanation.decision.components.is_empty() { Exit::NothingMatched } else { Exit::Success })
}

fn has_failed(explanation: &Explanation) -> bool {
    let mut traces = explanation.roots.iter().flat_map(|root| &root.plugins);
    !explanation.unusable.is_empty() || traces.any(|trace| matches!(trace.outcome, TraceOutcome::Error(_)))
}
