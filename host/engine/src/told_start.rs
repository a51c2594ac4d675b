//! The start and the ports that instructions name.

use crate::instructed::told_finding;
use crate::run_script::run_script;
use fieldmark_model::{ComponentInstructions, Declaration, Finding, Origin, RunScript, Start, Strategy};
use std::collections::BTreeMap;

/// Puts what is told in the place of what was found. A builder image starts it by a script of its own. An image that a
/// file describes starts what that file says, which is told.
pub(crate) fn follow(
    start: &mut Start,
    told: &ComponentInstructions,
    strategy: Strategy,
    has_builder: bool,
) -> Option<Finding> {
    if let Some(ports) = &told.ports {
        start.ports.clone_from(&ports.value);
    }
    let stated = told.start.as_ref()?;
    if start.command.as_ref() == Some(&stated.value) {
        return None;
    }
    if strategy != Strategy::Source {
        let declaration =
            Declaration { command: stated.value.clone(), from: stated.from.clone(), plugin: String::new() };
        start.declared.insert(0, declaration);
        let note = format!("told that `{}` starts it, and strategy {strategy} starts what its file says", stated.value);
        return Some(told_finding(stated.from.as_ref(), "told.start-not-followed", note));
    }
    start.command = Some(stated.value.clone());
    start.from.clone_from(&stated.from);
    start.origin = Origin::Told;
    start.declared.retain(|declaration| declaration.command != stated.value);
    let port = start.ports.first().copied();
    start.script =
        has_builder.then(|| run_script(&stated.value, port, &BTreeMap::new(), "told how it starts".to_owned()));
    None
}

/// The scripts of a component, with the one that starts it.
pub(crate) fn scripts(mut scripts: Vec<RunScript>, start: &Start) -> Vec<RunScript> {
    scripts.retain(|script| script.name != "run");
    scripts.extend(start.script.clone());
    scripts
}
