//! What a text in a configuration says about a port.

/// How many defaults may stand inside each other.
const MOST_DEFAULTS: usize = 4;

/// A port, also as the default of variables: `${PORT:8081}`, `${PORT:${SERVER_PORT:8081}}`.
pub fn number(text: &str) -> Option<String> {
    let mut text = text.trim().trim_matches(['"', '\'']);
    for _ in 0..MOST_DEFAULTS {
        let Some(inner) = reference(text) else { break };
        text = inner.split_once(':')?.1.trim();
    }
    let number: u16 = text.parse().ok()?;
    (number > 0).then(|| number.to_string())
}

/// The name that a text refers to without a default: `${PORT}`, `${app.port}`.
pub fn name(text: &str) -> Option<&str> {
    reference(text.trim().trim_matches(['"', '\''])).filter(|name| !name.contains([':', '$']))
}

fn reference(text: &str) -> Option<&str> {
    text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'))
}

/// Whether a host is one that only the same machine reaches.
pub fn is_loopback(host: &str) -> bool {
    ["localhost", "127.0.0.1", "::1", "[::1]"].contains(&host.trim().trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_ports_and_names_are_none() {
        for (text, expected) in [
            ("8081", Some("8081")),
            ("'8081'", Some("8081")),
            ("${PORT:8081}", Some("8081")),
            ("${PORT:${SERVER_PORT:8082}}", Some("8082")),
            ("${PORT}", None),
            ("${random.port}", None),
            ("0", None),
            ("99999", None),
            ("${a:${b:${c:${d:${e:1}}}}}", None),
            ("${", None),
        ] {
            assert_eq!(number(text).as_deref(), expected, "{text}");
        }
        assert_eq!((name("\"${PORT}\""), name("${PORT:1}"), name("x")), (Some("PORT"), None, None));
    }
}
