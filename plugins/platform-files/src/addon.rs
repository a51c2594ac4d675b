//! `app.json`, `scalingo.json`, which has its form (Scalingo, "App Manifest"), and `heroku.yml`: add-ons, variables and
//! processes.

use crate::{found, port, start};
use fieldmark_sdk::script::quote;
use fieldmark_sdk::service;
use fieldmark_sdk::{Node, Repo, Verdict};

pub fn state(repo: &Repo, verdict: &mut Verdict) {
    for name in ["app.json", "scalingo.json"] {
        app_json(repo, name, verdict);
    }
    heroku_yml(repo, verdict);
}

/// Applications of other kinds have a file of this name, too: of those no key is known here.
fn app_json(repo: &Repo, name: &str, verdict: &mut Verdict) {
    let Some(file) = repo.file(name) else { return };
    let Some(document) = file.json() else { return };
    let own = ["addons", "formation", "buildpacks", "stack", "env", "environments"];
    if own.iter().all(|key| document.get(&[key]).is_none()) {
        return;
    }
    found(file, verdict);
    if let Some(value) = document.get(&["env", "PORT"]) {
        let value = value.get(&["value"]).unwrap_or(value);
        port(value.scalar().unwrap_or_default(), value.at, verdict);
    }
    add_ons(document.get(&["addons"]), "service", verdict);
    add_ons(document.get(&["environments", "test", "addons"]), "development-service", verdict);
    for script in document.entries(&["scripts"]) {
        if let Some(command) = script.node.text() {
            verdict.attribute("hook", format!("{}: {command}", script.key), script.at);
        }
    }
}

fn heroku_yml(repo: &Repo, verdict: &mut Verdict) {
    let Some(file) = repo.file("heroku.yml") else { return };
    let Some(document) = file.yaml() else { return };
    found(file, verdict);
    if let Some(web) = document.get(&["run", "web"]) {
        let command = web.get(&["command"]).unwrap_or(web);
        start(&line(command), command.at, verdict);
    }
    add_ons(document.get(&["setup", "addons"]), "service", verdict);
}

/// A command as one line, or as a list of words or lines.
fn line(node: &Node) -> String {
    match node.items() {
        [only] => only.scalar().unwrap_or_default().to_owned(),
        [] => node.scalar().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "),
        words => words.iter().filter_map(Node::scalar).map(quote).collect::<Vec<_>>().join(" "),
    }
}

/// `heroku-postgresql:mini`, `{plan: heroku-redis, options: {version: 7}}`.
fn add_ons(list: Option<&Node>, name: &str, verdict: &mut Verdict) {
    for item in list.map_or(&[][..], Node::items) {
        let plan = item.get(&["plan"]).unwrap_or(item);
        let Some(product) =
            plan.scalar().and_then(|plan| service::of_name(plan.split(':').next()?.trim_start_matches("scalingo-")))
        else {
            continue;
        };
        let version = item.get(&["options", "version"]).and_then(Node::scalar).map(str::to_owned);
        verdict.attribute(name, service::Service { name: product, version }.value(), plan.at);
    }
}
