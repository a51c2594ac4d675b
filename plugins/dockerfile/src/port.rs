//! Ports of `EXPOSE`.

/// An exposed port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Port {
    /// Its number; the lowest of a range.
    pub number: u16,
    /// Whether it is a UDP port.
    pub udp: bool,
}

/// Reads `8080`, `8080/tcp`, `53/udp`, `8080-8090`; none for anything else. Port 0 is read like any other.
#[must_use]
pub fn parse(text: &str) -> Option<Port> {
    let (range, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    let udp = protocol.eq_ignore_ascii_case("udp");
    if !udp && !protocol.eq_ignore_ascii_case("tcp") {
        return None;
    }
    let (low, high) = range.split_once('-').unwrap_or((range, range));
    let (low, high) = (number(low)?, number(high)?);
    (low <= high).then_some(Port { number: low, udp })
}

fn number(text: &str) -> Option<u16> {
    let digits = !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_and_ranges_are_read_and_the_rest_is_not() {
        let read = |text| parse(text).map(|port| (port.number, port.udp));
        assert_eq!(read("8080"), Some((8080, false)));
        assert_eq!(read("53/UDP"), Some((53, true)));
        assert_eq!(read("8080-8090/tcp"), Some((8080, false)));
        assert_eq!(read("0"), Some((0, false)));
        for text in ["", "65536", "+80", "80/icmp", "90-80", "80-", "-80", "http", "80/"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
