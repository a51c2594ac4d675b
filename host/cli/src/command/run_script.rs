//! `s2i run-script`.

use super::dockerfile::{component, image, judged, say_withheld};
use crate::args::{Options, RunScriptArguments};
use crate::command::detect::Judged;
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use clap::ArgMatches;
use fieldmark::{Catalogue, Component, Strategy};
use fieldmark_render::printable;
use fieldmark_s2i::{Installed, ends_with_exec, install_script};
use std::fmt::Write;
use std::path::Path;

/// Where an image has its scripts when it does not say.
const IMAGE_SCRIPTS: &str = "/usr/libexec/s2i";

/// Where scripts are installed.
const PLACE: &str = ".s2i/bin";
/// The script that starts a component.
const RUN: &str = "run";

/// Shows how a component starts, and installs the scripts that build and start it.
pub(crate) fn run_script(
    options: &Options,
    matches: &ArgMatches,
    arguments: &RunScriptArguments,
) -> Result<Exit, Problem> {
    let first = judged(options, matches, &arguments.path)?;
    let found = component(&first.explanation, arguments.component.as_deref())?;
    say_withheld(found);
    let writes = arguments.install || arguments.output.is_some();
    if !writes {
        return Ok(output::print(&shown(found)));
    }
    let again = own_script(found).map(|own| without(options, matches, arguments, own)).transpose()?;
    let judged = again.as_ref().unwrap_or(&first);
    let component = component(&judged.explanation, Some(&found.path))?;
    if component.strategy != Strategy::Source {
        let message = format!("{} is not built by source-to-image: a run script would not be used", component.path);
        return Err(Problem::refusal("s2i.other-strategy", message, None));
    }
    let scripts = scripts(component, &judged.session.catalogue()?, arguments);
    if scripts.is_empty() {
        output::say(
            "the builder's own script starts it: nothing has to be replaced (--always writes a script all the same)",
        );
    }
    for (name, text) in &scripts {
        install(arguments, component, name, text)?;
    }
    Ok(Exit::Success)
}

/// The scripts to write, by name: those of the component, or those that were asked for.
fn scripts<'c>(
    component: &'c Component,
    catalogue: &Catalogue,
    arguments: &RunScriptArguments,
) -> Vec<(&'c str, String)> {
    let own = component.scripts.iter().map(|script| (script.name.as_str(), script.body.clone()));
    let mut scripts: Vec<(&str, String)> = own.collect();
    if arguments.always && !scripts.iter().any(|(name, _)| *name == RUN) {
        scripts.push((RUN, image_script(component, catalogue)));
    }
    if arguments.output.is_some() {
        scripts.retain(|(name, _)| *name == RUN);
    }
    scripts
}

/// Writes a script to where it belongs, and says what came of it.
fn install(arguments: &RunScriptArguments, component: &Component, name: &str, text: &str) -> Result<(), Problem> {
    if name == RUN && !ends_with_exec(text) {
        output::say("warning: the last command is not run with `exec`, so it gets no signals [script.no-exec]");
    }
    let (root, path) = match &arguments.output {
        None if component.path == "." => (arguments.path.clone(), format!("{PLACE}/{name}")),
        None => (arguments.path.join(&component.path), format!("{PLACE}/{name}")),
        Some(file) => place(file)?,
    };
    let outcome = install_script(&root, &path, text, arguments.force)?;
    let whole = root.join(&path).display().to_string();
    let did = match outcome {
        Installed::Written => "written",
        Installed::Replaced => "replaced",
        Installed::Unchanged => "unchanged",
    };
    output::say(&format!("{}: {did}", printable(whole.trim_start_matches("./"))));
    Ok(())
}

/// Where a repository may have a script of its own.
const OWN: [&str; 2] = [".s2i/bin/run", ".sti/bin/run"];

/// The script of the repository by which it starts.
fn own_script(component: &Component) -> Option<&str> {
    let path = component.start.from.as_ref().map(|place| place.path.as_str())?;
    let is_own = OWN.iter().any(|place| path == *place || path.ends_with(&format!("/{place}")));
    (is_own && component.start.script.is_none()).then_some(path)
}

/// The decision as it would be without a script of the repository: whether the script to write is the one that is there
/// shows only so.
fn without(
    options: &Options,
    matches: &ArgMatches,
    arguments: &RunScriptArguments,
    own: &str,
) -> Result<Judged, Problem> {
    let exclude = options.exclude.iter().cloned().chain([format!("/{own}")]).collect();
    judged(&Options { exclude, ..options.clone() }, matches, &arguments.path)
}

/// A script that leaves everything to the image.
fn image_script(component: &Component, catalogue: &Catalogue) -> String {
    let image = component.builder.as_ref().and_then(|builder| image(builder, catalogue));
    let url = image.as_ref().and_then(|image| image.scripts_url(false));
    let directory = url.and_then(|url| url.strip_prefix("image://")).unwrap_or(IMAGE_SCRIPTS);
    format!("#!/bin/sh\nexec {}/run \"$@\"\n", directory.trim_end_matches('/'))
}

/// The directory and the name of a file.
fn place(file: &Path) -> Result<(std::path::PathBuf, String), Problem> {
    let name = file.file_name().and_then(|name| name.to_str());
    let Some(name) = name else {
        return Err(Problem::refusal("s2i.script-name", format!("{} names no file", file.display()), None));
    };
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((parent.to_owned(), name.to_owned()))
}

fn shown(component: &Component) -> String {
    let start = &component.start;
    let mut out = String::new();
    let mut row = |name: &str, value: &str| {
        // Writing to a string cannot fail.
        _ = writeln!(out, "{name:10} {}", printable(value));
    };
    row("component", &component.path);
    row("command", start.command.as_deref().unwrap_or("not known"));
    let ports: Vec<String> = start.ports.iter().map(ToString::to_string).collect();
    row("port", if ports.is_empty() { "not known".to_owned() } else { ports.join(", ") }.as_str());
    row("origin", start.origin.as_str());
    if let Some(place) = &start.from {
        row("from", &place.line.map_or_else(|| place.path.clone(), |line| format!("{}:{line}", place.path)));
    }
    if component.strategy != Strategy::Source {
        row("script", "none: source-to-image does not build it");
        return out;
    }
    if component.scripts.is_empty() {
        row("script", if own_script(component).is_some() { "the repository's own" } else { "the builder's own" });
    }
    for script in &component.scripts {
        // Writing to a string cannot fail.
        _ = writeln!(
            out,
            "{:10} {PLACE}/{}\n{:10} {}\n",
            "script",
            printable(&script.name),
            "why",
            printable(&script.why)
        );
        for line in script.body.lines() {
            _ = writeln!(out, "    {}", printable(line));
        }
    }
    out
}
