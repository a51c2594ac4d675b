//! Functions and agents that a framework of their own serves.

use super::Override;
use crate::{module, run::Situation};
use fieldmark_sdk::File;

/// Decorators of the functions framework.
const DECORATORS: &[&str] =
    &["@functions_framework.http", "@functions_framework.cloud_event", "@functions_framework.typed"];

/// The function or the agents.
pub(super) fn find(situation: &Situation<'_>) -> Option<Override> {
    function(situation).or_else(|| agents(situation))
}

/// The first function of `main.py` that is decorated as one.
fn function(situation: &Situation<'_>) -> Option<Override> {
    situation.dependencies.declared("functions-framework")?;
    let file = situation.repo.file("main.py")?;
    let mut lines = file.lines().skip_while(|line| !DECORATORS.iter().any(|sign| line.text.starts_with(sign)));
    let definition = lines.find_map(|line| Some((line.text.strip_prefix("def ")?.split('(').next()?.trim(), line.at)));
    let (name, at) = definition.filter(|(name, _)| module::is_identifier(name))?;
    let why = format!("{name} of main.py is a function, which the builder does not know how to serve");
    let command = format!("functions-framework --target {name} --port {{port}}");
    Some(Override::new(command, at, why).needing("functions-framework"))
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
