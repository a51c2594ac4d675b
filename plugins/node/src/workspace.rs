//! Members of a workspace: `workspaces` of package.json, `pnpm-workspace.yaml`, `lerna.json`, `rush.json`, moon's
//! `workspace.yml`, `workspace.json` of Nx, deno's `workspace`.

use crate::package::Package;
use fieldmark_sdk::{Document, File, Node, Place, Repo, Verdict, glob};

/// Tools that run scripts over all members, known by their settings.
const TOOLS: [(&str, &str); 5] = [
    ("turbo.json", "turbo"),
    ("nx.json", "nx"),
    ("lerna.json", "lerna"),
    ("rush.json", "rush"),
    (".moon/workspace.yml", "moon"),
];

/// Most members that are stated.
const MOST: usize = 100;

/// States the members and the tool that drives them. Tells whether there are any.
pub(crate) fn state(repo: &Repo, package: Option<Package<'_>>, verdict: &mut Verdict) -> bool {
    let members = members(repo, package);
    // A leading `!` takes something out. The contract has no word for that, so the directories that are left are named.
    let (taken_out, patterns): (Vec<_>, Vec<_>) =
        members.into_iter().partition(|(pattern, _)| pattern.starts_with('!'));
    let taken_out: Vec<&str> = taken_out.iter().map(|(pattern, _)| clean(&pattern[1..])).collect();
    let patterns = directories(repo, &patterns, &taken_out)
        .unwrap_or_else(|| patterns.into_iter().map(|(pattern, at)| (clean(pattern).to_owned(), at)).collect());
    let mut stated: Vec<String> = Vec::new();
    for (member, at) in patterns {
        // What leads out of the root is nobody's member.
        let inside = !member.is_empty() && !member.starts_with(['/', '.']) && !member.contains("..");
        if inside && stated.len() < MOST && !stated.contains(&member) {
            verdict.attribute("member", member.as_str(), at);
            stated.push(member);
        }
    }
    for (name, tool) in TOOLS {
        if let Some(file) = repo.file(name) {
            verdict.attribute("workspace-tool", tool, file.whole());
        }
    }
    !stated.is_empty()
}

/// The directories with a manifest that the patterns name, if some of them are taken out.
fn directories(repo: &Repo, patterns: &[(&str, Place)], taken_out: &[&str]) -> Option<Vec<(String, Place)>> {
    if taken_out.is_empty() {
        return None;
    }
    let manifests =
        repo.named(&["package.json"]).map(|file| file.directory()).filter(|directory| !directory.is_empty());
    let named = manifests.filter_map(|directory| {
        let (_, at) = patterns.iter().find(|(pattern, _)| glob::matches(clean(pattern), directory))?;
        Some((directory.to_owned(), *at))
    });
    let is_out = |directory: &str| taken_out.iter().any(|pattern| glob::matches(pattern, directory));
    let (out, left): (Vec<_>, Vec<_>) = named.partition(|(directory, _)| is_out(directory));
    (!out.is_empty()).then_some(left)
}

fn clean(pattern: &str) -> &str {
    pattern.trim().trim_start_matches("./").trim_end_matches('/')
}

fn members<'r>(repo: &'r Repo, package: Option<Package<'r>>) -> Vec<(&'r str, Place)> {
    let mut members = Vec::new();
    if let Some(package) = package {
        members.extend(package.list(&["workspaces"]).chain(package.list(&["workspaces", "packages"])));
    }
    members.extend(repo.file("pnpm-workspace.yaml").into_iter().flat_map(|file| from_yaml(file, &["packages:"])));
    members.extend(
        repo.file(".moon/workspace.yml")
            .into_iter()
            .flat_map(|file| from_yaml(file, &["projects:", "globs:", "sources:"])),
    );
    let json = |name: &str| repo.file(name).and_then(|file| file.json());
    let deno = repo.first(&["deno.json", "deno.jsonc"]).and_then(|file| file.json());
    for (document, path) in
        [(json("lerna.json"), &["packages"][..]), (deno, &["workspace"]), (deno, &["workspace", "members"])]
    {
        members.extend(document.into_iter().flat_map(|document| list(document, path)));
    }
    members.extend(json("rush.json").into_iter().flat_map(of_rush));
    members.extend(json("workspace.json").into_iter().flat_map(of_nx));
    if members.is_empty()
        && let Some(file) = repo.file("lerna.json")
    {
        // Lerna's own default.
        members.push(("packages/*", file.whole()));
    }
    members
}

fn list<'r>(document: &'r Document, path: &[&str]) -> impl Iterator<Item = (&'r str, Place)> + use<'r> {
    let items = document.get(path).map_or(&[][..], Node::items);
    items.iter().filter_map(|item| Some((item.text()?, item.at)))
}

/// `"projects": [{"packageName": "a", "projectFolder": "apps/a"}]`
fn of_rush(document: &Document) -> impl Iterator<Item = (&str, Place)> {
    let projects = document.get(&["projects"]).map_or(&[][..], Node::items);
    projects.iter().filter_map(|project| {
        let folder = project.get(&["projectFolder"])?;
        Some((folder.text()?, folder.at))
    })
}

/// `"projects": {"a": "apps/a", "b": {"root": "apps/b"}}`
pub(crate) fn of_nx(document: &Document) -> impl Iterator<Item = (&str, Place)> {
    document.entries(&["projects"]).iter().filter_map(|project| {
        let root = project.node.get(&["root"]).unwrap_or(&project.node);
        Some((root.text()?, project.at))
    })
}

/// The lists, or values of tables, below some keys, read line by line: they are flat in practice.
fn from_yaml<'r>(file: File<'r>, keys: &[&str]) -> Vec<(&'r str, Place)> {
    let mut members = Vec::new();
    let mut inside = false;
    for line in file.lines() {
        let text = line.code();
        let indented = line.text.starts_with([' ', '\t']);
        if let Some(item) = text.strip_prefix('-').filter(|_| inside) {
            members.push((unquoted(item), line.at));
        } else if let Some(key) = keys.iter().find_map(|key| text.strip_prefix(key)) {
            inside = true;
            let flow = key.trim().strip_prefix('[');
            let items = flow.into_iter().flat_map(|items| items.trim_end_matches(']').split(','));
            members.extend(items.map(|item| (unquoted(item), line.at)));
        } else if let Some((_, path)) = text.split_once(": ").filter(|_| inside && indented) {
            members.push((unquoted(path), line.at));
        } else if !text.is_empty() {
            inside = false;
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
    fn every_tool_names_members_in_its_own_form() {
        for (name, text, expected) in [
            ("package.json", r#"{"workspaces": ["./apps/*/", "packages/a"]}"#, &["apps/*", "packages/a"][..]),
            ("package.json", r#"{"workspaces": {"packages": ["x"], "nohoist": ["y"]}}"#, &["x"]),
            ("package.json", r#"{"workspaces": ["../x", "/y", "a/../b"]}"#, &[]),
            (
                "pnpm-workspace.yaml",
                "packages:\n  # all\n  - 'apps/*'\n  - \"libs/**\"\n  - ../out\ncatalog:\n  react: ^19\n  - no\n",
                &["apps/*", "libs/**"],
            ),
            ("pnpm-workspace.yaml", "packages: ['a', \"b/*\"]\n", &["a", "b/*"]),
            ("lerna.json", r#"{"packages": ["modules/*"]}"#, &["modules/*"]),
            ("lerna.json", r#"{"version": "1.0.0"}"#, &["packages/*"]),
            (
                "rush.json",
                "{\n  // all\n  \"projects\": [{\"packageName\": \"a\", \"projectFolder\": \"apps/a\"}]\n}",
                &["apps/a"],
            ),
            (".moon/workspace.yml", "projects:\n  - 'apps/*'\n", &["apps/*"]),
            (".moon/workspace.yml", "projects:\n  web: 'apps/web'\nvcs:\n  manager: git\n", &["apps/web"]),
            (
                ".moon/workspace.yml",
                "projects:\n  globs:\n    - 'libs/*'\n  sources:\n    www: 'www'\n",
                &["libs/*", "www"],
            ),
            ("workspace.json", r#"{"projects": {"a": "apps/a", "b": {"root": "apps/b"}}}"#, &["apps/a", "apps/b"]),
            ("deno.json", r#"{"workspace": ["./a", "./b"]}"#, &["a", "b"]),
            ("deno.json", r#"{"workspace": {"members": ["c"]}}"#, &["c"]),
        ] {
            assert_eq!(stated(&[(name, text)]), expected, "{name}: {text}");
        }
    }

    #[test]
    fn what_is_taken_out_is_no_member() {
        let files = [
            ("pnpm-workspace.yaml", "packages:\n  - 'packages/**'\n  - '!**/fixtures/**'\n  - '!packages/old'\n"),
            ("packages/a/package.json", ""),
            ("packages/old/package.json", ""),
            ("packages/a/fixtures/b/package.json", ""),
            ("elsewhere/package.json", ""),
            ("package.json", "{}"),
        ];
        assert_eq!(stated(&files), ["packages/a"]);
        // Nothing there is taken out.
        assert_eq!(stated(&files[..2]), ["packages/**"]);
    }
}
