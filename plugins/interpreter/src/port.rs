//! What it listens on.

use crate::description::{Description, Rule};
use crate::{files, find};
use fieldmark_sdk::{Place, Repo, Verdict};

/// States the ports that files name, or else the framework's own.
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
    let own = framework.and_then(|framework| framework.number("port")?.parse().ok());
    if let (Some(port), []) = (own, &ports[..]) {
        ports.push((port, Place::NONE));
    }
    for (port, at) in ports {
        verdict.attribute("port", port.to_string(), at);
    }
}
