//! Ports of containers (new-app.md 8.4).

use fieldmark_model::ContainerFile;
use fieldmark_objects::ContainerPort;

/// Ports that containers can listen on, and texts that are none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ports {
    /// Sorted, each once.
    pub(crate) good: Vec<ContainerPort>,
    /// As they are written.
    pub(crate) bad: Vec<String>,
}

impl Ports {
    /// Reads `8080/tcp`, `53/udp`, `9000`. Port 0 passes with `oc` (recorded), though nothing can listen on it.
    pub(crate) fn parse<'t>(texts: impl IntoIterator<Item = &'t str>, zero: bool) -> Self {
        let mut ports = Self::default();
        for text in texts {
            match port(text).filter(|port| zero || port.container_port != 0) {
                Some(port) => ports.good.push(port),
                None => ports.bad.push(text.to_owned()),
            }
        }
        ports.good.sort();
        ports.good.dedup();
        ports
    }

    /// What a container file exposes: for `oc` its last stage alone.
    pub(crate) fn of_container_file(file: &ContainerFile, compat: bool) -> Vec<String> {
        let ports = match (&file.ports_of_last_stage, compat) {
            (Some(recorded), true) => recorded,
            _ => &file.ports,
        };
        ports.iter().map(|port| format!("{}/{}", port.number, port.protocol.as_str())).collect()
    }
}

fn port(text: &str) -> Option<ContainerPort> {
    let (number, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    let protocol = protocol.to_ascii_uppercase();
    let known = matches!(protocol.as_str(), "TCP" | "UDP");
    let plain = !number.is_empty() && number.bytes().all(|c| c.is_ascii_digit());
    if !known || !plain {
        return None;
    }
    Some(ContainerPort { container_port: number.parse().ok()?, protocol })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_read_or_set_aside() {
        // new-app.md 8.4.
        let ports =
            Ports::parse(["99999/tcp", "8080/tcp", "53/udp", "80", "80/TCP", "x", "7/sctp", "+1", "0/tcp"], false);
        let good: Vec<String> = ports.good.iter().map(|p| format!("{}{}", p.container_port, p.protocol)).collect();
        assert_eq!(good, ["53UDP", "80TCP", "8080TCP"]);
        assert_eq!(ports.bad, ["99999/tcp", "x", "7/sctp", "+1", "0/tcp"]);
        assert_eq!(Ports::parse(["0/tcp"], true).good.len(), 1);
    }
}
