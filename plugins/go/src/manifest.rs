//! Manifests: `go.mod`, `go.work`, and those of the tools from before modules.

use fieldmark_sdk::{File, Place, Repo, Verdict, points};

/// A module that is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement<'r> {
    /// Its path.
    pub path: &'r str,
    /// Its version.
    pub version: &'r str,
    /// Whether only other modules need it.
    pub indirect: bool,
    /// Where it stands.
    pub at: Place,
}

/// What `go.mod` or `go.work` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest<'r> {
    /// The module's path.
    pub module: Option<&'r str>,
    /// The `go` line.
    pub go: Option<(&'r str, Place)>,
    /// The `toolchain` line.
    pub toolchain: Option<(&'r str, Place)>,
    /// What is required.
    pub requirements: Vec<Requirement<'r>>,
    /// Paths of modules that others stand in for.
    pub replaced: Vec<&'r str>,
    /// A Go that the file names for a platform, in a comment: `// +heroku goVersion go1.21`.
    pub named: Option<(&'r str, Place)>,
    /// Directories of a workspace.
    pub members: Vec<(&'r str, Place)>,
    /// The directory of the file; empty for the root.
    pub directory: &'r str,
    /// The file.
    pub at: Place,
}

/// Manifests from before modules, and the package manager that each belongs to.
const OLD_MANIFESTS: [(&str, &str); 5] = [
    ("Gopkg.toml", "dep"),
    ("Gopkg.lock", "dep"),
    ("glide.yaml", "glide"),
    ("Godeps/Godeps.json", "godep"),
    ("vendor/vendor.json", "govendor"),
];

/// Most members of a workspace whose manifests are read.
const MOST_MEMBERS: usize = 32;

/// `go.mod` of the root.
pub fn module<'r>(repo: &'r Repo) -> Option<Manifest<'r>> {
    repo.file("go.mod").map(|file| parse(&file))
}

/// `go.work` of the root.
pub fn workspace<'r>(repo: &'r Repo) -> Option<Manifest<'r>> {
    repo.file("go.work").map(|file| parse(&file))
}

/// `go.mod` of the members of a workspace, with their directories.
pub fn of_members<'r>(repo: &'r Repo, workspace: &Manifest<'r>) -> Vec<(&'r str, Manifest<'r>)> {
    let path = |directory: &str| if directory == "." { "go.mod".to_owned() } else { format!("{directory}/go.mod") };
    let read = |(directory, _): &(&'r str, Place)| Some((*directory, parse(&repo.file(&path(directory))?)));
    workspace.members.iter().take(MOST_MEMBERS).filter_map(read).collect()
}

/// Both files have the same grammar: directives with arguments, on one line or in a block.
fn parse<'r>(file: &File<'r>) -> Manifest<'r> {
    let mut manifest = Manifest { directory: file.directory(), at: file.whole(), ..Manifest::default() };
    let mut block = None;
    for line in file.lines() {
        let (code, comment) = line.text.split_once("//").unwrap_or((line.text, ""));
        if let Some(version) = comment.trim_start().strip_prefix("+heroku goVersion ") {
            manifest.named = Some((version.trim(), line.at));
        }
        let mut words = code.split_whitespace();
        let Some(first) = words.next() else { continue };
        if first == ")" {
            block = None;
            continue;
        }
        let (directive, argument) = match block {
            Some(directive) => (directive, first),
            None => match words.next() {
                Some("(") => {
                    block = Some(first);
                    continue;
                }
                Some(argument) => (first, argument),
                None => continue,
            },
        };
        let argument = argument.trim_matches(['"', '`']);
        let next = words.next().unwrap_or_default();
        match directive {
            "module" => manifest.module = Some(argument),
            "go" => manifest.go = Some((argument, line.at)),
            "toolchain" => manifest.toolchain = Some((argument, line.at)),
            "require" => {
                let indirect = comment.trim_start().starts_with("indirect");
                manifest.requirements.push(Requirement { path: argument, version: next, indirect, at: line.at });
            }
            "replace" => manifest.replaced.push(argument),
            "use" => manifest.members.push((argument.trim_start_matches("./").trim_end_matches('/'), line.at)),
            _ => {}
        }
    }
    manifest
}

/// States what the manifests are worth. Returns whether there is one that serves Go sources.
pub fn judge(repo: &Repo, module: Option<&Manifest>, workspace: Option<&Manifest>, verdict: &mut Verdict) -> bool {
    let old = || OLD_MANIFESTS.iter().find_map(|(path, manager)| Some((repo.file(path)?, *manager)));
    let at = if let Some(module) = module {
        verdict.point(points::MANIFEST, "go.mod", module.at, "go.mod describes a module");
        if module.module.is_none() {
            verdict.warn("go.malformed-mod", module.at, "go.mod does not name its module");
        }
        verdict.attribute("package-manager", "go", module.at);
        module.at
    } else if let Some(workspace) = workspace {
        verdict.point(points::MANIFEST, "go.work", workspace.at, "go.work describes a workspace");
        verdict.attribute("package-manager", "go", workspace.at);
        workspace.at
    } else if let Some((file, manager)) = old() {
        verdict.point(points::MANIFEST, "go.old-manifest", file.whole(), format!("{} lists dependencies", file.name()));
        verdict.attribute("package-manager", manager, file.whole());
        file.whole()
    } else {
        sums_alone(repo, verdict);
        return false;
    };
    for (member, at) in workspace.iter().flat_map(|workspace| &workspace.members).filter(|(member, _)| *member != ".") {
        verdict.attribute("member", *member, *at);
    }
    let served = repo.count(&["go"]) > 0;
    if !served {
        verdict.point(points::TOOLING, "go.no-sources", at, "there are no Go sources");
    }
    if let Some(vendored) = repo.file("vendor/modules.txt") {
        verdict.attribute("vendored", "true", vendored.whole());
    }
    served
}

/// Sums of modules whose requirements are not here.
fn sums_alone(repo: &Repo, verdict: &mut Verdict) {
    if let Some(sums) = repo.file("go.sum").filter(|file| file.line_with(" h1:").is_some()) {
        verdict.point(points::COMPANION, "go.sum", sums.whole(), "go.sum pins modules");
        verdict.attribute("package-manager", "go", sums.whole());
        if repo.count(&["go"]) == 0 {
            verdict.attribute("role", "tooling", sums.whole());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn directives_are_read_on_lines_and_in_blocks() {
        let text = "module \"a/b\" // c\n\ngo 1.21\ntoolchain go1.22.3\nrequire x/y v1 // indirect\nrequire (\n\tz/w v2\n\
                    \t// u v1\n)\nreplace x/y => ../y\n";
        let repo = MemorySource::new([("go.mod", text)]).into_repo();
        let module = module(&repo).unwrap();
        assert_eq!((module.module, module.go.unwrap().0), (Some("a/b"), "1.21"));
        assert_eq!((module.toolchain.unwrap().0, module.toolchain.unwrap().1.line), ("go1.22.3", Some(4)));
        let required: Vec<_> = module.requirements.iter().map(|r| (r.path, r.indirect, r.at.line)).collect();
        assert_eq!(required, [("x/y", true, Some(5)), ("z/w", false, Some(7))]);
    }

    #[test]
    fn workspace_names_its_members() {
        let repo = MemorySource::new([("go.work", "go 1.23\nuse ./api/\nuse (\n .\n ./shared\n)\n")]).into_repo();
        let members: Vec<_> = workspace(&repo).unwrap().members.into_iter().map(|(member, _)| member).collect();
        assert_eq!(members, ["api", ".", "shared"]);
    }

    #[test]
    fn manifest_without_sources_serves_tools() {
        let judged = |files: &[(&str, &str)]| {
            let repo = MemorySource::new(files.iter().copied()).into_repo();
            let mut verdict = Verdict::new("go");
            judge(&repo, module(&repo).as_ref(), None, &mut verdict);
            verdict.score()
        };
        assert_eq!(judged(&[("go.mod", "module a")]), 15);
        assert_eq!(judged(&[("go.mod", "module a"), ("a.go", "package a")]), 40);
        assert_eq!(judged(&[("Gopkg.toml", ""), ("a.go", "package a")]), 40);
        assert_eq!(judged(&[("Gopkg.lock", "")]), 15);
    }
}
