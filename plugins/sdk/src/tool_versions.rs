//! Version managers that serve all languages: asdf's `.tool-versions`, `mise.toml` and Devbox's `devbox.json`.

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

/// The file that Devbox reads its packages from.
pub const DEVBOX: &str = "devbox.json";

/// The first version asked for of a tool, under any of its names. `plugin.toml` must list the files.
#[must_use]
pub fn tool_version<'r>(repo: &'r Repo, names: &[&str]) -> Option<(&'r str, Place)> {
    from_mise(repo, names).or_else(|| from_asdf(repo, names)).or_else(|| from_devbox(repo, names))
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

/// Keys of Devbox's file beside `packages`, and those of one package beside its version.
const SETTINGS: [&str; 6] = ["shell", "env", "env_from", "include", "nixpkgs", "description"];
const OPTIONS: [&str; 6] = ["platforms", "excluded_platforms", "disable_plugin", "patch", "outputs", "allow_insecure"];

/// `"packages": ["python@3.11"]`, or a table of versions, or of tables that hold them (Devbox, "devbox.json Reference").
/// `latest` asks for nothing, as no version does. What stands between quotation marks is looked at and no JSON: a reader of it
/// would be the largest part of plugins that need none.
fn from_devbox<'r>(repo: &'r Repo, names: &[&str]) -> Option<(&'r str, Place)> {
    // Whether the packages have begun, and whether a version of the tool is waited for.
    let (mut inside, mut awaited) = (false, false);
    for line in repo.file(DEVBOX)?.lines().filter(|line| !line.text.trim_start().starts_with("//")) {
        let mut parts = line.text.split('"').skip(1);
        while let Some(text) = parts.next() {
            let is_key = parts.next().is_some_and(|behind| behind.trim_start().starts_with(':'));
            if is_key {
                if SETTINGS.contains(&text) && inside {
                    return None;
                }
                awaited = names.contains(&text) || (awaited && (text == "version" || OPTIONS.contains(&text)));
                awaited &= inside;
                inside |= text == "packages";
                continue;
            }
            let listed = text.rsplit_once('@').filter(|(name, _)| names.contains(name)).map(|(_, version)| version);
            let version = if awaited && text.starts_with(|c: char| c.is_ascii_digit()) { Some(text) } else { listed };
            if inside && let Some(version) = version.filter(|version| !matches!(*version, "" | "latest")) {
                return Some((version, line.at));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::MemorySource;

    #[test]
    fn devbox_lists_packages_in_several_forms() {
        let version = |packages: &str, name: &str| {
            let text = format!("{{\n  // of the shell\n  \"packages\": {packages}\n}}");
            let repo = MemorySource::new([("devbox.json", text.as_str())]).into_repo();
            tool_version(&repo, &[name]).map(|(text, at)| (text.to_owned(), at.line))
        };
        let found = |text: &str, line| Some((text.to_owned(), Some(line)));
        assert_eq!(version("[\"curl\", \"python@3.11\"]", "python"), found("3.11", 3));
        assert_eq!(version("{\n\"python\": \"3.11\",\n\"go\": {\"version\": \"1.22\"}}", "go"), found("1.22", 5));
        assert_eq!(version("[\"python@latest\", \"nodejs\"]", "python"), None);
        assert_eq!(version("[\"python@latest\", \"nodejs\"]", "nodejs"), None);
        let table = r#"{"go": {"platforms": ["x86_64-linux"], "version": "1.22"}, "ruby": {"platforms": []}, "python": "3.11"},
            "shell": {"scripts": {"go": "1.20", "rust": "rust@1.70"}}"#;
        assert_eq!(version(table, "go"), found("1.22", 3));
        assert_eq!(version(table, "ruby"), None);
        assert_eq!(version(table, "rust"), None);
    }

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
