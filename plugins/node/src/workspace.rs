//! Members of a workspace: `workspaces` of package.json, `pnpm-workspace.yaml`, `lerna.json`, deno's `workspace`.

use crate::package::Package;
use fieldmark_sdk::{Document, Place, Repo, Verdict};

/// Tools that run scripts over all members, known by their settings.
const TOOLS: [(&str, &str); 3] = [("turbo.json", "turbo"), ("nx.json", "nx"), ("lerna.json", "lerna")];

/// Most members that are stated.
const MOST: usize = 100;

/// States the members and the tool that drives them. Tells whether there are any.
pub(crate) fn state(repo: &Repo, package: Option<Package<'_>>, verdict: &mut Verdict) -> bool {
    let mut stated: Vec<String> = Vec::new();
    for (pattern, at) in members(repo, package) {
        let member = pattern.trim().trim_start_matches("./").trim_end_matches('/');
        // A leading `!` takes something out; what leads out of the root is nobody's member.
        let inside = !member.is_empty() && !member.starts_with(['!', '/', '.']) && !member.contains("..");
        if inside && stated.len() < MOST && !stated.iter().any(|known| known == member) {
            verdict.attribute("member", member, at);
            stated.push(member.to_owned());
        }
    }
    for (name, tool) in TOOLS {
        if let Some(file) = repo.file(name) {
            verdict.attribute("workspace-tool", tool, file.whole());
        }
    }
    !stated.is_empty()
}

fn members<'r>(repo: &'r Repo, package: Option<Package<'r>>) -> Vec<(&'r str, Place)> {
    let mut members = Vec::new();
    if let Some(package) = package {
        members.extend(package.list(&["workspaces"]).chain(package.list(&["workspaces", "packages"])));
    }
    members.extend(from_pnpm(repo));
    let lerna = repo.file("lerna.json").and_then(|file| file.json());
    let deno = repo.first(&["deno.json", "deno.jsonc"]).and_then(|file| file.json());
    for (document, key) in [(lerna, "packages"), (deno, "workspace")] {
        members.extend(document.into_iter().flat_map(|document| list(document, key)));
    }
    members
}

fn list<'r>(document: &'r Document, key: &str) -> impl Iterator<Item = (&'r str, Place)> {
    let items = document.get(&[key]).map_or(&[][..], |node| node.items());
    items.iter().filter_map(|item| Some((item.text()?, item.at)))
}

/// The list `packages` of pnpm-workspace.yaml, read line by line: it is a flat list in practice.
fn from_pnpm<'r>(repo: &'r Repo) -> Vec<(&'r str, Place)> {
    let mut members = Vec::new();
    let mut inside = false;
    for line in repo.file("pnpm-workspace.yaml").into_iter().flat_map(|file| file.lines()) {
        let text = line.code();
        if let Some(item) = text.strip_prefix('-').filter(|_| inside) {
            members.push((unquoted(item), line.at));
        } else if !text.is_empty() {
            inside = text.starts_with("packages:");
            let flow = text.strip_prefix("packages:").map(str::trim).and_then(|rest| rest.strip_prefix('['));
            let items = flow.into_iter().flat_map(|items| items.trim_end_matches(']').split(','));
            members.extend(items.map(|item| (unquoted(item), line.at)));
        }
    }
    members
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn stated(files: &[(&str, &str)]) -> Vec<String> {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let mut verdict = Verdict::new("node");
        state(&repo, Package::find(&repo), &mut verdict);
        let members = verdict.attributes.iter().filter(|attribute| attribute.name == "member");
        members.map(|attribute| attribute.value.clone()).collect()
    }

    #[test]
    fn both_forms_of_workspaces_are_read() {
        assert_eq!(
            stated(&[("package.json", r#"{"workspaces": ["./apps/*/", "packages/a"]}"#)]),
            ["apps/*", "packages/a"]
        );
        assert_eq!(stated(&[("package.json", r#"{"workspaces": {"packages": ["x"], "nohoist": ["y"]}}"#)]), ["x"]);
    }

    #[test]
    fn pnpm_list_ends_with_the_next_key() {
        let text =
            "packages:\n  # all\n  - 'apps/*'\n  - \"libs/**\"\n  - '!**/test/**'\n  - ../out\ncatalog:\n  - no\n";
        assert_eq!(stated(&[("pnpm-workspace.yaml", text)]), ["apps/*", "libs/**"]);
        assert_eq!(stated(&[("pnpm-workspace.yaml", "packages: ['a', \"b/*\"]\n")]), ["a", "b/*"]);
    }
}
