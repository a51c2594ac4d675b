//! Files that name a JDK.

use fieldmark_sdk::{Place, Repo, tool_versions};

/// A JDK that a file names.
pub struct Named {
    /// The text as it stands there.
    pub text: String,
    /// Where it stands.
    pub at: Place,
    /// The file, for people.
    pub by: &'static str,
}

/// All of them, in their order of precedence.
pub fn all(repo: &Repo) -> Vec<Named> {
    let owned = |(text, at): (&str, Place)| (text.to_owned(), at);
    let found = [
        (tool_versions::tool_version(repo, &["java"]).map(owned), "the version manager's file"),
        (key_value(repo, ".sdkmanrc", "java"), ".sdkmanrc"),
        (first_line(repo, ".java-version"), ".java-version"),
        (first_line(repo, ".jdk-version"), ".jdk-version"),
        (key_value(repo, "system.properties", "java.runtime.version"), "system.properties"),
    ];
    found.into_iter().filter_map(|(found, by)| found.map(|(text, at)| Named { text, at, by })).collect()
}

/// The value of a key in a file of `key=value` lines in the root.
pub fn key_value(repo: &Repo, file: &str, name: &str) -> Option<(String, Place)> {
    repo.file(file)?.lines().find_map(|line| {
        let (key, value) = line.code().split_once(['=', ':'])?;
        (key.trim() == name).then(|| (value.trim().to_owned(), line.at))
    })
}

fn first_line(repo: &Repo, file: &str) -> Option<(String, Place)> {
    let line = repo.file(file)?.lines().find(|line| !line.code().is_empty())?;
    Some((line.code().to_owned(), line.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn files_are_read_in_the_stated_order() {
        let repo = MemorySource::new([
            ("system.properties", "java.runtime.version=11\n"),
            (".java-version", "\n17\n"),
            (".sdkmanrc", "# sdk\njava=21.0.1-tem\n"),
            (".tool-versions", "java temurin-22.0.1+8\n"),
        ])
        .into_repo();
        let all: Vec<_> = all(&repo).into_iter().map(|named| (named.text, named.at.line)).collect();
        let expected = [("temurin-22.0.1+8", 1), ("21.0.1-tem", 2), ("17", 2), ("11", 1)];
        assert_eq!(all, expected.map(|(text, line)| (text.to_owned(), Some(line))));
    }
}
