//! `detect` and `explain`.

use crate::args::{Format, Options};
use crate::exit::Exit;
use crate::output::{self, Progress};
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark::{Engine, Explanation, Request, TraceOutcome};
use fieldmark_render::RenderError;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Says what a repository is.
pub(crate) fn detect(
    options: &Options,
    matches: &ArgMatches,
    path: &Path,
    variables: &[(String, String)],
) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, Some(path))?.with_variables(variables);
    let explanation = judge(&session, path)?;
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
    path: &Path,
    variables: &[(String, String)],
) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, Some(path))?.with_variables(variables);
    let explanation = judge(&session, path)?;
    let document = || fieldmark_render::explanation(&explanation);
    let text = match session.settings.format.value {
        Format::Text => Ok(fieldmark_render::explain(&explanation, session.paint)),
        Format::Json => fieldmark_render::json(&document()),
        Format::Yaml => fieldmark_render::yaml(&document()),
    };
    finish(&session, &explanation, text)
}

fn judge(session: &Session, path: &Path) -> Result<Explanation, Problem> {
    let engine = Arc::new(session.engine()?);
    let cancelled = Arc::new(AtomicBool::new(false));
    stop_on_interrupt(&engine, &cancelled);
    let progress = Progress::new();
    let request = Request { cancelled, progress: progress.callback() };
    let explanation = engine.explain(path, &request);
    progress.clear();
    Ok(explanation?)
}

/// Ctrl-C stops the walk at the next entry and plugins at the next loop. Without a handler it ends the process at once,
/// which is as good.
fn stop_on_interrupt(engine: &Arc<Engine>, cancelled: &Arc<AtomicBool>) {
    let (engine, cancelled) = (Arc::clone(engine), Arc::clone(cancelled));
    _ = ctrlc::set_handler(move || {
        if cancelled.swap(true, Ordering::SeqCst) {
            end_at_once();
        }
        engine.interrupt();
    });
}

/// Whoever interrupts twice does not want to wait for a file system that does not answer.
#[allow(clippy::exit, reason = "there is nothing to be saved")]
fn end_at_once() {
    std::process::exit(i32::from(Exit::Interrupted.code()));
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
