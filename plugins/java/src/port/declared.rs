//! Ports that a build gives the servers which it starts by itself.

use super::value::number;
use fieldmark_sdk::{File, Place};

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

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

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
}
