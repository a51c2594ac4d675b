//! Ports of the configuration that is packed into the application.
//!
//! Documents and files that hold for one profile only are passed over. What `.s2i/environment` sets goes before the
//! files, under the name that frameworks make of a key: `SERVER_PORT` for `server.port`.

use super::value::{is_loopback, name, number};
use crate::build::below;
use crate::{properties, yaml};
use fieldmark_sdk::{File, Place, Repo, environment, hocon};

/// Keys of ports by framework, the most telling first.
const OF_FRAMEWORKS: [(&str, &[&str]); 8] = [
    ("quarkus", &["%prod.quarkus.http.port", "quarkus.http.port"]),
    ("micronaut", &["micronaut.server.port"]),
    ("grails", &["server.port", "grails.server.port.http"]),
    ("helidon", &["server.port"]),
    ("thorntail", &["thorntail.http.port", "swarm.http.port"]),
    ("ktor", &["ktor.deployment.port"]),
    ("play", &["play.server.http.port", "http.port"]),
    ("spring", &["server.port"]),
];

/// Keys that are looked for whatever the framework. The last ones belong to none: applications with two connectors, and
/// those that read their configuration themselves, use them.
const OF_ANY: [&str; 6] = [
    "server.port",
    "quarkus.http.port",
    "micronaut.server.port",
    "ktor.deployment.port",
    "server.http.port",
    "http.port",
];

/// Keys of the host beside those of ports.
const HOSTS: [(&str, &str); 5] = [
    ("server.port", "server.address"),
    ("quarkus.http.port", "quarkus.http.host"),
    ("micronaut.server.port", "micronaut.server.host"),
    ("ktor.deployment.port", "ktor.deployment.host"),
    ("play.server.http.port", "play.server.http.address"),
];

/// Files that hold such keys, the one in force first, and the directories where builds take them from.
const FILES: [&str; 8] = [
    "config/application.properties",
    "config/application.yml",
    "config/application.yaml",
    "application.properties",
    "application.yml",
    "application.yaml",
    "application.conf",
    "META-INF/microprofile-config.properties",
];
const DIRECTORIES: [&str; 5] = ["src/main/resources", "src/jvmMain/resources", "grails-app/conf", "resources", "conf"];

/// What the configuration says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Configured {
    /// This port.
    Port(String, Place),
    /// The port of a variable without a default, which nobody sets.
    Variable(String, Place),
}

/// What the configuration in one of these directories says.
pub fn configured(repo: &Repo, framework: &str, directories: &[&str]) -> Option<Configured> {
    let files = files(repo, directories);
    let of_framework = OF_FRAMEWORKS.iter().find(|(name, _)| *name == framework).map_or(&[][..], |(_, keys)| keys);
    for key in of_framework.iter().chain(&OF_ANY) {
        let variable = environment::filled(repo, &variable(key)).filter(|_| of_framework.contains(key));
        if let Some((port, at)) = variable.and_then(|variable| Some((number(variable.value)?, variable.at))) {
            return Some(Configured::Port(port, at));
        }
        if let Some(found) = files.iter().find_map(|file| port(repo, *file, key)) {
            return Some(found);
        }
    }
    None
}

/// Where the configuration lets the application listen on the loopback address only.
pub fn loopback(repo: &Repo, directories: &[&str]) -> Option<Place> {
    let files = files(repo, directories);
    let hosts = || HOSTS.iter().map(|(_, host)| *host);
    let mut values = files.iter().flat_map(|file| hosts().flat_map(|host| values(*file, host).into_iter().last()));
    values.find(|(value, _)| is_loopback(value)).map(|(_, at)| at)
}

/// The files that are there, one list for all keys.
fn files<'r>(repo: &'r Repo<'r>, directories: &[&str]) -> Vec<File<'r>> {
    let places = directories.iter().flat_map(|directory| DIRECTORIES.map(|inner| below(directory, inner)));
    places.flat_map(|place| FILES.map(|name| below(&place, name))).filter_map(|path| repo.file(&path)).collect()
}

/// The variable that frameworks take a key from: `QUARKUS_HTTP_PORT`.
fn variable(key: &str) -> String {
    key.trim_start_matches("%prod.").to_ascii_uppercase().replace(['.', '-'], "_")
}

fn port(repo: &Repo, file: File<'_>, key: &str) -> Option<Configured> {
    let given = values(file, key);
    let (text, at) = given.last()?;
    if let Some((port, at)) = given.iter().rev().find_map(|(text, at)| Some((number(text)?, *at))) {
        return Some(Configured::Port(port, at));
    }
    let name = name(text)?;
    if let Some((port, at)) = values(file, name).iter().find_map(|(t, at)| Some((number(t)?, *at))) {
        return Some(Configured::Port(port, at));
    }
    if let Some(port) = environment::filled(repo, name).and_then(|set| number(set.value)) {
        return Some(Configured::Port(port, *at));
    }
    let is_variable = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    is_variable.then(|| Configured::Variable(name.to_owned(), *at))
}

/// All values of a key in a file, the one in force last.
fn values<'r>(file: File<'r>, key: &str) -> Vec<(&'r str, Place)> {
    match file.extension() {
        Some("properties") => properties::value(file, key).into_iter().collect(),
        Some("conf") => hocon::values(file, key),
        _ => yaml::value(file, key).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn port(framework: &str, files: &[(&str, &str)]) -> Option<String> {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        configured(&repo, framework, &[""]).map(|found| match found {
            Configured::Port(port, _) => port,
            Configured::Variable(name, _) => format!("${name}"),
        })
    }

    #[test]
    fn files_of_all_forms_are_read() {
        for (framework, path, text, expected) in [
            ("spring", "application.yml", "spring:\n  x: 1\nserver:\n  # c\n  port: ${PORT:8085}\n", Some("8085")),
            (
                "spring",
                "application.properties",
                "#server.port=1\nserver.port = 8081\nquarkus.http.port=2\n",
                Some("8081"),
            ),
            ("quarkus", "application.properties", "server.port=1\n%dev.quarkus.http.port=2\n", Some("1")),
            ("quarkus", "application.properties", "quarkus.http.port=1\n%prod.quarkus.http.port=2\n", Some("2")),
            ("spring", "application.properties", "server.port=${app.port}\napp.port=8082\n", Some("8082")),
            ("spring", "application.properties", "server.port=${PORT}\n", Some("$PORT")),
            ("spring", "application.properties", "server.port=0\n", None),
            ("spring", "application-prod.properties", "server.port=8081\n", None),
            ("ktor", "application.conf", "ktor { deployment { port = 8083\n port = ${?PORT} } }\n", Some("8083")),
        ] {
            let path = format!("src/main/resources/{path}");
            assert_eq!(port(framework, &[(&path, text)]).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_set_outside_goes_before_the_files() {
        let file = ("src/main/resources/application.properties", "server.port=1000\n");
        assert_eq!(port("spring", &[file, (".s2i/environment", "SERVER_PORT=2000\n")]).as_deref(), Some("2000"));
        assert_eq!(port("", &[file, (".s2i/environment", "SERVER_PORT=2000\n")]).as_deref(), Some("1000"));
        let variable = ("src/main/resources/application.properties", "server.port=${WEB}\n");
        assert_eq!(port("spring", &[variable, (".s2i/environment", "WEB=3000\n")]).as_deref(), Some("3000"));
    }

    #[test]
    fn host_that_nobody_reaches_is_found() {
        let of = |text: &str| {
            let repo = MemorySource::new([("src/main/resources/application.properties", text)]).into_repo();
            loopback(&repo, &[""]).is_some()
        };
        assert!(of("server.address=127.0.0.1\n"));
        assert!(!of("server.address=0.0.0.0\n") && !of("%dev.quarkus.http.host=localhost\n"));
    }
}
