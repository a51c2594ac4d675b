//! `project.toml`, the project descriptor of Cloud Native Buildpacks.

use crate::{found, port, start};
use fieldmark_sdk::script::quote;
use fieldmark_sdk::{Node, Repo, Verdict};

/// Where the descriptor lists variables of the build, in its versions.
const VARIABLES: [&[&str]; 3] =
    [&["io", "buildpacks", "build", "env"], &["io", "buildpacks", "env", "build"], &["build", "env"]];

/// Variables that end as `PORT` of the running application.
const PORTS: [&str; 4] = ["PORT", "BPE_PORT", "BPE_DEFAULT_PORT", "BPE_OVERRIDE_PORT"];

pub fn state(repo: &Repo, verdict: &mut Verdict) {
    let Some(file) = repo.file("project.toml") else { return };
    let Some(document) = file.toml() else { return };
    // Other tools have a file of this name.
    if ["_", "io", "build", "project", "processes"].iter().all(|key| document.get(&[key]).is_none()) {
        return;
    }
    found(file, verdict);
    for process in document.get(&["processes"]).map_or(&[][..], Node::items) {
        if process.get(&["type"]).and_then(Node::text) == Some("web")
            && let Some(command) = process.get(&["command"])
        {
            start(&line(command, process.get(&["args"])), command.at, verdict);
        }
    }
    for variable in VARIABLES.iter().filter_map(|path| document.get(path)).flat_map(Node::items) {
        let text = |key: &str| variable.get(&[key]).and_then(Node::scalar).unwrap_or_default();
        if PORTS.contains(&text("name")) {
            port(text("value"), variable.get(&["value"]).map_or(variable.at, |value| value.at), verdict);
        }
    }
}

fn line(command: &Node, arguments: Option<&Node>) -> String {
    let words = command.items().iter().chain(arguments.map_or(&[][..], Node::items)).filter_map(Node::text).map(quote);
    command.text().map(str::to_owned).into_iter().chain(words).collect::<Vec<_>>().join(" ")
}
