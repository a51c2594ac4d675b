//! Ports from the configuration that is packed into the application.

use crate::build::below;
use crate::yaml;
use fieldmark_sdk::{Element, File, Node, Place, Repo};

/// Where builders and application servers listen unless told otherwise.
pub const DEFAULT: &str = "8080";

/// Where Open Liberty listens unless told otherwise.
pub const LIBERTY: &str = "9080";

/// Keys of a port, the most telling first. The last belongs to no framework: applications with two connectors use it.
const KEYS: [&str; 6] = [
    "server.port",
    "quarkus.http.port",
    "micronaut.server.port",
    "ktor.deployment.port",
    "server.http.port",
    "http.port",
];

/// Files that hold such keys, below `src/main/resources`.
const FILES: [&str; 4] =
    ["application.properties", "application.yml", "application.yaml", "META-INF/microprofile-config.properties"];

/// The port that the configuration in one of these directories sets.
pub fn configured(repo: &Repo, directories: &[&str]) -> Option<(String, Place)> {
    for directory in directories {
        let resources = below(directory, "src/main/resources");
        let files = || FILES.iter().filter_map(|name| repo.file(&below(&resources, name)));
        for key in KEYS {
            if let Some(found) = files().find_map(|file| value(file, key)) {
                return Some(found);
            }
        }
    }
    None
}

fn value(file: File<'_>, key: &str) -> Option<(String, Place)> {
    let yaml = file.extension().is_some_and(|extension| extension.starts_with('y'));
    let found = if yaml { yaml::value(file, key)? } else { property(file, key)? };
    Some((number(found.0)?, found.1))
}

/// The last line of a properties file with this key.
fn property<'r>(file: File<'r>, key: &str) -> Option<(&'r str, Place)> {
    let all = file.lines().filter_map(|line| {
        let text = line.text.trim();
        let (name, value) = text.split_once(['=', ':']).filter(|_| !text.starts_with(['#', '!']))?;
        (name.trim() == key).then(|| (value.trim(), line.at))
    });
    all.last()
}

/// A port, also as the default of a variable: `${PORT:8081}`.
fn number(text: &str) -> Option<String> {
    let text = text.trim_matches(['"', '\'']);
    let inner = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    let text = inner.map_or(Some(text), |inner| inner.split_once(':').map(|(_, default)| default))?;
    let number: u16 = text.trim().parse().ok()?;
    (number > 0).then(|| number.to_string())
}

/// Properties of a virtual machine, and of builds that start one, that are a port of an application server or a framework.
const PROPERTIES: [&str; 9] = [
    "jboss.http.port",
    "jboss.https.port",
    "swarm.http.port",
    "thorntail.http.port",
    "server.port",
    "quarkus.http.port",
    "micronaut.server.port",
    "payaramicro.port",
    "jetty.http.port",
];

/// Moves all ports of an application server.
const OFFSET: &str = "jboss.socket.binding.port-offset";

/// Ports that a build gives the servers which it starts by itself: `-Djboss.http.port=8380`,
/// `<swarm.http.port>8082</swarm.http.port>`. Servers of builders do not listen there.
pub fn of_build(file: File<'_>) -> Vec<(String, Place)> {
    let mut ports: Vec<(String, Place)> = Vec::new();
    // Builds are long, and few are about ports. All of these names have this in them.
    if !file.text().is_some_and(|text| text.contains(".port")) {
        return ports;
    }
    let mut in_comment = false;
    for line in file.lines() {
        let text = line.text.trim();
        in_comment |= text.starts_with("<!--") || text.starts_with("/*");
        let ends = text.contains("-->") || text.contains("*/");
        if !in_comment && text.contains(".port") && !text.starts_with("//") {
            let moved = assigned(text, OFFSET).and_then(|offset| offset.parse::<u16>().ok()?.checked_add(8080));
            let named = PROPERTIES.iter().filter_map(|name| number(assigned(text, name)?));
            for port in named.chain(moved.map(|port| port.to_string())) {
                if ports.iter().all(|(known, _)| *known != port) {
                    ports.push((port, line.at));
                }
            }
        }
        in_comment &= !ends;
    }
    ports
}

/// The digits behind `-Dname=` or `<name>`.
fn assigned<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let option = text.split("-D").skip(1).find_map(|rest| rest.strip_prefix(name)?.strip_prefix('='));
    let element = || text.strip_prefix('<')?.strip_prefix(name)?.strip_prefix('>');
    let value = option.or_else(element)?;
    let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    Some(&value[..end]).filter(|digits| !digits.is_empty())
}

/// The endpoints of Open Liberty's `server.xml`.
pub fn liberty(repo: &Repo, directories: &[&str]) -> Vec<(String, Place)> {
    let path = |directory: &&str| repo.file(&below(directory, "src/main/liberty/config/server.xml"));
    let Some(xml) = directories.iter().find_map(path).and_then(|file| file.xml()) else { return Vec::new() };
    let variables = || xml.root().children().filter(|element| element.name() == "variable");
    let fill = |text: &str| -> Option<String> {
        let name = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let Some(name) = name else { return number(text) };
        let variable = variables().find(|variable| variable.attribute("name") == Some(name))?;
        number(variable.attribute("value").or_else(|| variable.attribute("defaultValue"))?)
    };
    let endpoints = xml.root().children().filter(|element| element.name() == "httpEndpoint");
    let ports = endpoints.flat_map(|endpoint: Element<'_, '_>| {
        ["httpPort", "httpsPort"].map(|name| endpoint.attribute(name).map(|text| (text.to_owned(), endpoint.at())))
    });
    ports.flatten().filter_map(|(text, at)| Some((fill(&text)?, at))).collect()
}

/// The port in a configuration of Vert.x, `src/main/conf/*.json`.
pub fn vertx(repo: &Repo, directories: &[&str]) -> Option<(String, Place)> {
    let inside = |file: &File<'_>| directories.iter().any(|d| file.directory() == below(d, "src/main/conf"));
    let files = repo.files().filter(|file| inside(file) && file.extension() == Some("json"));
    files.filter_map(|file| file.json()).find_map(|document| port_in(document.root(), 4))
}

fn port_in(node: &Node, depth: usize) -> Option<(String, Place)> {
    let here = node
        .entries()
        .iter()
        .find(|entry| ["http.port", "http.server.port", "server.port", "port"].contains(&entry.key.as_str()));
    let found = here.and_then(|entry| Some((number(entry.node.scalar()?)?, entry.at)));
    found.or_else(|| {
        let deeper = node.entries().iter().filter(|entry| entry.key.contains("http") || entry.key.contains("server"));
        if depth == 0 { None } else { deeper.filter_map(|entry| port_in(&entry.node, depth - 1)).next() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn port(name: &str, text: &str) -> Option<String> {
        let path = format!("src/main/resources/{name}");
        let repo = MemorySource::new([(path.as_str(), text)]).into_repo();
        configured(&repo, &[""]).map(|(port, _)| port)
    }

    #[test]
    fn properties_and_yaml_are_read() {
        let yaml = "spring:\n  x: 1\nserver:\n  # comment\n  port: ${PORT:8085}\n---\nserver:\n  port: 1\n";
        assert_eq!(port("application.yml", yaml).as_deref(), Some("8085"));
        let two = "#server.port=1\nserver.port = 8081\nquarkus.http.port=2\n";
        assert_eq!(port("application.properties", two).as_deref(), Some("8081"));
        assert_eq!(port("application.properties", "server.port=${PORT}\n"), None);
        assert_eq!(port("application.properties", "server.port=0\n"), None);
        assert_eq!(port("application.properties", "server.port=99999\n"), None);
    }

    #[test]
    fn ports_of_a_build_are_read_outside_of_comments() {
        let text = "<javaOpts>-Xmx1g -Djboss.http.port=8380 -Djboss.https.port=8443</javaOpts>\n\
                    <!-- -Djboss.http.port=1 -->\n<!--\n<swarm.http.port>2</swarm.http.port>\n-->\n\
                    <swarm.http.port>8082</swarm.http.port>\n<server.port>${p}</server.port>\n\
                    <arg>-Djboss.socket.binding.port-offset=100</arg>\n";
        let repo = MemorySource::new([("pom.xml", text)]).into_repo();
        let ports: Vec<_> = of_build(repo.file("pom.xml").unwrap()).into_iter().map(|(port, _)| port).collect();
        assert_eq!(ports, ["8380", "8443", "8082", "8180"]);
    }

    #[test]
    fn liberty_endpoints_fill_variables() {
        let text = "<server><variable name=\"p\" defaultValue=\"9085\"/>\
                    <httpEndpoint id=\"a\" httpPort=\"${p}\" httpsPort=\"9443\"/></server>";
        let repo = MemorySource::new([("src/main/liberty/config/server.xml", text)]).into_repo();
        let ports: Vec<_> = liberty(&repo, &[""]).into_iter().map(|(port, _)| port).collect();
        assert_eq!(ports, ["9085", "9443"]);
    }
}
