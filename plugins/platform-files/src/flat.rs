//! Files of single platforms that state a command and a port under fixed keys.

use crate::{found, port, start};
use fieldmark_sdk::{Document, File, Node, Repo, Verdict};

/// What one file states, and under which keys.
struct Form {
    file: &'static str,
    /// A key without which a file of this name is something else.
    own: &'static [&'static str],
    /// Where commands stand, the one that counts first. `*` stands for every item of a list.
    starts: &'static [&'static [&'static str]],
    /// Where ports stand.
    ports: &'static [&'static [&'static str]],
}

const FORMS: &[Form] = &[
    Form {
        file: "fly.toml",
        own: &["app"],
        starts: &[&["processes", "web"], &["processes", "app"], &["experimental", "cmd"]],
        ports: &[&["http_service", "internal_port"], &["services", "*", "internal_port"], &["env", "PORT"]],
    },
    Form { file: "railway.json", own: &[], starts: &[&["deploy", "startCommand"]], ports: &[] },
    Form { file: "railway.toml", own: &[], starts: &[&["deploy", "startCommand"]], ports: &[] },
    Form { file: "nixpacks.toml", own: &[], starts: &[&["start", "cmd"]], ports: &[&["variables", "PORT"]] },
    Form {
        file: "railpack.json",
        own: &[],
        starts: &[&["deploy", "startCommand"]],
        ports: &[&["deploy", "variables", "PORT"]],
    },
    // Platform.sh, "App reference": it gives the port in `PORT`.
    Form { file: ".platform.app.yaml", own: &["type"], starts: &[&["web", "commands", "start"]], ports: &[] },
    // AWS App Runner, "Configuration file reference".
    Form {
        file: "apprunner.yaml",
        own: &["runtime"],
        starts: &[&["run", "command"]],
        ports: &[&["run", "network", "port"]],
    },
    Form { file: "app.yaml", own: &["runtime"], starts: &[&["entrypoint"]], ports: &[&["env_variables", "PORT"]] },
];

pub fn state(repo: &Repo, verdict: &mut Verdict) {
    for form in FORMS {
        let Some(file) = repo.file(form.file) else { continue };
        let Some(document) = parsed(file) else { continue };
        if form.own.iter().any(|key| document.get(&[key]).is_none()) {
            continue;
        }
        let all =
            |paths: &'static [&'static [&'static str]]| paths.iter().flat_map(|path| values(document.root(), path));
        let command = all(form.starts).find(|node| node.text().is_some());
        let ports: Vec<&Node> = all(form.ports).filter(|node| node.scalar().is_some()).collect();
        if command.is_some() || !ports.is_empty() {
            found(file, verdict);
        }
        if let Some(command) = command {
            start(command.text().unwrap_or_default(), command.at, verdict);
        }
        for node in ports {
            port(node.scalar().unwrap_or_default(), node.at, verdict);
        }
    }
}

fn parsed<'r>(file: File<'r>) -> Option<&'r Document> {
    match file.extension() {
        Some("toml") => file.toml(),
        Some("json") => file.json(),
        _ => file.yaml(),
    }
}

/// The values at a path of keys.
fn values<'d>(node: &'d Node, path: &[&str]) -> Vec<&'d Node> {
    match path {
        [] => vec![node],
        ["*", rest @ ..] => node.items().iter().flat_map(|item| values(item, rest)).collect(),
        [key, rest @ ..] => node.get(&[key]).map(|inner| values(inner, rest)).unwrap_or_default(),
    }
}
