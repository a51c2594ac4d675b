//! Functions and agents that a framework of their own serves.

use super::Override;
use crate::{module, run::Situation};
use fieldmark_sdk::{File, Line, Place};

/// Decorators of the functions framework.
const DECORATORS: &[&str] =
    &["@functions_framework.http", "@functions_framework.cloud_event", "@functions_framework.typed"];

/// The function or the agents.
pub(super) fn find(situation: &Situation<'_>) -> Option<Override> {
    function(situation).or_else(|| agents(situation))
}

/// The function of `main.py` that is decorated as one; where the framework is a dependency, the only one there is.
fn function(situation: &Situation<'_>) -> Option<Override> {
    let file = situation.repo.file("main.py")?;
    let decorated = file.lines().skip_while(|line| !DECORATORS.iter().any(|sign| line.text.starts_with(sign)));
    let only = || {
        situation.dependencies.declared("functions-framework")?;
        let mut all = file.lines().filter_map(definition).filter(|(name, _)| !name.starts_with('_'));
        all.next().filter(|_| all.next().is_none())
    };
    let (name, at) = decorated.into_iter().find_map(definition).or_else(only)?;
    let why = format!("{name} of main.py is a function, which the builder does not know how to serve");
    let command = format!("functions-framework --target {name} --port {{port}}");
    Some(Override::new(command, at, why).needing("functions-framework"))
}

/// The name that a line at the margin defines.
fn definition(line: Line<'_>) -> Option<(&str, Place)> {
    let name = line.text.strip_prefix("def ")?.split('(').next()?.trim();
    module::is_identifier(name).then_some((name, line.at))
}

/// Directories with an `agent.py` that defines `root_agent`.
fn agents(situation: &Situation<'_>) -> Option<Override> {
    situation.dependencies.declared("google-adk")?;
    let defines = |file: &File<'_>| file.depth() == 1 && file.line_with("root_agent").is_some();
    let agent = situation.repo.named(&["agent.py"]).find(defines)?;
    let why = format!("{} defines an agent, which the builder does not know how to serve", agent.path());
    let command = "adk api_server --host 0.0.0.0 --port {port}";
    Some(Override::new(command, agent.whole(), why).needing("google-adk"))
}
