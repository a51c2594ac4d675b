//! Names of entries: which of them stay below the target.

use std::path::PathBuf;

/// Longest name, and longest part of one, in bytes: what file systems take.
const MAX_NAME: usize = 4096;
const MAX_PART: usize = 255;

/// A path that stays below the target, as its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntryName(Vec<String>);

/// What a name is, when it is no path below the target.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoName {
    /// The target itself.
    Target,
    /// No text.
    NotText,
    /// One that nobody gives for a good reason.
    Refused(String),
}

impl EntryName {
    /// Reads a name as it stands in the archive. Empty parts and `.` are left out.
    pub(crate) fn parse(bytes: &[u8], max_depth: usize) -> Result<Self, NoName> {
        let Ok(text) = std::str::from_utf8(bytes) else { return Err(NoName::NotText) };
        let shown: String = text.chars().take(100).collect();
        let refuse = |problem: &str| Err(NoName::Refused(format!("its entry `{shown}` {problem}")));
        let mut letters = text.chars();
        let has_drive =
            letters.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && letters.next() == Some(':');
        if text.contains('\0') {
            return refuse("has NUL in its name");
        }
        if text.starts_with('/') || has_drive {
            return refuse("has an absolute name");
        }
        if text.contains('\\') {
            return refuse("has a backslash in its name");
        }
        let parts: Vec<String> =
            text.split('/').filter(|part| !matches!(*part, "" | ".")).map(ToOwned::to_owned).collect();
        if parts.iter().any(|part| part == "..") {
            return refuse("leads out of the archive");
        }
        if text.len() > MAX_NAME || parts.iter().any(|part| part.len() > MAX_PART) {
            return refuse("has a name that is too long");
        }
        if parts.len() > max_depth {
            return refuse(&format!("lies more than {max_depth} directories deep"));
        }
        if parts.is_empty() { Err(NoName::Target) } else { Ok(Self(parts)) }
    }

    /// The path, relative to the target.
    pub(crate) fn path(&self) -> PathBuf {
        self.0.iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_that_leave_the_target_or_hide_are_refused() {
        let long = "a".repeat(256);
        let deep = "a/".repeat(65);
        let longest = "ab/".repeat(1400);
        for name in [
            "../x",
            "a/../../x",
            "..",
            "a/..",
            "/etc/passwd",
            "//x",
            "C:\\x",
            "c:x",
            "Z:/x",
            "a\\..\\x",
            "..\\x",
            "a\0b",
            &long,
            &deep,
            &longest,
        ] {
            assert!(matches!(EntryName::parse(name.as_bytes(), 64), Err(NoName::Refused(_))), "{name:?}");
        }
        assert_eq!(EntryName::parse(b"a/\xff", 64), Err(NoName::NotText));
        for name in ["", ".", "./", "././/"] {
            assert_eq!(EntryName::parse(name.as_bytes(), 64), Err(NoName::Target), "{name:?}");
        }
    }

    #[test]
    fn plain_names_are_kept() {
        for (name, path) in [("a", "a"), ("./a//b/", "a/b"), ("a/./b", "a/b"), ("..a/b..", "..a/b.."), ("ä/ö", "ä/ö")]
        {
            assert_eq!(EntryName::parse(name.as_bytes(), 64).unwrap().path(), PathBuf::from(path), "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_name_leaves_the_target(name in "(\\.|\\.\\.|/|\\\\|[a-cA-C]|:|\\PC){0,24}") {
            if let Ok(name) = EntryName::parse(name.as_bytes(), 64) {
                let path = name.path();
                prop_assert!(path.is_relative() && path.components().count() > 0);
                prop_assert!(path.components().all(|part| matches!(part, std::path::Component::Normal(_))));
            }
        }
    }
}
