//! What a registry asks for before it answers: the header `WWW-Authenticate`.

use std::collections::BTreeMap;

/// The way to say who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Challenge {
    /// A name and a password with every request.
    Basic,
    /// A token, which another server gives out.
    Bearer {
        /// Address of that server.
        realm: String,
        /// What the registry calls itself.
        service: Option<String>,
    },
}

impl Challenge {
    /// Reads the header. None when it names no way that is known.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        if scheme.eq_ignore_ascii_case("basic") {
            return Some(Self::Basic);
        }
        if !scheme.eq_ignore_ascii_case("bearer") {
            return None;
        }
        let mut values = parameters(rest);
        Some(Self::Bearer { realm: values.remove("realm")?, service: values.remove("service") })
    }
}

/// `key="value",key=value`; commas may stand in quotes.
fn parameters(text: &str) -> BTreeMap<String, String> {
    let mut parts = vec![String::new()];
    let mut is_quoted = false;
    for c in text.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => parts.push(String::new()),
            c => {
                if let Some(part) = parts.last_mut() {
                    part.push(c);
                }
            }
        }
    }
    let pairs = parts.iter().filter_map(|part| part.split_once('='));
    pairs.map(|(key, value)| (key.trim().to_ascii_lowercase(), value.trim().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_server_is_found() {
        let text =
            "Bearer realm=\"https://auth.example/token?a=b\",service=\"registry.example\",scope=\"a:b:pull,push\"";
        assert_eq!(
            Challenge::parse(text),
            Some(Challenge::Bearer {
                realm: "https://auth.example/token?a=b".into(),
                service: Some("registry.example".into())
            })
        );
    }

    #[test]
    fn password_is_asked_for_in_any_case() {
        assert_eq!(Challenge::parse("basic realm=\"here\""), Some(Challenge::Basic));
        assert_eq!(Challenge::parse("Basic"), Some(Challenge::Basic));
    }

    #[test]
    fn nonsense_is_no_challenge() {
        for text in ["", "Bearer", "Bearer service=x", "Negotiate abc", "Bearer realm"] {
            assert_eq!(Challenge::parse(text), None, "{text}");
        }
    }
}
