//! The import path of a repository from before modules, which nothing has to state.

use crate::framework::imports;
use crate::program::Main;
use fieldmark_sdk::{Place, Repo};

/// The path that the repository is imported by: what its manifest says, else what the program imports of it.
pub fn find(repo: &Repo, main: &Main<'_>) -> Option<(String, Place)> {
    let found = of_glide(repo).or_else(|| of_godeps(repo)).or_else(|| of_imports(repo, main))?;
    is_plain(found.0).then(|| (found.0.to_owned(), found.1))
}

/// `package:` of `glide.yaml`.
fn of_glide<'r>(repo: &'r Repo) -> Option<(&'r str, Place)> {
    repo.file("glide.yaml")?.lines().find_map(|line| {
        let package = line.code().strip_prefix("package:")?.trim().trim_matches(['"', '\'']);
        Some((package, line.at))
    })
}

/// `ImportPath` of `Godeps/Godeps.json`.
fn of_godeps<'r>(repo: &'r Repo) -> Option<(&'r str, Place)> {
    repo.file("Godeps/Godeps.json")?.json()?.text(&["ImportPath"])
}

/// An import whose last parts are a directory of this repository: what stands before them is the repository.
fn of_imports<'r>(repo: &'r Repo, main: &Main<'r>) -> Option<(&'r str, Place)> {
    let is_source = |directory: &str| repo.with_extension(&["go"]).any(|file| file.directory() == directory);
    imports(main).into_iter().filter(|(path, _)| path.contains('.')).find_map(|(path, at)| {
        let ends = path.match_indices('/').map(|(end, _)| end);
        // The longest directory is the surest: `a.io/x/server` may end like a directory by chance.
        let end = ends.into_iter().find(|end| is_source(&path[end + 1..]))?;
        path[..end].contains('/').then_some((&path[..end], at))
    })
}

fn is_plain(path: &str) -> bool {
    let sign = |c: u8| c.is_ascii_alphanumeric() || b"-_.~/".contains(&c);
    !path.is_empty() && !path.starts_with(['-', '/']) && !path.contains("..") && path.bytes().all(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::{self, Program};
    use fieldmark_sdk::testing::MemorySource;

    fn found(files: &[(&str, &str)]) -> Option<String> {
        let main = "package main\nimport (\n\"github.com/x/lib\"\n\"github.com/me/app/pkg/shop\"\n)\nfunc main() {}";
        let all = files.iter().copied().chain([("main.go", main)]);
        let repo = MemorySource::new(all).into_repo();
        match program::find(&repo, None, None, None) {
            Program::Main(main) => find(&repo, &main).map(|(path, _)| path),
            _ => None,
        }
    }

    #[test]
    fn manifest_goes_before_imports() {
        let shop = ("pkg/shop/a.go", "package shop");
        assert_eq!(found(&[shop]).as_deref(), Some("github.com/me/app"));
        assert_eq!(found(&[shop, ("glide.yaml", "package: a.io/glide\n")]).as_deref(), Some("a.io/glide"));
        let godeps = ("Godeps/Godeps.json", "{\"ImportPath\": \"a.io/godep\"}");
        assert_eq!(found(&[shop, godeps]).as_deref(), Some("a.io/godep"));
        assert_eq!(found(&[("other/a.go", "package other")]), None);
        assert_eq!(found(&[("glide.yaml", "package: $(id)\n")]), None);
    }
}
