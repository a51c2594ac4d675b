//! `detect` and `explain`.

use super::dockerfile::source_builds;
use crate::args::{Format, Options, SourceArguments};
use crate::document::structured;
use crate::exit::Exit;
use crate::interrupt::Interrupt;
use crate::output::{self, Progress};
use crate::question;
use crate::report::Problem;
use crate::session::Session;
use crate::source::{self, NamesOnly, Source, Tree};
use clap::ArgMatches;
use fieldmark::{Contents, DetectError, Directory, Engine, Explanation, Instructions, Request, TraceOutcome};
use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::Arc;

/// A source with what was made of it.
pub(crate) struct Judged {
    pub(crate) session: Session,
    pub(crate) explanation: Explanation,
    /// What was looked at; a clone is removed with it.
    pub(crate) source: Source,
}

/// Says what a repository is.
pub(crate) fn detect(
    options: &Options,
    matches: &ArgMatches,
    arguments: &SourceArguments,
    variables: &[(String, String)],
) -> Result<Exit, Problem> {
    let judged = judge(options, matches, arguments, variables)?;
    let text = match judged.session.settings.format.value {
        Format::Text => fieldmark_render::summary(&judged.explanation.decision, judged.session.paint),
        format => structured(format, &judged.explanation.decision)?,
    };
    Ok(finish(judged, &text))
}

/// Shows everything that led to the decision.
pub(crate) fn explain(
    options: &Options,
    matches: &ArgMatches,
    arguments: &SourceArguments,
    variables: &[(String, String)],
) -> Result<Exit, Problem> {
    let judged = judge(options, matches, arguments, variables)?;
    let builds = match judged.source.directory() {
        Some(root) => source_builds(&judged.explanation, root, &judged.session.catalogue()?),
        None => Vec::new(),
    };
    let text = match judged.session.settings.format.value {
        Format::Text => fieldmark_render::explain(&judged.explanation, &builds, judged.session.paint),
        format => structured(format, &fieldmark_render::explanation(&judged.explanation, &builds))?,
    };
    Ok(finish(judged, &text))
}

/// Fetches a source and asks the engine about it.
pub(crate) fn judge(
    options: &Options,
    matches: &ArgMatches,
    arguments: &SourceArguments,
    variables: &[(String, String)],
) -> Result<Judged, Problem> {
    let interrupt = Interrupt::listen();
    let source = source::fetch(arguments, &interrupt)?;
    let session = Session::new(options, matches, source.directory())?.with_variables(variables);
    let engine = Arc::new(session.engine()?);
    interrupt.stops(&engine);
    let progress = Progress::new();
    let request =
        Request { cancelled: Arc::clone(interrupt.flag()), progress: progress.callback(), ..session.request() };
    let explanation = look(&engine, &source, &request);
    progress.clear();
    let mut explanation = explanation?;
    if arguments.interactive
        && let Some(told) = asked(&explanation)?
    {
        output::say(question::lasting(&told).trim_end());
        let request = Request { instructions: request.instructions.clone().under(told), ..request };
        explanation = look(&engine, &source, &request)?;
    }
    Ok(Judged { session, explanation, source })
}

fn look(engine: &Engine, source: &Source, request: &Request) -> Result<Explanation, Problem> {
    let explanation = match source.tree() {
        Tree::Directory(directory) => engine.explain(directory, request),
        Tree::Listing { paths, root } => engine.detect_listing(paths, contents(root)?, request),
    };
    Ok(explanation?)
}

/// What the user answers where two answers are close. Standard output is left to the decision.
fn asked(explanation: &Explanation) -> Result<Option<Instructions>, Problem> {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        let message = "--interactive asks questions, and there is no terminal to answer them".to_owned();
        let hint = "leave it out, or say it with --set language=ID".to_owned();
        return Err(Problem::refusal("cli.no-terminal", message, Some(hint)));
    }
    question::ask(&explanation.decision, &mut io::stdin().lock(), &mut io::stderr().lock())
        .map_err(|error| Problem::refusal("cli.no-terminal", format!("the terminal cannot be used: {error}"), None))
}

/// What is read of listed files: those below the directory that the user has named, or nothing.
fn contents(root: Option<&Path>) -> Result<Box<dyn Contents>, Problem> {
    match root {
        Some(root) => Ok(Box::new(Directory::open(root).map_err(DetectError::from)?)),
        None => Ok(Box::new(NamesOnly)),
    }
}

fn finish(judged: Judged, text: &str) -> Exit {
    let printed = output::print(text);
    let exit = if printed != Exit::Success {
        printed
    } else if judged.session.settings.strict.value && has_failed(&judged.explanation) {
        Exit::PluginFailed
    } else if judged.explanation.decision.components.is_empty() {
        Exit::NothingMatched
    } else {
        Exit::Success
    };
    // The process ends now. Taking everything apart that led to a decision takes longer than printing it.
    std::mem::forget(judged.explanation);
    exit
}

fn has_failed(explanation: &Explanation) -> bool {
    let mut traces = explanation.roots.iter().flat_map(|root| &root.plugins);
    !explanation.unusable.is_empty() || traces.any(|trace| matches!(trace.outcome, TraceOutcome::Error(_)))
}
