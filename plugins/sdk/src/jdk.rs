//! Files that name a JDK, whichever language of the JVM asks.

use crate::{Place, Repo, range, tool_versions};

/// A JDK that a file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The text as it stands there.
    pub text: String,
    /// Where it stands.
    pub at: Place,
    /// The file, for people.
    pub by: &'static str,
}

/// All of them, in their order of precedence. `plugin.toml` must list the files.
#[must_use]
pub fn named(repo: &Repo) -> Vec<Named> {
    let owned = |(text, at): (&str, Place)| (text.to_owned(), at);
    let found = [
        (tool_versions::tool_version(repo, &["java", "jdk"]).map(owned), "the version manager's file"),
        (key_value(repo, ".sdkmanrc", "java"), ".sdkmanrc"),
        (first_line(repo, ".java-version"), ".java-version"),
        (first_line(repo, ".jdk-version"), ".jdk-version"),
        (key_value(repo, "system.properties", "java.runtime.version"), "system.properties"),
        (platform_app(repo), ".platform.app.yaml"),
    ];
    found.into_iter().filter_map(|(found, by)| found.map(|(text, at)| Named { text, at, by })).collect()
}

/// The value of a key in a file of `key=value` lines in the root.
#[must_use]
pub fn key_value(repo: &Repo, file: &str, name: &str) -> Option<(String, Place)> {
    repo.file(file)?.lines().find_map(|line| {
        let (key, value) = line.code().split_once(['=', ':'])?;
        (key.trim() == name).then(|| (value.trim().to_owned(), line.at))
    })
}

/// `type: 'java:21'` of Platform.sh ("App reference").
fn platform_app(repo: &Repo) -> Option<(String, Place)> {
    let (text, at) = key_value(repo, ".platform.app.yaml", "type")?;
    Some((text.trim_matches(['"', '\'']).strip_prefix("java:")?.to_owned(), at))
}

fn first_line(repo: &Repo, file: &str) -> Option<(String, Place)> {
    let line = repo.file(file)?.lines().find(|line| !line.code().is_empty())?;
    Some((line.code().to_owned(), line.at))
}

/// The feature number of a JDK: `1.8` and `8u292` are 8, `temurin-17.0.2+8` is 17.
#[must_use]
pub fn feature(text: &str) -> Option<u32> {
    let text = text.trim().trim_matches(['"', '\'']);
    let begins = |part: &&str| part.starts_with(|c: char| c.is_ascii_digit());
    // A distribution may stand before the number, sometimes with a number of its own: `zulu64-17`, `graalvm-ce-java17`.
    let behind_java = text.split_once("java").map(|(_, rest)| rest).filter(begins);
    let number = Some(text).filter(begins).or(behind_java).or_else(|| text.split('-').find(begins))?;
    match range::places(number)?.as_slice() {
        [1, minor, ..] => Some(*minor),
        [0, ..] => None,
        [first, ..] if *first < 100 => Some(*first),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::MemorySource;

    #[test]
    fn feature_numbers_of_all_spellings() {
        let cases = [
            ("17", Some(17)),
            ("1.8", Some(8)),
            ("8u292", Some(8)),
            ("17.0.2-tem", Some(17)),
            ("temurin-21.0.1+12.0.LTS", Some(21)),
            ("openjdk64-11.0.2", Some(11)),
            ("zulu64-17.0", Some(17)),
            ("graalvm-ce-java17-22.3.0", Some(17)),
            ("${jdk}", None),
            ("latest", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(feature(text), expected, "{text:?}");
        }
    }

    #[test]
    fn files_are_read_in_the_stated_order() {
        let repo = MemorySource::new([
            ("system.properties", "java.runtime.version=11\n"),
            (".java-version", "\n17\n"),
            (".platform.app.yaml", "name: tern\ntype: 'java:8'\n"),
            (".sdkmanrc", "# sdk\njava=21.0.1-tem\n"),
            (".tool-versions", "java temurin-22.0.1+8\n"),
        ])
        .into_repo();
        let all: Vec<_> = named(&repo).into_iter().map(|named| (named.text, named.at.line)).collect();
        let expected = [("temurin-22.0.1+8", 1), ("21.0.1-tem", 2), ("17", 2), ("11", 1), ("8", 2)];
        assert_eq!(all, expected.map(|(text, line)| (text.to_owned(), Some(line))));
    }
}
