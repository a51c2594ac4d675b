//! `Cargo.toml`.

use fieldmark_sdk::{Document, Entry, File, Node, Place, Verdict};

/// A `Cargo.toml`: a package, a workspace, or both.
#[derive(Clone, Copy)]
pub struct Package<'r> {
    /// The file.
    pub file: File<'r>,
    /// What it says.
    pub manifest: &'r Document,
}

impl<'r> Package<'r> {
    /// Reads the file; none if it is no TOML.
    pub fn read(file: &File<'r>) -> Option<Self> {
        Some(Self { file: *file, manifest: file.toml()? })
    }

    /// Name of the package; none for a mere workspace.
    pub fn name(&self) -> Option<(&'r str, Place)> {
        self.manifest.text(&["package", "name"])
    }

    /// A key of the package, or the workspace's when the package takes it from there.
    pub fn key(&self, key: &str) -> Option<(&'r str, Place)> {
        let own = self.manifest.text(&["package", key]);
        own.or_else(|| self.manifest.text(&["workspace", "package", key]))
    }

    /// Directory of the package, empty for the root.
    pub fn directory(&self) -> &'r str {
        self.file.directory()
    }

    /// Path of a file of the package.
    pub fn path(&self, below: &str) -> String {
        if self.directory().is_empty() { below.to_owned() } else { format!("{}/{below}", self.directory()) }
    }

    /// Its dependencies under the names of the crates, whatever they are called here.
    pub fn dependencies(&self) -> impl Iterator<Item = (&'r str, &'r Entry)> + use<'r> {
        let entries = self.manifest.entries(&["dependencies"]).iter();
        entries.map(|entry| (entry.node.get(&["package"]).and_then(Node::text).unwrap_or(&entry.key), entry))
    }

    /// A list of texts of the workspace.
    pub fn workspace(&self, key: &str) -> impl Iterator<Item = (&'r str, Place)> + use<'r> {
        let items = self.manifest.get(&["workspace", key]).map_or(&[][..], Node::items).iter();
        items.filter_map(|item| Some((item.text()?.trim_start_matches("./").trim_end_matches('/'), item.at)))
    }

    /// Whether the package at a directory belongs to this workspace.
    pub fn has_member(&self, directory: &str) -> bool {
        self.workspace("members").any(|(pattern, _)| matches(pattern, directory))
            && !self.workspace("exclude").any(|(excluded, _)| excluded == directory)
    }
}

/// States the members of the workspace.
pub fn members(root: &Package, verdict: &mut Verdict) {
    for (member, at) in root.workspace("members") {
        verdict.attribute("member", member, at);
    }
}

/// Whether a pattern of `members` stands for a directory. `*` does not cross `/`, and `**` is any number of parts.
pub fn matches(pattern: &str, directory: &str) -> bool {
    let parts: Vec<&str> = pattern.split('/').collect();
    let path: Vec<&str> = directory.split('/').collect();
    // Longer patterns than any real one could be made to take very long.
    parts.len() <= 16 && path.len() <= 64 && parts_match(&parts, &path)
}

fn parts_match(parts: &[&str], path: &[&str]) -> bool {
    match (parts, path) {
        ([], []) => true,
        (["**", rest @ ..], path) => (0..=path.len()).any(|skip| parts_match(rest, &path[skip..])),
        ([part, parts @ ..], [name, path @ ..]) => part_matches(part, name) && parts_match(parts, path),
        _ => false,
    }
}

fn part_matches(part: &str, name: &str) -> bool {
    let Some((before, after)) = part.split_once('*') else { return part == name };
    let Some(rest) = name.strip_prefix(before) else { return false };
    match after.rsplit_once('*') {
        None => rest.ends_with(after),
        // More stars than one: what stands between them only has to be there.
        Some((between, end)) => rest.ends_with(end) && between.split('*').all(|piece| rest.contains(piece)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn member_patterns_stand_for_directories() {
        assert!(matches("crates/*", "crates/a"));
        assert!(!matches("crates/*", "crates/a/b"));
        assert!(matches("crates/**", "crates/a/b"));
        assert!(matches("lib-*-x", "lib-a-x") && !matches("lib-*-x", "lib-a-y"));
        assert!(matches("a", "a") && !matches("a", "b"));
    }
}
