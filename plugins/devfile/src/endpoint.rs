//! Where the application listens.

use fieldmark_sdk::{Document, Node, Place};

/// Names of endpoints that debuggers connect to.
const DEBUGGERS: [&str; 2] = ["debug", "debugger"];

/// The ports of the containers' endpoints, each once. Those that only the workspace itself uses are none.
pub fn ports(document: &Document) -> Vec<(u16, Place)> {
    let components = document.get(&["components"]).map_or(&[][..], Node::items);
    let endpoints = components.iter().filter_map(|component| component.get(&["container", "endpoints"]));
    let mut ports: Vec<(u16, Place)> = Vec::new();
    for endpoint in endpoints.flat_map(Node::items).filter(|endpoint| is_open(endpoint)) {
        let Some(target) = endpoint.get(&["targetPort"]) else { continue };
        if let Some(number) = target.scalar().and_then(|text| text.parse().ok()).filter(|number| *number != 0)
            && ports.iter().all(|(known, _)| *known != number)
        {
            ports.push((number, target.at));
        }
    }
    ports
}

fn is_open(endpoint: &Node) -> bool {
    let text = |key: &str| endpoint.get(&[key]).and_then(Node::scalar).unwrap_or_default();
    let is_debugger = text("name").split('-').any(|part| DEBUGGERS.contains(&part));
    text("exposure") != "none" && text("protocol") != "udp" && !is_debugger
}
