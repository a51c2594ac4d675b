//! `plugin run`.

use super::subject;
use crate::args::{Options, RunPlugin};
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use crate::session::Session;
use clap::ArgMatches;
use fieldmark_authoring::{LoadedPlugin, Outcome, RepoView, Workshop, record, render, write_whole};
use fieldmark_render::{Paint, author};
use std::sync::Arc;

/// Runs one plugin over a directory, without the rules around it.
pub(crate) fn run(options: &Options, matches: &ArgMatches, arguments: &RunPlugin) -> Result<Exit, Problem> {
    let session = Session::new(options, matches, None)?;
    let workshop = Workshop::new(session.cache())?;
    let plugin = subject::load(&workshop, &arguments.plugin)?;
    let view: Arc<dyn RepoView> = workshop.view(&plugin, &arguments.directory)?;
    let mut settings = String::new();
    for setting in &arguments.settings {
        if !setting.contains('=') {
            return Err(Problem::no_pair(setting));
        }
        settings.push_str(setting);
        settings.push('\n');
    }
    let (outcome, recording) = record(&workshop, &plugin, Arc::clone(&view), &settings);
    if let Some(path) = &arguments.record {
        write_whole(path, recording.to_text()?.as_bytes())?;
        output::say(&format!("{} holds what the plugin read of the repository", path.display()));
    }
    show(&plugin, &outcome, &*view, session.paint)
}

/// Shows a call, and ends as it did.
pub(super) fn show(
    plugin: &LoadedPlugin,
    outcome: &Outcome,
    view: &dyn RepoView,
    paint: Paint,
) -> Result<Exit, Problem> {
    let text = outcome.verdict.as_ref().map(|verdict| render(verdict, view));
    let verdict = outcome.verdict.as_ref().ok().zip(text.as_deref().ok());
    let told = match (&outcome.verdict, verdict) {
        (Err(error), _) => Err(error),
        (Ok(_), Some(verdict)) => Ok(verdict),
        (Ok(verdict), None) => Ok((verdict, "")),
    };
    let budget = Workshop::budget(plugin);
    let printed = output::print(&author::run(told, &outcome.log, &outcome.usage, &budget, paint));
    Ok(if printed == Exit::Success && outcome.verdict.is_err() { Exit::PluginFailed } else { printed })
}
