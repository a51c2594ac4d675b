//! Names of images in their canonical form.

use crate::S2iError;

/// Writes the name of an image in full: registry and tag added (s2i.md 11).
///
/// # Errors
/// It is no name of an image.
pub fn canonical_image(name: &str) -> Result<String, S2iError> {
    let wrong = || S2iError::ImageName { name: name.to_owned() };
    let bare = name.strip_prefix("docker://").unwrap_or(name);
    let (rest, digest) = bare.split_once('@').map_or((bare, None), |(rest, digest)| (rest, Some(digest)));
    let slash = rest.rfind('/').map_or(0, |at| at + 1);
    let (repository, tag) = match rest[slash..].split_once(':') {
        Some((last, tag)) => (&rest[..slash + last.len()], Some(tag)),
        None => (rest, None),
    };
    let (registry, path) = match repository.split_once('/') {
        Some((first, path)) if first.contains(['.', ':']) || first == "localhost" => (first, path),
        _ => ("docker.io", repository),
    };
    let registry = if registry == "index.docker.io" { "docker.io" } else { registry };
    let library = if registry == "docker.io" && !path.contains('/') { "library/" } else { "" };
    let is_sound = is_registry(registry)
        && path.split('/').all(is_component)
        && tag.is_none_or(is_tag)
        && digest.is_none_or(is_digest);
    if !is_sound {
        return Err(wrong());
    }
    let end = match (tag, digest) {
        (Some(tag), Some(digest)) => format!(":{tag}@{digest}"),
        (None, Some(digest)) => format!("@{digest}"),
        (tag, None) => format!(":{}", tag.unwrap_or("latest")),
    };
    Ok(format!("{registry}/{library}{path}{end}"))
}

fn is_registry(text: &str) -> bool {
    let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
    !host.is_empty()
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
        && port.is_none_or(|port| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_component(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.bytes().all(|byte| is_plain(byte) || matches!(byte, b'.' | b'_' | b'-'))
        && text.bytes().next().is_some_and(is_plain)
        && text.bytes().next_back().is_some_and(is_plain)
}

fn is_tag(text: &str) -> bool {
    (1..=128).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
        && !text.starts_with(['.', '-'])
}

fn is_digest(text: &str) -> bool {
    text.split_once(':').is_some_and(|(algorithm, hex)| {
        !algorithm.is_empty()
            && algorithm.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'_' | b'-'))
            && hex.len() >= 32
            && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_in_full_or_refused() {
        let digest = format!("sha256:{}", "a".repeat(64));
        let with_digest = format!("registry.example/a/b@{digest}");
        let with_both = format!("registry.example/a/b:1@{digest}");
        let cases = [
            ("python", Some("docker.io/library/python:latest")),
            ("python:3", Some("docker.io/library/python:3")),
            ("acme/python", Some("docker.io/acme/python:latest")),
            ("docker.io/python", Some("docker.io/library/python:latest")),
            ("localhost/python", Some("localhost/python:latest")),
            ("registry.example:5000/acme/python:3.12", Some("registry.example:5000/acme/python:3.12")),
            ("registry.example/acme/python", Some("registry.example/acme/python:latest")),
            ("docker://registry.example/a:1", Some("registry.example/a:1")),
            (&with_digest, Some(with_digest.as_str())),
            (&with_both, Some(with_both.as_str())),
            ("", None),
            ("Python", None),
            ("a b", None),
            ("a:", None),
            ("a/", None),
            ("a\nRUN x", None),
            ("a@sha256:1", None),
            ("-a", None),
        ];
        for (name, expected) in cases {
            assert_eq!(canonical_image(name).ok().as_deref(), expected, "{name:?}");
        }
    }
}
