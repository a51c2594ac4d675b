//! Names of branches, tags, commits and other refs.

use crate::SourceError;

/// Longest name, in bytes.
const MAX_BYTES: usize = 255;

/// Says whether a text can name a branch, a tag, a commit or a ref such as `refs/pull/7/head`: the rules of
/// `git check-ref-format`, and no name that a program could take for an option or a revision expression.
///
/// # Errors
/// It cannot.
pub fn check_reference(reference: &str) -> Result<(), SourceError> {
    match problem(reference) {
        Some(problem) => Err(SourceError::Reference { reference: reference.to_owned(), problem }),
        None => Ok(()),
    }
}

fn problem(reference: &str) -> Option<&'static str> {
    let forbidden = |c: char| c.is_control() || matches!(c, ' ' | '~' | '^' | ':' | '?' | '*' | '[' | '\\');
    let part_is_wrong = |part: &str| part.is_empty() || part.starts_with('.') || part.ends_with(".lock");
    if reference.is_empty() {
        Some("it is empty")
    } else if reference.len() > MAX_BYTES {
        Some("it has more than 255 bytes")
    } else if reference.starts_with(['-', '+']) {
        Some("it begins with `-` or `+`")
    } else if reference.contains(forbidden) {
        Some("it holds a blank, a control character or one of ~^:?*[\\")
    } else if reference.contains("..") || reference.contains("@{") || reference == "@" {
        Some("it holds `..` or `@{`, or is `@`")
    } else if reference.ends_with('.') || reference.split('/').any(part_is_wrong) {
        Some("a part of it is empty, begins or ends with a full stop, or ends with `.lock`")
    } else {
        None
    }
}

/// Whether a name that no server knows may yet be found in the whole repository: the beginning of a commit's id, what
/// `git describe` makes of one, or a name as it is after cloning.
pub(crate) fn may_be_commit(reference: &str) -> bool {
    let id = reference.rsplit_once("-g").map_or(reference, |(_, id)| id);
    reference.starts_with("origin/") || (4..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_options_and_expressions() {
        for good in ["main", "feature/a-b", "v1.0", "refs/pull/7/head", "pull/7/head", "a@b", "é", "HEAD"] {
            assert!(check_reference(good).is_ok(), "{good}");
        }
        let long = "a".repeat(256);
        for bad in [
            "",
            "-",
            "--upload-pack=x",
            "+main",
            "a b",
            "a~1",
            "a^",
            "a:b",
            "a?",
            "a*",
            "a[b",
            "a\\b",
            "a..b",
            "@{u}",
            "@",
            "a.",
            ".a",
            "a/.b",
            "a//b",
            "/a",
            "a/",
            "a.lock",
            "a.lock/b",
            "a\nb",
            "a\0b",
            &long,
        ] {
            let error = check_reference(bad).unwrap_err();
            assert_eq!(error.code(), "source.reference-invalid", "{bad:?}");
        }
    }

    #[test]
    fn only_what_may_be_a_commit_is_worth_the_whole_repository() {
        for yes in ["0a0a", "deadbeef", "v1.0-3-g0a0a0a0", "origin/main", &"0A".repeat(32)] {
            assert!(may_be_commit(yes), "{yes}");
        }
        for no in ["0a0", "main", "v1.0", "pull/7/head", &"0".repeat(65)] {
            assert!(!may_be_commit(no), "{no}");
        }
    }
}
