//! Version managers that serve all languages: asdf's `.tool-versions` and `mise.toml`.

use crate::{Place, Repo};

/// The file that asdf reads its tools from.
pub const ASDF: &str = ".tool-versions";

/// Files that mise reads its tools from, in its order of precedence. That of asdf comes after them.
pub const MISE: [&str; 6] = [
    "mise.toml",
    ".mise.toml",
    "mise/config.toml",
    ".mise/config.toml",
    ".config/mise.toml",
    ".config/mise/config.toml",
];

/// The first version asked for of a tool, under any of its names. `plugin.toml` must list the files.
#[must_use]
pub fn tool_version<'r>(repo: &'r Repo, names: &[&str]) -> Option<(&'r str, Place)> {
    from_mise(repo, names).or_else(|| from_asdf(repo, names))
}

fn from_mise<'r>(repo: &'r Repo, names: &[&str]) -> Option<(&'r str, Place)> {
    MISE.iter().filter_map(|path| repo.file(path)?.toml()).find_map(|document| {
        names.iter().find_map(|name| {
            let node = document.get(&["tools", name])?;
            let version = node.items().first().or_else(|| node.get(&["version"])).unwrap_or(node);
            Some((version.scalar()?, version.at))
        })
    })
}

fn from_asdf<'r>(repo: &'r Repo, names: &[&str]) -> Option<(&'r str, Place)> {
    repo.file(ASDF)?.lines().find_map(|line| {
        let mut words = line.code().split_whitespace();
        let known = words.next().is_some_and(|tool| names.contains(&tool));
        Some((words.next().filter(|_| known)?, line.at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::MemorySource;

    #[test]
    fn mise_goes_before_asdf() {
        let repo = MemorySource::new([
            (".tool-versions", "nodejs 18.0.0\npython 3.11.4 3.10\n"),
            ("mise.toml", "[tools]\nnode = '20'\nruby = { version = '3.3' }\ngo = ['1.22', '1.21']\n"),
        ])
        .into_repo();
        assert_eq!(tool_version(&repo, &["nodejs", "node"]).unwrap().0, "20");
        assert_eq!(tool_version(&repo, &["ruby"]).unwrap().0, "3.3");
        assert_eq!(tool_version(&repo, &["go", "golang"]).unwrap().0, "1.22");
        let (python, at) = tool_version(&repo, &["python"]).unwrap();
        assert_eq!((python, at.line), ("3.11.4", Some(2)));
        assert_eq!(tool_version(&repo, &["perl"]), None);
        let repo = MemorySource::new([
            (".config/mise/config.toml", "[tools]\nnode = '22'\nruby = '3.4'\n"),
            ("mise.toml", "[tools]\nnode = '20'\n"),
        ])
        .into_repo();
        assert_eq!(tool_version(&repo, &["node"]).unwrap().0, "20");
        assert_eq!(tool_version(&repo, &["ruby"]).unwrap().0, "3.4");
    }
}
