//! Configurations of Dropwizard: `config.yml`, which the application is started with.

use super::value::number;
use crate::build::below;
use fieldmark_sdk::{Node, Place, Repo};

/// Names that the configuration has by custom.
const FILES: [&str; 4] = ["config.yml", "config.yaml", "configuration.yml", "config/config.yml"];

/// Kinds of servers: the default one has a list of connectors, the simple one a single connector.
const CONNECTORS: [&str; 2] = ["applicationConnectors", "connector"];

/// The ports of the application; those of the administration are none.
pub fn configured(repo: &Repo, directories: &[&str]) -> Vec<(String, Place)> {
    let paths = directories.iter().flat_map(|directory| FILES.map(|name| below(directory, name)));
    let mut documents = paths.filter_map(|path| repo.file(&path)?.yaml());
    let Some(server) = documents.find_map(|document| document.get(&["server"])) else { return Vec::new() };
    let nodes = CONNECTORS.iter().filter_map(|name| server.get(&[name]));
    let connectors =
        nodes.flat_map(|node| if node.items().is_empty() { std::slice::from_ref(node) } else { node.items() });
    let port = |connector: &Node| {
        let port = connector.get(&["port"])?;
        Some((number(&port.scalar()?.replace(":-", ":"))?, port.at))
    };
    connectors.filter_map(port).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn connectors_of_the_application_count() {
        for (text, expected) in [
            (
                "server:\n  applicationConnectors:\n    - type: http\n      port: 9000\n  adminConnectors:\n    - port: 9001\n",
                vec!["9000"],
            ),
            ("server:\n  type: simple\n  connector:\n    port: ${PORT:-9002}\n", vec!["9002"]),
            ("logging:\n  port: 1\n", vec![]),
        ] {
            let repo = MemorySource::new([("config.yml", text)]).into_repo();
            let ports: Vec<_> = configured(&repo, &[""]).into_iter().map(|(port, _)| port).collect();
            assert_eq!(ports, expected, "{text}");
        }
    }
}
