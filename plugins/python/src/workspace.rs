//! Which directories belong to a root, as members of its workspace or as dependencies by their paths, and what of it only
//! uv finds.

use crate::sources::BINDER;
use fieldmark_sdk::{Document, Node, Place, Repo, Verdict};

/// Where the members of a workspace are listed.
const MEMBERS: [&[&str]; 2] = [&["tool", "uv", "workspace", "members"], &["tool", "hatch", "workspace", "members"]];

/// States the directories that belong to this root although their files look like roots of their own: what Binder reads,
/// and the members of a workspace.
pub(crate) fn state(repo: &Repo<'_>, verdict: &mut Verdict) {
    for directory in BINDER {
        if repo.has_directory(directory) {
            verdict.attribute("member", directory, Place::NONE);
        }
    }
    for node in members(project(repo)).into_iter().chain(by_path(project(repo))) {
        if let Some(text) = node.text().map(|text| text.trim_start_matches("./")).filter(|text| is_inside(text)) {
            verdict.attribute("member", text, node.at);
        }
    }
}

/// The paths of dependencies that stand beside the project: those of Poetry with their groups, and those of uv.
fn by_path(document: Option<&Document>) -> Vec<&Node> {
    let Some(document) = document else { return Vec::new() };
    let groups = document.entries(&["tool", "poetry", "group"]).iter();
    let grouped = groups.flat_map(|group| group.node.get(&["dependencies"]).map_or(&[][..], Node::entries));
    let own = [["tool", "poetry", "dependencies"], ["tool", "poetry", "dev-dependencies"], ["tool", "uv", "sources"]];
    let listed = own.iter().flat_map(|path| document.entries(path)).chain(grouped);
    listed.filter_map(|entry| entry.node.get(&["path"])).collect()
}

/// A directory below the root; archives are no directories.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with('/')
        && !path.contains("..")
        && !path.ends_with(".whl")
        && !path.ends_with(".gz")
}

/// Where it stands that a root is nothing but a workspace: it lists members and describes no project of its own.
pub(crate) fn root_alone(repo: &Repo<'_>) -> Option<Place> {
    let document = project(repo)?;
    let described = [&["project"][..], &["tool", "poetry"]].iter().any(|table| document.get(table).is_some());
    members(Some(document)).first().map(|member| member.at).filter(|_| !described)
}

/// Dependencies of the project whose source only uv knows: where they are named, and the source in words. `uv` reads
/// `[tool.uv.sources]`, pip looks for the same names in its index.
pub(crate) fn sources_of_uv<'r>(repo: &'r Repo<'_>) -> Vec<(&'r str, &'static str, Place)> {
    let entries = project(repo).map_or(&[][..], |document| document.entries(&["tool", "uv", "sources"]));
    let kinds = [("workspace", "the workspace"), ("path", "a path"), ("git", "Git"), ("url", "an address")];
    let known = entries.iter().filter_map(|entry| {
        let kind = kinds.iter().find(|(key, _)| entry.node.get(&[key]).is_some())?;
        Some((entry.key.as_str(), kind.1, entry.at))
    });
    known.collect()
}

fn project<'r>(repo: &'r Repo<'_>) -> Option<&'r Document> {
    repo.file("pyproject.toml")?.toml()
}

fn members(document: Option<&Document>) -> Vec<&Node> {
    MEMBERS.iter().filter_map(|path| document?.get(path)).flat_map(Node::items).collect()
}
