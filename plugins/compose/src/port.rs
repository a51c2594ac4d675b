//! Ports of a service, as compose files write them.

use crate::interpolation::Variables;
use crate::layered::Service;
use fieldmark_sdk::{Node, Place};

/// Most ports of one range that are told.
const MAX_RANGE: u16 = 16;

/// A port inside of the container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Port {
    /// Its number.
    pub number: u16,
    /// Whether it is one of UDP.
    pub udp: bool,
}

/// The ports of the lists `ports` and `expose` of a service, each once.
pub fn read(service: &Service<'_>) -> Vec<(Port, Place)> {
    let lists = ["ports", "expose"].into_iter().flat_map(|key| service.all(key));
    let mut ports: Vec<(Port, Place)> = Vec::new();
    for (item, layer) in lists.flat_map(|(list, layer)| list.items().iter().map(move |item| (item, layer))) {
        for port in of_item(item, &layer.variables) {
            if ports.iter().all(|(known, _)| *known != port) {
                ports.push((port, item.at));
            }
        }
    }
    ports
}

fn of_item(item: &Node, variables: &Variables<'_>) -> Vec<Port> {
    if let Some(text) = item.scalar() {
        return variables.fill(text).map(|text| short(&text)).unwrap_or_default();
    }
    let target = item.get(&["target"]).and_then(Node::scalar).and_then(|target| variables.fill(target));
    let udp = item.get(&["protocol"]).and_then(Node::scalar) == Some("udp");
    target.map(|target| range(&target, udp)).unwrap_or_default()
}

/// `80`, `8080:80`, `127.0.0.1:8080:80/udp`, `3000-3005`, `9090-9091:8080-8081`.
fn short(text: &str) -> Vec<Port> {
    let (ports, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    range(ports.rsplit(':').next().unwrap_or_default(), protocol.eq_ignore_ascii_case("udp"))
}

fn range(text: &str, udp: bool) -> Vec<Port> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (Ok(first), Ok(last)) = (first.trim().parse::<u16>(), last.trim().parse::<u16>()) else { return Vec::new() };
    if first == 0 || last < first {
        return Vec::new();
    }
    (first..=last.min(first.saturating_add(MAX_RANGE - 1))).map(|number| Port { number, udp }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn port_inside_of_the_container_counts() {
        for (text, expected) in [
            ("3000", vec![3000]),
            ("3000-3002", vec![3000, 3001, 3002]),
            ("8000:80", vec![80]),
            ("9090-9091:8080-8081", vec![8080, 8081]),
            ("127.0.0.1:8001:8002", vec![8002]),
            ("127.0.0.1::5000", vec![5000]),
            ("[::1]:6001:6000", vec![6000]),
            ("80:eighty", vec![]),
            ("0", vec![]),
            ("", vec![]),
        ] {
            let ports: Vec<u16> = short(text).iter().map(|port| port.number).collect();
            assert_eq!(ports, expected, "{text}");
        }
        assert!(short("6060:6060/udp")[0].udp);
        assert_eq!(short("1-65535").len(), 16);
    }
}
