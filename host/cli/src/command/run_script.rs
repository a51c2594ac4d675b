//! `s2i run-script`.

use super::dockerfile::{component, judged};
use crate::args::{Options, RunScriptArguments};
use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use clap::ArgMatches;
use fieldmark::Component;
use fieldmark_render::printable;
use fieldmark_s2i::{Installed, ends_with_exec, install_script};
use std::fmt::Write;
use std::path::Path;

/// A script that leaves everything to the image.
const IMAGE_SCRIPT: &str = "#!/bin/sh\nexec /usr/libexec/s2i/run \"$@\"\n";

/// Where it is installed.
const PLACE: &str = ".s2i/bin/run";

/// Shows how a component starts, and installs the script.
pub(crate) fn run_script(
    options: &Options,
    matches: &ArgMatches,
    arguments: &RunScriptArguments,
) -> Result<Exit, Problem> {
    let explanation = judged(options, matches, &arguments.path)?;
    let component = component(&explanation, arguments.component.as_deref())?;
    let script = component.start.script.as_ref().map(|script| script.body.as_str());
    let writes = arguments.install || arguments.output.is_some();
    if !writes {
        return Ok(output::print(&shown(component)));
    }
    let Some(text) = script.or(arguments.always.then_some(IMAGE_SCRIPT)) else {
        output::say(
            "the builder's own script starts it: nothing has to be replaced (--always writes a script all the same)",
        );
        return Ok(Exit::Success);
    };
    if !ends_with_exec(text) {
        output::say("warning: the last command is not run with `exec`, so it gets no signals [script.no-exec]");
    }
    let (root, path) = match &arguments.output {
        None => (arguments.path.join(&component.path), PLACE.to_owned()),
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
    Ok(Exit::Success)
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
    match &start.script {
        None => row("script", "the builder's own"),
        Some(script) => {
            row("script", PLACE);
            row("why", &script.why);
            out.push('\n');
            for line in script.body.lines() {
                _ = writeln!(out, "    {}", printable(line));
            }
        }
    }
    out
}
