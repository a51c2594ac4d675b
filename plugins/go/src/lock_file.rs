//! Whether `go.sum` and `vendor/modules.txt` are those of `go.mod`.

use crate::manifest::Manifest;
use fieldmark_sdk::{File, Place, Repo};
use std::collections::BTreeSet;

/// A requirement that a lock file does not know.
pub struct Gap {
    /// Stable name.
    pub code: &'static str,
    /// The requirement.
    pub at: Place,
    /// The same in words.
    pub note: String,
}

/// The first gap. What is vendored needs no checksums, and a workspace has them in files of its own.
pub fn gap(repo: &Repo, module: &Manifest<'_>) -> Option<Gap> {
    let checked = || module.requirements.iter().filter(|required| !module.replaced.contains(&required.path));
    if let Some(vendored) = repo.file("vendor/modules.txt") {
        let held = entries(vendored, "# ")?;
        let missing = checked().find(|required| !held.contains(&(required.path, required.version)))?;
        let note = format!("vendor/ does not hold {} {}: run `go mod vendor`", missing.path, missing.version);
        return Some(Gap { code: "go.inconsistent-vendor", at: missing.at, note });
    }
    let required = module.requirements.first()?;
    let Some(sums) = repo.file("go.sum") else {
        let note = "go.mod requires modules, but there is neither go.sum nor vendor/: run `go mod tidy`".to_owned();
        return Some(Gap { code: "go.incomplete-module", at: required.at, note });
    };
    if repo.file("go.work").is_some() {
        return None;
    }
    let known = entries(sums, "")?;
    let missing = checked().filter(|required| !required.indirect);
    let missing = missing.into_iter().find(|required| !known.contains(&(required.path, required.version)))?;
    let note = format!("go.sum has no entry for {} {}: run `go mod tidy`", missing.path, missing.version);
    Some(Gap { code: "go.incomplete-sums", at: missing.at, note })
}

/// Modules and versions that the lines with a prefix name; none if the file cannot be read. A module whose packages are
/// not needed has a checksum of its `go.mod` alone: `v1.2.0/go.mod`.
fn entries<'r>(file: File<'r>, prefix: &str) -> Option<BTreeSet<(&'r str, &'r str)>> {
    let entry = |line: &'r str| {
        let mut words = line.strip_prefix(prefix)?.split_whitespace();
        let (path, version) = (words.next()?, words.next()?);
        Some((path, version.trim_end_matches("/go.mod")))
    };
    Some(file.text()?.lines().filter_map(entry).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest;
    use fieldmark_sdk::testing::MemorySource;

    fn found(files: &[(&str, &str)]) -> Option<&'static str> {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        gap(&repo, &manifest::module(&repo).unwrap()).map(|gap| gap.code)
    }

    #[test]
    fn requirements_are_looked_up_in_the_lock_files() {
        let module = ("go.mod", "module m\nrequire (\n a.io/x v1.2.0\n b.io/y v2.0.0 // indirect\n)\n");
        let sum = |text: &'static str| ("go.sum", text);
        assert_eq!(found(&[module]), Some("go.incomplete-module"));
        assert_eq!(found(&[module, sum("a.io/x v1.2.0 h1:s\na.io/x v1.2.0/go.mod h1:s\n")]), None);
        assert_eq!(found(&[module, sum("a.io/x v1.2.0/go.mod h1:s\n")]), None);
        assert_eq!(found(&[module, sum("a.io/x v1.1.0 h1:s\n")]), Some("go.incomplete-sums"));
        assert_eq!(found(&[module, sum(""), ("go.work", "use .")]), None);
        let replaced = ("go.mod", "module m\nrequire a.io/x v1.2.0\nreplace a.io/x => ../x\n");
        assert_eq!(found(&[replaced, sum("")]), None);
        let vendored = "# a.io/x v1.2.0\n## explicit\na.io/x\n# b.io/y v2.0.0\n";
        assert_eq!(found(&[module, ("vendor/modules.txt", vendored)]), None);
        assert_eq!(found(&[module, ("vendor/modules.txt", "# a.io/x v1.1.0\n")]), Some("go.inconsistent-vendor"));
        assert_eq!(found(&[("go.mod", "module m\n")]), None);
    }
}
