//! Configurations of Vert.x, `src/main/conf/*.json`.

use super::value::number;
use crate::build::below;
use fieldmark_sdk::{File, Place, Repo, hocon};

/// The port of the first one that has one. The keys belong to no library, since programs read their configuration
/// themselves: it is the port of something whose name is about HTTP or a server, or of nothing else.
pub fn configured(repo: &Repo, directories: &[&str]) -> Option<(String, Place)> {
    let inside = |file: &File<'_>| directories.iter().any(|d| file.directory() == below(d, "src/main/conf"));
    let files = repo.files().filter(|file| inside(file) && file.extension() == Some("json"));
    let is_served = |key: &str| {
        let mut parts = key.rsplit('.');
        parts.next() == Some("port") && parts.all(|part| part.contains("http") || part.contains("server"))
    };
    let mut served = files.flat_map(hocon::assigned).filter(|assigned| is_served(&assigned.key));
    served.find_map(|assigned| Some((number(assigned.value)?, assigned.at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn port_of_the_server_is_found_and_no_other() {
        for (text, expected) in [
            ("{\n  \"http.port\": 8082\n}\n", Some("8082")),
            ("{\n  \"server\": {\n    \"port\": 8083\n  }\n}\n", Some("8083")),
            ("{\n  \"http.server\": {\n    \"http.server.port\": 8084\n  }\n}\n", Some("8084")),
            ("{\n  \"database\": {\n    \"port\": 5432\n  }\n}\n", None),
        ] {
            let repo = MemorySource::new([("src/main/conf/config.json", text)]).into_repo();
            assert_eq!(configured(&repo, &[""]).map(|(port, _)| port).as_deref(), expected, "{text}");
        }
    }
}
