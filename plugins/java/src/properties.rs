//! Files of properties, as Spring and MicroProfile read them.

use fieldmark_sdk::{File, Place};

/// Keys that bind a document of a file to a profile.
pub const PROFILES: [&str; 2] = ["spring.config.activate.on-profile", "spring.profiles"];

/// The value in force of a key: the last one, without documents that hold for one profile only.
pub fn value<'r>(file: File<'r>, key: &str) -> Option<(&'r str, Place)> {
    let mut found = None;
    let mut of_document = None;
    let mut is_bound = false;
    for line in file.lines() {
        let text = line.text.trim();
        // A comment that begins a new document.
        if matches!(text, "#---" | "!---") {
            found = of_document.take().filter(|_| !is_bound).or(found);
            is_bound = false;
            continue;
        }
        let Some((name, value)) = text.split_once(['=', ':']).filter(|_| !text.starts_with(['#', '!'])) else {
            continue;
        };
        is_bound |= PROFILES.contains(&name.trim());
        if name.trim() == key {
            of_document = Some((value.trim(), line.at));
        }
    }
    of_document.filter(|_| !is_bound).or(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn documents_of_profiles_do_not_count() {
        for (text, expected) in [
            ("a=1\na = 2\n!a=3\n", Some("2")),
            ("a=1\n#---\nspring.config.activate.on-profile=dev\na=2\n#---\nb=1\n", Some("1")),
            ("a=1\n#---\na=2\n", Some("2")),
            ("spring.profiles=dev\na=1\n", None),
            ("", None),
        ] {
            let repo = MemorySource::new([("a.properties", text)]).into_repo();
            assert_eq!(value(repo.file("a.properties").unwrap(), "a").map(|(value, _)| value), expected, "{text}");
        }
    }
}
