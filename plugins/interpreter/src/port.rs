//! What it listens on.

use crate::description::{Description, Rule};
use crate::{files, find};
use fieldmark_sdk::{Place, Repo, Verdict};

/// States the ports that files name, or else the framework's own. A start that names the framework's port goes before
/// what files say, which then is only declared.
pub fn state(repo: &Repo, detector: &Description<'_>, framework: Option<Rule<'_>>, verdict: &mut Verdict) {
    let mut ports: Vec<(u16, Place)> = Vec::new();
    for rule in detector.rules("port") {
        for file in files::all(repo, rule, "file") {
            let numbers = find::values(&file, rule).into_iter();
            for (port, at) in numbers.filter_map(|(text, at)| Some((text.parse().ok().filter(|port| *port > 0)?, at))) {
                if ports.iter().all(|(known, _)| *known != port) {
                    ports.push((port, at));
                }
            }
        }
    }
    let own: Option<u16> = framework.and_then(|framework| framework.number("port")?.parse().ok());
    let told = own.filter(|port| verdict.get("start").is_some_and(|start| names(start, *port)));
    if let Some(port) = told {
        ports.retain(|(other, _)| *other != port);
        verdict.attribute("port", port.to_string(), Place::NONE);
    } else if let (Some(port), []) = (own, &ports[..]) {
        ports.push((port, Place::NONE));
    }
    let kind = if told.is_some() { "declared-port" } else { "port" };
    for (port, at) in ports {
        verdict.attribute(kind, port.to_string(), at);
    }
}

/// Whether a command holds this number, as a whole.
fn names(command: &str, port: u16) -> bool {
    command.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.parse() == Ok(port))
}
