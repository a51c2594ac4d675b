//! Paket: packages that are listed outside of the project files.

use fieldmark_sdk::{File, Place, Repo};

/// The packages of `paket.references` beside a project, lower case.
pub fn references(repo: &Repo, project: File<'_>) -> Vec<(String, Place)> {
    let directory = project.directory();
    let path = if directory.is_empty() { String::new() } else { format!("{directory}/") };
    let lines = repo.file(&format!("{path}paket.references")).into_iter().flat_map(|file| file.lines());
    let named = lines.filter_map(|line| {
        let text = line.code();
        let name = text.split_whitespace().next()?;
        let is_package = !["group", "File:", "//"].iter().any(|word| name.starts_with(word));
        is_package.then(|| (name.to_ascii_lowercase(), line.at))
    });
    named.collect()
}

/// `paket.dependencies` of the root.
pub fn dependencies<'r>(repo: &'r Repo<'r>) -> Option<File<'r>> {
    repo.file("paket.dependencies")
}
