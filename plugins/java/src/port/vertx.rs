//! Configurations of Vert.x, `src/main/conf/*.json`.

use super::value::number;
use crate::build::below;
use fieldmark_sdk::{File, Place, Repo, hocon};

/// Keys of a port. They belong to no library: programs read their configuration themselves.
const KEYS: [&str; 6] = ["http.port", "http.server.port", "server.port", "server.http.port", "https.port", "port"];

/// The port of the first one that has one.
pub fn configured(repo: &Repo, directories: &[&str]) -> Option<(String, Place)> {
    let inside = |file: &File<'_>| directories.iter().any(|d| file.directory() == below(d, "src/main/conf"));
    let files = repo.files().filter(|file| inside(file) && file.extension() == Some("json"));
    let value = |file: File<'_>, key: &str| {
        let values = hocon::values(file, key);
        values.into_iter().find_map(|(text, at)| Some((number(text)?, at)))
    };
    files.flat_map(|file| KEYS.map(|key| (file, key))).find_map(|(file, key)| value(file, key))
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
            ("{\n  \"database\": {\n    \"port\": 5432\n  }\n}\n", None),
        ] {
            let repo = MemorySource::new([("src/main/conf/config.json", text)]).into_repo();
            assert_eq!(configured(&repo, &[""]).map(|(port, _)| port).as_deref(), expected, "{text}");
        }
    }
}
