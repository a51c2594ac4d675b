//! Configurations of Dropwizard: `config.yml`, which the application is started with.

use super::value::number;
use crate::build::below;
use fieldmark_sdk::{File, Line, Place, Repo};

/// Names that the configuration has by custom.
const FILES: [&str; 4] = ["config.yml", "config.yaml", "configuration.yml", "config/config.yml"];

/// Kinds of servers: the default one has a list of connectors, the simple one a single connector.
const CONNECTORS: [&str; 2] = ["applicationConnectors:", "connector:"];

/// The configuration of an application in the root.
pub fn file<'r>(repo: &'r Repo) -> Option<File<'r>> {
    repo.first(&FILES)
}

/// The ports of the application; those of the administration are none.
pub fn configured(repo: &Repo, directories: &[&str]) -> Vec<(String, Place)> {
    let paths = directories.iter().flat_map(|directory| FILES.map(|name| below(directory, name)));
    paths.filter_map(|path| repo.file(&path)).map(connectors).find(|ports| !ports.is_empty()).unwrap_or_default()
}

/// The ports between the key of the connectors and the next key beside it.
fn connectors(file: File<'_>) -> Vec<(String, Place)> {
    let indent = |line: &Line<'_>| line.text.len() - line.text.trim_start().len();
    let mut ports = Vec::new();
    let mut inside = None;
    for line in file.lines().filter(|line| !line.code().is_empty()) {
        let text = line.code();
        if CONNECTORS.contains(&text) {
            inside = Some(indent(&line));
            continue;
        }
        // Items of a list may stand as far to the left as their key.
        if inside.is_some_and(|depth| indent(&line) < depth || (indent(&line) == depth && !text.starts_with('-'))) {
            inside = None;
        }
        let value = text.trim_start_matches(['-', ' ']).strip_prefix("port:").filter(|_| inside.is_some());
        ports.extend(value.and_then(|value| Some((number(&value.replace(":-", ":"))?, line.at))));
    }
    ports
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
