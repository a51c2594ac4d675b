//! Scripts that a tool of their own loads, such as Streamlit's, and programs that listen elsewhere once they are told.

use super::Override;
use crate::{
    module, port,
    run::{PORT, Situation},
    sources,
};
use fieldmark_sdk::{File, Place};

/// A tool that loads scripts, or a library that brings a server along.
struct Tool {
    /// Distribution.
    name: &'static str,
    /// What its scripts import.
    import: &'static str,
    /// What a script must say beside that, if anything.
    sign: &'static str,
    /// The command; `{file}` stands for the script.
    command: &'static str,
    /// Whether the script does nothing when it is run as a program.
    loads: bool,
    /// Whether it is for development only.
    development: bool,
}

const fn loads(name: &'static str, sign: &'static str, command: &'static str) -> Tool {
    Tool { name, import: name, sign, command, loads: true, development: false }
}

/// A library whose server listens on the loopback unless the environment says otherwise.
const fn told(name: &'static str, sign: &'static str, command: &'static str) -> Tool {
    Tool { loads: false, ..loads(name, sign, command) }
}

const TOOLS: &[Tool] = &[
    loads("streamlit", "", "streamlit run {file} --server.address 0.0.0.0 --server.port {port} --server.headless true"),
    loads("chainlit", "", "chainlit run {file} --headless --host 0.0.0.0 --port {port}"),
    loads("panel", ".servable(", "panel serve {file} --address 0.0.0.0 --port {port} --allow-websocket-origin '*'"),
    loads("bokeh", "curdoc(", "bokeh serve {file} --address 0.0.0.0 --port {port} --allow-websocket-origin '*'"),
    loads("solara", "", "solara run {file} --host 0.0.0.0 --port {port} --production"),
    loads("shiny", "", "shiny run --host 0.0.0.0 --port {port} {file}"),
    loads("marimo", "marimo.App(", "marimo run {file} --headless --host 0.0.0.0 --port {port}"),
    told("gradio", ".launch(", "env GRADIO_SERVER_NAME=0.0.0.0 GRADIO_SERVER_PORT={port} python {file}"),
    told("robyn", "Robyn(", "env ROBYN_HOST=0.0.0.0 ROBYN_PORT={port} python {file}"),
    Tool { development: true, ..told("dash", "Dash(", "env HOST=0.0.0.0 PORT={port} python {file}") },
];

/// Names of such scripts, the most telling first.
const NAMES: &[&str] = &["streamlit_app", "app", "Home", "home", "main", "Main", "chat", "dashboard"];

/// Most scripts that are looked into.
const MAX_FILES: usize = 40;

/// The tool that a file is a script for, when it is a dependency and the script does nothing by itself.
pub(crate) fn loaded_by_its_tool(situation: &Situation<'_>, file: File<'_>) -> Option<(&'static str, Place)> {
    let (tool, at) = tool_of(situation, file).filter(|(tool, _)| tool.loads)?;
    Some((tool.name, at))
}

fn tool_of(situation: &Situation<'_>, file: File<'_>) -> Option<(&'static Tool, Place)> {
    TOOLS.iter().filter(|tool| situation.dependencies.declared(tool.name).is_some()).find_map(|tool| {
        let line = file.lines().find(|line| imports(line.text, tool.import))?;
        (tool.sign.is_empty() || file.line_with(tool.sign).is_some()).then_some((tool, line.at))
    })
}

/// Whether a line at the margin imports a package or something of it.
fn imports(line: &str, package: &str) -> bool {
    let rest = ["import ", "from "].iter().find_map(|word| line.strip_prefix(word)?.strip_prefix(package));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '.', ',']))
}

/// The script that the tool is to run.
pub(super) fn find(situation: &Situation<'_>) -> Option<Override> {
    TOOLS.iter().find(|tool| situation.dependencies.declared(tool.name).is_some())?;
    let mut files = sources::of_the_application(situation.repo);
    files.truncate(MAX_FILES);
    sources::sort(&mut files, |file| {
        (file.depth(), NAMES.iter().position(|name| *name == file.stem()).unwrap_or(NAMES.len()))
    });
    files.into_iter().find_map(|file| of_file(situation, file))
}

/// How a script is run by its tool.
pub(super) fn of_file(situation: &Situation<'_>, file: File<'_>) -> Option<Override> {
    let (tool, at) = tool_of(situation, file).filter(|_| module::is_safe_path(file.path()))?;
    let mut command = tool.command.replace("{file}", file.path());
    if tool.loads {
        let why = format!("{} is a script for {}, which the builder does not know", file.path(), tool.name);
        return Some(Override::new(command, at, why).needing(tool.name));
    }
    let given = situation.port_variable().map_or(PORT, |(port, _)| port);
    let listen = port::of_program(file, Some(given)).filter(|listen| listen.loopback && !listen.host_named)?;
    let why = format!("{} listens on the loopback unless its environment says otherwise", file.path());
    // A port in the code goes before the environment's.
    if listen.port_named {
        command = command.split(' ').filter(|word| !word.contains("{port}")).collect::<Vec<_>>().join(" ");
    }
    let found = Override::new(command, at, why).needing(tool.name);
    let found = if tool.development { found.for_development() } else { found };
    Some(if listen.port_named { found.listening(Some(port::Listen { loopback: false, ..listen })) } else { found })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_imported() {
        assert!(imports("import dash", "dash") && imports("from dash import Dash", "dash"));
        assert!(imports("import streamlit.web as w", "streamlit") && imports("import dash, os", "dash"));
        assert!(!imports("import dashboard", "dash") && !imports("  import dash", "dash"));
    }
}
