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

/// Whether the text is a whole commit id, of SHA-1 or SHA-256.
pub(crate) fn is_commit_id(reference: &str) -> bool {
    matches!(reference.len(), 40 | 64) && reference.bytes().all(|byte| byte.is_ascii_hexdigit())
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
    fn whole_commit_ids_only() {
        assert!(is_commit_id(&"0a".repeat(20)) && is_commit_id(&"0A".repeat(32)));
        assert!(!is_commit_id("0a0a0a0") && !is_commit_id(&"g".repeat(40)));
    }
}
