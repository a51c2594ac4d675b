//! Paths as compose files write them.

/// A path that a file in `directory` names, without `.` in it. What leaves the root keeps its `..`.
pub fn joined(directory: &str, path: &str) -> String {
    let mut parts: Vec<&str> = directory.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." && parts.last().is_some_and(|last| *last != "..") {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_root() {
        for (directory, path, expected) in [
            ("", ".", "."),
            ("", "./api/", "api"),
            ("docker", "..", "."),
            ("docker", "../web", "web"),
            ("", "../x", "../x"),
        ] {
            assert_eq!(joined(directory, path), expected);
        }
    }
}
