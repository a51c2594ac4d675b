//! The port of a server.

use fieldmark_sdk::{Line, Place, Repo};

/// Ports of frameworks that do not listen on 8080 unless told.
const DEFAULTS: [(&str, &str); 1] = [("play", "9000")];

/// Keys of a port in `application.conf`.
const KEYS: [&str; 6] =
    ["play.server.http.port", "http.port", "server.port", "akka.http.server.port", "http-port", "port"];

/// The port in the configuration, else the framework's own.
pub fn port(repo: &Repo, framework: &str) -> (String, Place) {
    let file = repo.first(&["conf/application.conf", "src/main/resources/application.conf"]);
    let configured = file.and_then(|file| file.lines().find_map(key_value));
    configured.unwrap_or_else(|| {
        let default = DEFAULTS.iter().find(|(name, _)| *name == framework).map_or("8080", |(_, port)| port);
        (default.to_owned(), Place::NONE)
    })
}

fn key_value(line: Line<'_>) -> Option<(String, Place)> {
    let (key, value) = line.code().split_once(['=', ':'])?;
    let number: u16 = value.trim().trim_matches('"').parse().ok()?;
    (KEYS.contains(&key.trim()) && number > 0).then(|| (number.to_string(), line.at))
}
