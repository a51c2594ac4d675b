//! Scripts that are loaded by a tool of their own, such as Streamlit's.

use super::Override;
use crate::{module, run::Situation, sources};
use fieldmark_sdk::{File, Place};

/// A tool that loads scripts.
struct Tool {
    /// Distribution and command.
    name: &'static str,
    /// What its scripts say.
    imports: &'static [&'static str],
    /// What follows `name run script`.
    options: &'static str,
}

const TOOLS: &[Tool] = &[
    Tool {
        name: "streamlit",
        imports: &["import streamlit", "from streamlit"],
        options: "--server.address 0.0.0.0 --server.port {port} --server.headless true",
    },
    Tool {
        name: "chainlit",
        imports: &["import chainlit", "from chainlit"],
        options: "--headless --host 0.0.0.0 --port {port}",
    },
];

/// Names of such scripts, the most telling first.
const NAMES: &[&str] = &["streamlit_app", "app", "Home", "home", "main", "Main", "chat"];

/// The tool that a file is a script for, when it is a dependency.
pub(crate) fn loaded_by_its_tool(situation: &Situation<'_>, file: File<'_>) -> Option<(&'static str, Place)> {
    let (tool, at) = tool_of(file)?;
    situation.dependencies.declared(tool.name)?;
    Some((tool.name, at))
}

fn tool_of(file: File<'_>) -> Option<(&'static Tool, Place)> {
    TOOLS.iter().find_map(|tool| {
        let line = file.lines().find(|line| tool.imports.iter().any(|import| line.text.starts_with(import)))?;
        Some((tool, line.at))
    })
}

/// The script that the tool is to run.
pub(super) fn find(situation: &Situation<'_>) -> Option<Override> {
    TOOLS.iter().find(|tool| situation.dependencies.declared(tool.name).is_some())?;
    let mut files = sources::of_the_application(situation.repo);
    files.truncate(40);
    files.sort_by_key(|file| {
        (file.depth(), NAMES.iter().position(|name| *name == file.stem()).unwrap_or(NAMES.len()), file.path())
    });
    files.into_iter().filter(|file| module::is_safe_path(file.path())).find_map(|file| {
        loaded_by_its_tool(situation, file)?;
        let (tool, at) = tool_of(file)?;
        let why = format!("{} is a script for {}, which the builder does not know", file.path(), tool.name);
        Some(Override::new(format!("{} run {} {}", tool.name, file.path(), tool.options), at, why).needing(tool.name))
    })
}
