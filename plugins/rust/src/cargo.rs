//! `Cargo.toml`.

use fieldmark_sdk::{Document, Entry, File, Node, Place, Verdict, glob};

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

    /// Whether the package takes a key from its workspace: `edition.workspace = true`.
    pub fn takes(&self, key: &str) -> bool {
        self.manifest.get(&["package", key, "workspace"]).is_some_and(Node::is_true)
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

    /// Whether it depends on one of these crates.
    pub fn uses(&self, names: &[&str]) -> bool {
        self.dependencies().any(|(name, _)| names.contains(&name))
    }

    /// A list of texts of the workspace.
    pub fn workspace(&self, key: &str) -> impl Iterator<Item = (&'r str, Place)> + use<'r> {
        let items = self.manifest.get(&["workspace", key]).map_or(&[][..], Node::items).iter();
        items.filter_map(|item| Some((item.text()?.trim_start_matches("./").trim_end_matches('/'), item.at)))
    }

    /// Whether the package at a directory belongs to this workspace.
    pub fn has_member(&self, directory: &str) -> bool {
        self.workspace("members").any(|(pattern, _)| glob::matches(pattern, directory))
            && !self.workspace("exclude").any(|(excluded, _)| excluded == directory)
    }
}

/// States the members of the workspace.
pub fn members(root: &Package, verdict: &mut Verdict) {
    for (member, at) in root.workspace("members") {
        verdict.attribute("member", member, at);
    }
}
