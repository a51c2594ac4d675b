//! Devfiles: how the application runs, where it listens, and which services run beside it.
//!
//! A devfile that inherits from a parent says only a part of that; the parent is not fetched.

mod command;
mod endpoint;

use fieldmark_sdk::service;
use fieldmark_sdk::{Document, Failure, Node, Plugin, Repo, Settings, Verdict};

/// Names of devfiles, in the order in which tools look for them.
const NAMES: [&str; 4] = ["devfile.yaml", ".devfile.yaml", "devfile.yml", ".devfile.yml"];

/// The plugin.
pub struct Devfile;

impl Plugin for Devfile {
    fn detect(repo: &Repo, _settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("devfile");
        let Some(file) = repo.first(&NAMES) else { return Ok(verdict) };
        let Some(document) = file.yaml().filter(|document| document.get(&["schemaVersion"]).is_some()) else {
            return Ok(verdict);
        };
        verdict.point(0, "devfile.file", file.whole(), "it says how the application is developed and run");
        hint(document, &mut verdict);
        if let Some((line, at)) = command::run(document) {
            verdict.attribute("start", line, at);
            verdict.attribute("start-origin", "declared", at);
        }
        for (port, at) in endpoint::ports(document) {
            verdict.attribute("port", port.to_string(), at);
        }
        services(document, &mut verdict);
        Ok(verdict)
    }
}

/// What the author says the project is. It is told and counts for nothing.
fn hint(document: &Document, verdict: &mut Verdict) {
    for key in ["language", "projectType"] {
        if let Some(node) = document.get(&["metadata", key]).filter(|node| node.text().is_some()) {
            let note = format!("{key} is {}", node.text().unwrap_or_default());
            verdict.point(
                0,
                format!("devfile.{}", if key == "language" { key } else { "project-type" }),
                node.at,
                note,
            );
        }
    }
}

/// Containers beside the one that the application runs in.
fn services(document: &Document, verdict: &mut Verdict) {
    for component in document.get(&["components"]).map_or(&[][..], Node::items) {
        if let Some(image) = component.get(&["container", "image"])
            && let Some(service) = image.text().and_then(service::of_image)
        {
            verdict.attribute("service", service.value(), image.at);
        }
    }
}

fieldmark_sdk::export!(Devfile);
